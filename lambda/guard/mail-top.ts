import type { Incident } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { summaryOf } from './headline';
import { counted, rows, suffix } from './mail-layout';
import { darkFor, loggingNow } from './mail-state';
import { isAboutGuard } from './own-parts/about-guard';

/** What fits on a phone's first screen: what is new, what happened, how it stands, how bad it is, what to do first. */
export function topOf(incident: Incident): string {
  return [
    ...(incident.revision > 1 ? [`Update ${incident.revision}: ${news(incident)}.`, ''] : []),
    summaryOf(incident),
    ...rows(
      ['Logging now', loggingNow(incident)],
      ['Dark', darkFor(incident)],
      ['In the dark', doneInTheDark(incident)],
      ['How bad', howBad(incident)],
      ['Contained', contained(incident)],
      ['First', first(incident)],
      ['Where', whereOf(incident)],
    ).map((row) => `- ${row}`),
  ].join('\n');
}

/** What became known last. */
export function news({ investigation, containment, repetitions = [], actions }: Incident): string {
  const candidates: (readonly [at: string | undefined, text: string])[] = [
    [actions.at(-1)?.at, 'how it stands now'],
    [repetitions.length > 1 ? repetitions.at(-1)?.at : undefined, 'it was done again'],
    [
      investigation?.at,
      investigation?.dark && investigation.stage === 'complete'
        ? 'what happened in the dark'
        : 'the investigation is in',
    ],
    [containment?.at, containment?.status === 'succeeded' ? 'the actor was stopped' : 'the actor could not be stopped'],
  ];
  const known = candidates.flatMap(([at, text]) => (at === undefined ? [] : [{ at: Date.parse(at), text }]));
  return known.sort((a, b) => a.at - b.at).at(-1)?.text ?? 'how it stands now';
}

/** What was done in it, in one line. */
export function doneInTheDark({ investigation }: Incident): string | undefined {
  const dark = investigation?.dark;
  if (dark === undefined) {
    return undefined;
  }
  const suspects = dark.actors.filter(({ isSuspect }) => isSuspect);
  const sum = (count: (actor: (typeof suspects)[number]) => number) =>
    suspects.reduce((total, actor) => total + count(actor), 0);
  const calls = sum((actor) => actor.calls);
  const made = dark.credentials.length > 0 ? `, ${counted(dark.credentials.length, 'NEW CREDENTIAL')}` : '';
  const soFar = dark.complete ? '' : ', as far as known yet';
  return `${counted(calls, 'call')} of the suspect (${sum((actor) => actor.sensitive)} sensitive), ${dark.total - calls} of others${made}${soFar}`;
}

export function whereOf({ account, region, investigation }: Incident): string {
  const { accountName, accountAlias } = investigation?.who ?? {};
  const names = [accountName, accountAlias].filter((name) => name !== undefined).join(', ');
  return `account ${account}${suffix(names)}, ${region}`;
}

/** How bad, and why, in one line. */
export function howBad({ severity, riskScore, investigation }: Incident): string {
  const [reason, ...more] = investigation?.criticality.reasons ?? [];
  const others = more.length > 0 ? ` (and ${more.length} more, below)` : '';
  return `${severity.toUpperCase()}, risk score ${riskScore}${reason === undefined ? '' : `: ${reason}${others}`}`;
}

/** What was done about the actor, if anything. */
export function contained({ containment }: Incident): string | undefined {
  switch (containment?.status) {
    case 'succeeded':
      return `yes, at ${containment.at ?? 'an unknown time'}`;
    case 'requested':
      return 'asked for, not confirmed yet';
    case 'failed':
      return 'NO, it failed: see below';
    default:
      return undefined;
  }
}

/** The one thing to do before reading on. */
function first({ outcome, actor, containment, technique }: Incident): string | undefined {
  switch (outcome) {
    case 'restore-failed':
    case 'restore-unverified':
      return technique.id === STOP_LOGGING.id
        ? 'start the trail by hand, see NEXT'
        : 'put back what is missing, see NEXT';
    case 'observed':
      return 'decide whether to put it back, see NEXT';
    case 'trail-missing':
      return 'create the trail again, see NEXT';
    case 'not-permitted':
      return "tell the organization's management account, see NEXT";
    case 'delivery-failing':
    case 'reported':
      return isAboutGuard({ technique })
        ? 'see that the guard is what it should be, see NEXT'
        : 'look at what the trail delivers through, see NEXT';
    case 'restored':
    case 'already-logging':
    case 'attempted':
      if (actor === undefined || containment?.status === 'succeeded') {
        return undefined;
      }
      return `find out whether it was approved; if not, stop the actor, see ${containment?.action ? 'CONTAINMENT' : 'NEXT'}`;
    default:
      return undefined;
  }
}
