import { statementsOf } from '../../guard/delivery/policy-document';
import type { Difference } from './difference';
import { policyMeaning, samePolicy } from './meaning';

/**
 * How a policy differs from the template's; nothing where it says the same. Of long policies only the statements that
 * differ are told: the others would hide them.
 */
export function policyDifference(
  expected: object,
  actual: unknown,
  how: Pick<Difference, 'technique' | 'field' | 'repairable' | 'advice'>,
): Difference[] {
  if (samePolicy(expected, actual)) {
    return [];
  }
  const missing = statementsWithout(expected, actual);
  const added = statementsWithout(actual, expected);
  return missing.length + added.length === 0
    ? [{ ...how, expected, actual }]
    : [{ ...how, expected: listed(missing), actual: listed(added) }];
}

/** The statements of one policy that another goes without. */
function statementsWithout(policy: unknown, other: unknown): unknown[] {
  const present = new Set((statementsOf(other) ?? []).map(policyMeaning));
  return (statementsOf(policy) ?? []).filter((statement) => !present.has(policyMeaning(statement)));
}

function listed(statements: readonly unknown[]): unknown {
  return statements.length === 0 ? undefined : statements;
}
