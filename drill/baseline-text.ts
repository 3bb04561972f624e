import type { BaselineAnswer, BaselineVersion } from '../lib/contract/baseline-request';
import { printable, printableJson } from './printable';

/** The baseline's versions, newest first, and the newest one's configuration. */
export function versionsText({ trail, versions = [] }: BaselineAnswer): string {
  const newestFirst = [...versions].sort((a, b) => b.version - a.version);
  const [newest] = newestFirst;
  if (newest === undefined) {
    return printable(`${trail} has no baseline yet: a sweep that sees it log and deliver adopts the first version.`);
  }
  return [
    printable(`Baseline of ${trail}:`),
    '',
    ...newestFirst.map((version) => printable(versionLine(version))),
    '',
    `Version ${newest.version}${newestFirst.length > 1 ? ' (--json shows the earlier ones too)' : ''}:`,
    ...printableJson(newest.configuration),
  ].join('\n');
}

/** How the trail differs from its baseline, and what that does not tell. */
export function differencesText({ trail, differences = [], unread = [] }: BaselineAnswer): string {
  return [
    `${trail} ${differences.length === 0 ? 'is as its baseline says.' : 'differs from its baseline:'}`,
    ...differences.flatMap(({ field, relation, before, after }) => [
      `  ${field}, ${relation}: ${before}`,
      `    -> ${after}`,
    ]),
    ...(unread.length === 0 ? [] : ['Could not be read, and is not compared:']),
    ...unread.map(({ field, reason }) => `  ${field}: ${reason}`),
  ]
    .map(printable)
    .join('\n');
}

export function acceptedText({ trail, accepted }: BaselineAnswer): string {
  return accepted === undefined
    ? printable(`Nothing was accepted: ${trail} is as its baseline says by now.`)
    : `Accepted: the trail as it is now is version ${accepted}.`;
}

export function releasedText({ trail }: BaselineAnswer): string {
  return printable(`Released: ${trail} may be deleted, and is not created again. It is guarded until then.`);
}

function versionLine({ version, adoptedAt, reason, by }: BaselineVersion): string {
  return `  ${version}  ${adoptedAt}  ${reason}${by === undefined ? '' : `, by ${by}`}`;
}
