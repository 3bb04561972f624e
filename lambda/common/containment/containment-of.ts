import type { IncidentContainment } from '../../../lib/contract/containment';
import type { Incident, Outcome } from '../../../lib/contract/incident';
import { actionOn } from './action';
import { isNeverTouched } from './never-touch';
import { targetOf } from './target';

/** Outcomes that nobody is to be stopped for. */
const REFUSALS: Partial<Record<Outcome, string>> = {
  expected: 'An exception expects this activity.',
  adopted: 'The change was kept: there is nothing to stop.',
  'stopped-before-guard': 'The trail was stopped before the guard came: nobody is known to have done it now.',
  'delivery-failing': 'Nobody is known to have caused it.',
  'delivery-recovered': 'It is over, and nobody is known to have caused it.',
};

/**
 * What would stop the actor of an incident: one reversible action with its commands, or why there is none. Also for a
 * call that was denied, which changed nothing: it is often the first sign of an intrusion, so a person gets the command.
 *
 * @param ownRoleArns the guard's own roles: revoking their sessions would switch the guard off
 */
export function containmentOf(
  { actor, account, exception, outcome }: Pick<Incident, 'actor' | 'account' | 'exception' | 'outcome'>,
  ownRoleArns: readonly string[],
): IncidentContainment {
  const refusal = exception ? REFUSALS.expected : REFUSALS[outcome];
  if (refusal !== undefined) {
    return refused(refusal);
  }
  if (actor === undefined) {
    return refused('Who did it is not known.');
  }
  const target = targetOf(actor, account);
  if (typeof target === 'string') {
    return refused(target);
  }
  if (isNeverTouched(target.principal, ownRoleArns)) {
    return refused(
      "It is a role of the guard's own, and revoking its sessions would switch the guard off. Whoever has its " +
        'credentials got them from its function: find out how.',
    );
  }
  return { status: 'prepared', action: actionOn(target) };
}

function refused(reason: string): IncidentContainment {
  return { status: 'refused', reason };
}
