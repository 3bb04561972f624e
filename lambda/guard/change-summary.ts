import type { Incident } from '../../lib/contract/incident';
import { duration } from '../common/duration';

/** The first sentence of everything that is not a stopped trail. */
export function changeSummary(incident: Incident): string {
  const { outcome, technique, changes = [], call } = incident;
  const who = incident.actor?.displayName ?? 'Somebody not known yet';
  const trail = incident.trail.name === undefined ? 'a trail' : `the trail ${incident.trail.name}`;
  const isDeletion = technique.id === 'trail-deleted';
  const what = isDeletion ? `deleted ${trail}` : `changed ${trail}${listOf(changes.map(({ field }) => field))}`;
  const dark = incident.darkWindow?.seconds;
  const gap = dark === undefined ? '' : ` The gap is real: nothing was recorded for ${duration(dark)}.`;
  switch (outcome) {
    case 'restored':
      return isDeletion
        ? `${who} ${what}. The guard created it again under its own name, with everything it had, and saw it logging.${gap}`
        : changes.length > 0
          ? `${who} ${what}. The guard put back what was lost and read it back.`
          : `${who}: ${technique.name}. The guard mended it.`;
    case 'already-logging':
      return `${who} ${what}. It is as it was again.`;
    case 'restore-failed':
      return isDeletion
        ? `${who} ${what}. The guard could NOT make it what it was: see what is missing below.${gap}`
        : `${who} ${what}. The guard could NOT put it back${listOf(failedFields(incident))}: see what is missing below.`;
    case 'restore-unverified':
      return `${who} ${what}. The guard set to putting it back, and has NOT seen that it is what it was.`;
    case 'observed':
      return `${who} ${what}. The guard only observes: it would have put it back and changed nothing.`;
    case 'expected':
      return isDeletion
        ? `${upper(trail)} is going to be deleted, as announced: the guard will not create it again.`
        : `${who}: ${technique.name}, as an exception expects.`;
    case 'not-permitted':
      return `${who} ${what}, which belongs to another account: this account cannot change it.`;
    case 'adopted':
      return `${who} ${what}. ${adoption(incident)}`;
    case 'delivery-failing':
      return `${upper(trail)} logs and CANNOT DELIVER: what happens now may be lost in 30 days.`;
    case 'delivery-recovered':
      return `${upper(trail)} delivers again.`;
    case 'attempted':
      return `${who} tried to blind ${trail} (${technique.name}); the call failed (${call?.errorCode ?? 'no error code'}). Nothing changed.`;
    case 'trail-missing':
      return `${upper(trail)} does not exist (any more). Nothing was restored.`;
    case 'reported':
    case 'stopped-before-guard':
      return `${who}: ${technique.name}${incident.trail.name === undefined ? '' : `, which ${trail} depends on`}. The guard changed nothing.`;
  }
}

function adoption({ exception, baselineVersion, technique }: Incident): string {
  if (technique.id === 'trail-deleted') {
    return 'An exception expects that: the guard does not create it again.';
  }
  const version = baselineVersion === undefined ? '' : ` (baseline version ${baselineVersion})`;
  return exception
    ? `An exception expects that: the guard keeps it so from now on${version}.`
    : `The trail is kept so from now on${version}.`;
}

function failedFields({ changes = [] }: Incident): string[] {
  return changes.filter(({ result }) => result === 'failed').map(({ field }) => field);
}

function listOf(fields: readonly string[]): string {
  return fields.length === 0 ? '' : ` (${fields.join(', ')})`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
