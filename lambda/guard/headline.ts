import type { Incident, Outcome } from '../../lib/contract/incident';
import { asciiText } from './text';

/** SNS takes fewer than 100 characters, and no control characters. */
const SUBJECT_LENGTH = 99;

const SUBJECTS: Readonly<Record<Outcome, string>> = {
  restored: 'logging RESTORED',
  'already-logging': 'logging was stopped and started again',
  'restore-failed': 'logging STOPPED, restore FAILED',
  'restore-unverified': 'logging stopped, restore NOT VERIFIED',
  observed: 'logging STOPPED (observing only)',
  expected: 'logging stopped, as expected',
  'not-permitted': 'logging STOPPED (organization trail)',
  'stopped-before-guard': 'was stopped before the guard came',
  'trail-missing': 'trail is MISSING',
  attempted: 'denied or failed attempt to stop logging',
};

/** The mail's subject: what happened, to which trail, where. */
export function subjectOf({ outcome, trail, account, region, revision }: Incident): string {
  const update = revision > 1 ? 'update: ' : '';
  const where = `${account} ${region}`;
  const start = `CloudTrail ${update}${SUBJECTS[outcome]}: `;
  const name = asciiText(trail.name ?? 'unnamed trail', Math.max(3, SUBJECT_LENGTH - start.length - where.length - 3));
  return asciiText(`${start}${name} (${where})`, SUBJECT_LENGTH);
}

/** The first sentence: what a person woken at 3 a.m. needs before anything else. */
export function summaryOf(incident: Incident): string {
  const who = incident.actor?.displayName ?? 'Somebody not known yet';
  const trail = incident.trail.name ?? 'a trail that the record does not name';
  const dark = incident.darkWindow?.seconds;
  const darkText = dark === undefined ? '' : ` It was dark for ${duration(dark)}.`;
  switch (incident.outcome) {
    case 'restored':
      return `${who} stopped the trail ${trail}. The guard started it again and saw it logging.${darkText}`;
    case 'already-logging':
      return `${who} stopped the trail ${trail}. It was started again since and is logging.${darkText}`;
    case 'restore-failed':
      return `${who} stopped the trail ${trail}. The guard could NOT start it: it is not known to be logging.`;
    case 'restore-unverified':
      return `${who} stopped the trail ${trail}. The guard started it, but has NOT seen it logging.`;
    case 'observed':
      return `${who} stopped the trail ${trail}. The guard only observes: it would have started it and changed nothing.`;
    case 'expected':
      return `${who} stopped the trail ${trail}, as an exception allows until ${incident.exception?.until ?? 'unknown'}.`;
    case 'not-permitted':
      return `${who} stopped the trail ${trail} of another account, which this account cannot start.`;
    case 'stopped-before-guard':
      return `The trail ${trail} was already stopped when the guard first saw it. The guard leaves it alone.`;
    case 'trail-missing':
      return `The trail ${trail} does not exist (any more). Nothing was restored.`;
    case 'attempted':
      return `${who} tried to stop the trail ${trail}; the call failed (${incident.call?.errorCode ?? 'no error code'}). Nothing changed.`;
  }
}

/** Seconds in words, to the unit that matters. */
export function duration(seconds: number): string {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} milliseconds`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds * 10) / 10} seconds`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 6) / 10} hours`;
}
