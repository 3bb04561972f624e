import type { Incident, Outcome } from '../../../lib/contract/incident';
import { GUARD_DEPLOYED, GUARD_UNREADABLE, SUBSCRIPTION_UNCONFIRMED } from './states';

/** What was done to the guard itself, for the mail's subject. */
export const OWN_SUBJECTS: Readonly<Record<Outcome, string>> = {
  restored: 'guard CHANGED, put back',
  'already-logging': 'guard changed, is as before',
  'restore-failed': 'guard CHANGED, repair FAILED',
  'restore-unverified': 'guard CHANGED, repair NOT VERIFIED',
  observed: 'guard CHANGED (observing only)',
  expected: 'guard changed, as expected',
  'not-permitted': 'guard CHANGED',
  'stopped-before-guard': 'guard CHANGED',
  'trail-missing': 'guard CHANGED',
  attempted: 'denied or failed attempt on the guard',
  adopted: 'guard deployed and verified',
  'delivery-failing': 'guard CHANGED',
  'delivery-recovered': 'guard as before',
  reported: 'guard needs a person',
};

/** The first sentence of an incident of the guard itself. */
export function ownSummary({ outcome, technique, actor, call, exception }: Incident): string {
  const who = actor?.displayName ?? 'Somebody not known yet';
  if (technique.id === GUARD_UNREADABLE.id) {
    return 'The guard could not read all of its own parts for a day: what is done to them goes unnoticed.';
  }
  if (technique.id === SUBSCRIPTION_UNCONFIRMED.id) {
    return 'Somebody who should get the messages of the guard has not confirmed it yet, and gets none.';
  }
  const what = `${who}: ${technique.name}.`;
  switch (outcome) {
    case 'restored':
      return `${what} The guard put itself back and read it back.`;
    case 'already-logging':
      return `${what} Nothing of it is left: the guard is as its template says.`;
    case 'restore-failed':
      return `${what} The guard could NOT put all of it back: see what is missing below.`;
    case 'restore-unverified':
      return `${what} The guard set to putting it back, and has NOT seen that it is what it was.`;
    case 'observed':
      return `${what} The guard only observes: it would have put it back and changed nothing.`;
    case 'expected':
      return `${what} An exception expects that${exception?.until === undefined ? '' : ` until ${exception.until}`}.`;
    case 'attempted':
      return `${who} tried to change the guard (${technique.name}); the call failed (${call?.errorCode ?? 'no error code'}). Nothing changed.`;
    case 'adopted':
      return `The guard was deployed${actor ? ` by ${actor.displayName}` : ''}. It is what its template says.`;
    default:
      return technique.id === GUARD_DEPLOYED.id
        ? `The guard was deployed${actor ? ` by ${actor.displayName}` : ''}.`
        : `${what} The guard cannot undo this by itself.`;
  }
}

/** What a person does next. */
export function ownSteps({ outcome, technique }: Omit<Incident, 'nextSteps'>): string[] {
  if (technique.id === SUBSCRIPTION_UNCONFIRMED.id) {
    return [
      'Confirm it by the link in the mail that SNS sent, or have SNS send it again by subscribing the address once more; ' +
        'take the address away from the template if nobody should get the messages there.',
    ];
  }
  switch (outcome) {
    case 'restored':
    case 'already-logging':
      return ['Find out what else the actor did: whoever touches the guard is about to do something else.'];
    case 'restore-failed':
    case 'restore-unverified':
      return ['The guard tries again on each sweep. Until it is back, look at the trails yourself.'];
    case 'observed':
      return ['The guard changed nothing. Deploy it again where this was not approved.'];
    case 'expected':
    case 'adopted':
      return ['Nothing, if this was you.'];
    case 'attempted':
      return ['Nothing was changed. A denied call on the guard is often the first sign of an intrusion.'];
    default:
      return [
        technique.id === GUARD_UNREADABLE.id
          ? "Look at the guard's role, and at what limits it: a permissions boundary, a service control policy."
          : 'Find out whether it was approved. If not, deploy the guard again from where nobody but you can change it.',
      ];
  }
}
