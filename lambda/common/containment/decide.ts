import type { ContainmentPolicy, IncidentContainment } from '../../../lib/contract/containment';
import type { Incident } from '../../../lib/contract/incident';
import { containmentOf } from './containment-of';
import { objectionTo } from './objection';

/** What else a decision depends on. */
export interface Circumstances {
  /** The guard's own roles. */
  readonly ownRoleArns: readonly string[];
  /** When actions were requested before, at least those of the last hour. */
  readonly recentActions: readonly Date[];
  readonly now: Date;
}

const HOUR_MILLISECONDS = 3_600_000;

/**
 * What would stop the actor, with the reason why a person has to do it, where more is switched on.
 *
 * @param policy missing where everything is left to a person
 */
export function prepareContainment(
  incident: Incident,
  policy: ContainmentPolicy | undefined,
  { ownRoleArns, now }: Pick<Circumstances, 'ownRoleArns' | 'now'>,
): IncidentContainment {
  const prepared = containmentOf(incident, ownRoleArns);
  const objection = prepared.action && policy ? objectionTo(prepared.action, incident, policy, now) : undefined;
  return objection === undefined ? prepared : leftToPerson(prepared, objection);
}

/**
 * Whether what would stop the actor is done without a person: `requested` only if nothing speaks against it. Otherwise it
 * stays prepared, with the reason. What was requested for an incident is never requested again.
 */
export function decideContainment(
  incident: Incident,
  policy: ContainmentPolicy,
  circumstances: Circumstances,
): IncidentContainment {
  if (incident.containment && wasRequested(incident.containment)) {
    return incident.containment;
  }
  const prepared = prepareContainment(incident, policy, circumstances);
  const { action, reason } = prepared;
  if (action === undefined || reason !== undefined) {
    return prepared;
  }
  const { recentActions, now } = circumstances;
  const recent = recentActions.filter((at) => now.getTime() - at.getTime() < HOUR_MILLISECONDS).length;
  return recent < policy.maximumActionsPerHour
    ? { status: 'requested', action, at: now.toISOString() }
    : leftToPerson(prepared, `${recent} actions were requested within the last hour`);
}

function leftToPerson(prepared: IncidentContainment, objection: string): IncidentContainment {
  return { ...prepared, reason: `Left to a person: ${objection}.` };
}

function wasRequested({ status }: IncidentContainment): boolean {
  return status === 'requested' || status === 'succeeded' || status === 'failed';
}
