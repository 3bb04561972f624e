import type { ContainmentAction, ContainmentPolicy } from '../../../lib/contract/containment';
import type { Incident, Outcome } from '../../../lib/contract/incident';
import { isNeverTouched } from './never-touch';
import { parsePrincipal } from './principal';

const HOUR_MILLISECONDS = 3_600_000;

/** Outcomes in which a trail was read back to be logging, so that it records what containment does. */
const RESTORED: readonly Outcome[] = ['restored', 'already-logging'];

/** Why an action is not done without a person; undefined if nothing speaks against it. */
export function objectionTo(
  action: ContainmentAction,
  incident: Incident,
  policy: ContainmentPolicy,
  now: Date,
): string | undefined {
  return doubtAbout(incident, now) ?? restrictionOf(action, policy);
}

/** Whether it is not certain enough that the actor did it, now, and of their own accord. */
function doubtAbout({ outcome, actor, actorNote, call }: Incident, now: Date): string | undefined {
  if (!RESTORED.includes(outcome)) {
    return 'no trail was put back and read back';
  }
  if (call === undefined || call.errorCode !== undefined) {
    return 'there is no record of a call that succeeded';
  }
  if (actorNote !== undefined) {
    return 'it is not certain who did it';
  }
  if (actor?.invokedBy !== undefined) {
    return 'an AWS service made the call for the actor';
  }
  // Sessions of a role may be somebody else's by then.
  return now.getTime() - Date.parse(call.eventTime) < HOUR_MILLISECONDS
    ? undefined
    : 'the call was made more than an hour ago';
}

function restrictionOf({ kind, principalArn }: ContainmentAction, policy: ContainmentPolicy): string | undefined {
  if (!policy.actions.includes(kind)) {
    return `${kind} is not among the actions that were switched on`;
  }
  const principal = parsePrincipal(principalArn);
  if (principal === undefined || principal.account !== policy.account || principal.partition !== policy.partition) {
    return 'it is on no user or role of this account';
  }
  return isNeverTouched(principal, policy.neverTouch) ? 'the policy says never to touch this principal' : undefined;
}
