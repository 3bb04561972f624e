import type { Actor, Incident } from '../../lib/contract/incident';
import { duration } from './duration';
import { summaryOf } from './headline';

/** The incident as plain text, short first, readable on a phone. Its texts were made harmless when it was built. */
export function mailText(incident: Incident): string {
  return [
    summaryOf(incident),
    section('Trail', [
      ['ARN', incident.trail.arn],
      ['Account, Region', `${incident.account}, ${incident.region}`],
      ['Stopped', incident.darkWindow?.stoppedAt],
      ['Started', incident.darkWindow?.startedAt],
      ['Dark for', incident.darkWindow?.seconds === undefined ? undefined : duration(incident.darkWindow.seconds)],
    ]),
    section('Who', actorRows(incident)),
    section('What', [
      ['Technique', `${incident.technique.name}. ${incident.technique.effect}`],
      ['ATT&CK', `${incident.technique.attack.id} (formerly ${incident.technique.attack.formerId})`],
      ['Severity', `${incident.severity}, risk score ${incident.riskScore}`],
      ['Noticed by', `${incident.detectedBy} at ${incident.detectedAt}`],
      [
        'Exception',
        incident.exception &&
          `${incident.exception.reason}${suffix(incident.exception.until && `until ${incident.exception.until}`)}`,
      ],
    ]),
    list('Changed', [
      ...(incident.changes ?? []).map(
        ({ field, relation, before, after, result }) =>
          `${field} (${relation}, ${result}): was ${short(before)}, became ${short(after)}`,
      ),
    ]),
    list('Again', [
      ...(incident.repetitions ?? []).map(
        ({ at, outcome, technique, darkSeconds }) =>
          `${at}: ${technique}, ${outcome}${darkSeconds === undefined ? '' : `, dark for ${duration(darkSeconds)}`}`,
      ),
    ]),
    list('Done', [
      ...incident.actions.map(({ action, result, at, detail }) => `${action}: ${result} at ${at}${suffix(detail)}`),
    ]),
    list('Read back', [...incident.checks.map(({ check, result, detail }) => `${check}: ${result}${suffix(detail)}`)]),
    coverageText(incident),
    list('Next', incident.nextSteps),
    `Incident ${incident.id}, message ${incident.revision}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Long values are whole in the machine-readable message. */
const VALUE_LENGTH = 240;

function short(value: string): string {
  return value.length <= VALUE_LENGTH ? value : `${value.slice(0, VALUE_LENGTH - 1)}…`;
}

/** Unknown is not told: the first sweep finds it out. */
function coverageText({ coverageGaps }: Incident): string {
  if (coverageGaps === undefined) {
    return '';
  }
  return coverageGaps.length > 0
    ? list('Not recorded in this account', coverageGaps)
    : 'When last looked at, every management event in every Region was recorded by a healthy trail.';
}

type Row = readonly [label: string, value: string | undefined];

function actorRows({ actor, actorNote, call }: Incident): Row[] {
  return [
    ['Identity', actor?.displayName],
    ['Type', actor && typeText(actor)],
    ['ARN', actor?.arn],
    ['Role', actor?.sessionIssuerArn],
    ['Access key', actor?.accessKeyId],
    ['MFA', actor?.mfaAuthenticated === undefined ? undefined : actor.mfaAuthenticated ? 'yes' : 'no'],
    ['Called by service', actor?.invokedBy],
    ['Source', call && [call.sourceIpAddress ?? 'unknown', call.vpcEndpointId].filter(Boolean).join(' through ')],
    ['User agent', call?.userAgent],
    ['Call', call && `${call.eventName} at ${call.eventTime}, event ${call.eventId}`],
    ['Error', call?.errorCode && `${call.errorCode}${suffix(call.errorMessage)}`],
    ['Note', actorNote],
  ];
}

function typeText({ type, accountId }: Actor): string {
  return accountId === undefined ? type : `${type} of account ${accountId}`;
}

function section(title: string, rows: readonly Row[]): string {
  const present = rows.filter(([, value]) => value !== undefined && value !== '');
  return list(
    title,
    present.map(([label, value]) => `${label}: ${value}`),
  );
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title.toUpperCase(), ...lines.map((line) => `- ${line}`)].join('\n');
}

function suffix(detail: string | undefined): string {
  return detail === undefined ? '' : ` (${detail})`;
}
