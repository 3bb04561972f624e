import type { Incident, Outcome } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { duration } from '../common/duration';
import { asciiText, unlinked } from '../common/text';
import { changeSummary } from './change-summary';
import { isAboutGuard } from './own-parts/about-guard';
import { OWN_SUBJECTS, ownSummary } from './own-parts/own-words';

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
  attempted: 'denied or failed attempt',
  adopted: 'configuration changed, kept',
  'delivery-failing': 'CANNOT DELIVER',
  'delivery-recovered': 'delivers again',
  reported: 'needs a person',
};

/** What was done, where it was not a stop. */
const SUBJECTS_OF_CHANGES: Partial<Record<Outcome, string>> = {
  restored: 'configuration RESTORED',
  'restore-failed': 'CHANGED, restore FAILED',
  'restore-unverified': 'changed, restore NOT VERIFIED',
  observed: 'CHANGED (observing only)',
  expected: 'changed, as expected',
  'not-permitted': 'CHANGED (organization trail)',
};

/** The mail's subject: what happened, to which trail, where. */
export function subjectOf(incident: Incident): string {
  const { outcome, technique, trail, account, region, revision, occurrences = 1 } = incident;
  const update = revision > 1 ? 'update: ' : '';
  const where = `${account} ${region}`;
  const isStop = technique.id === STOP_LOGGING.id;
  const words = isStop ? SUBJECTS[outcome] : isAboutGuard(incident) ? OWN_SUBJECTS[outcome] : changeSubject(incident);
  const times = occurrences > 1 ? ` ${occurrences} times` : '';
  const start = `CloudTrail ${update}${words}${times}: `;
  const name = asciiText(
    unlinked(trail.name ?? (isStop ? 'unnamed trail' : technique.name)),
    Math.max(3, SUBJECT_LENGTH - start.length - where.length - 3),
  );
  return asciiText(`${start}${name} (${where})`, SUBJECT_LENGTH);
}

function changeSubject({ outcome, technique }: Incident): string {
  return technique.id === 'trail-deleted' && outcome !== 'trail-missing'
    ? (DELETED_SUBJECTS[outcome] ?? SUBJECTS[outcome])
    : (SUBJECTS_OF_CHANGES[outcome] ?? SUBJECTS[outcome]);
}

const DELETED_SUBJECTS: Partial<Record<Outcome, string>> = {
  restored: 'trail DELETED and created again',
  'restore-failed': 'trail DELETED, not what it was',
  'restore-unverified': 'trail DELETED, restore NOT VERIFIED',
  adopted: 'trail deleted, as expected',
};

/** The first sentence: what a person woken at 3 a.m. needs before anything else. */
export function summaryOf(incident: Incident): string {
  const isStop = incident.technique.id === STOP_LOGGING.id;
  return [
    isStop ? stopSummary(incident) : isAboutGuard(incident) ? ownSummary(incident) : changeSummary(incident),
    ...((incident.occurrences ?? 1) > 1
      ? [`It was done ${incident.occurrences} times; this is the latest state.`]
      : []),
  ]
    .join(' ')
    .replace(/^the /, 'The ');
}

function stopSummary(incident: Incident): string {
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
    case 'adopted':
    case 'delivery-failing':
    case 'delivery-recovered':
    case 'reported':
      return changeSummary(incident);
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
