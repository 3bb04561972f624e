import { deployedBytes } from './deployed-bytes';
import { invalidProp } from './invalid-prop';
import type { DenyStatement } from './policy-statements';

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
export const POLICY_CHARACTERS = 5_120;

/**
 * Of the five that a root, organizational unit or account may have, one must allow: FullAWSAccess, or what stands in its
 * place.
 */
export const MAXIMUM_POLICIES = 4;

/** A service control policy. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly DenyStatement[];
}

/**
 * Puts statements into as few policies as they fit into: the longest first, each into the first that has room. What is
 * denied in one of the policies is denied, so any distribution means the same.
 *
 * @throws if one statement alone is too long
 */
export function packed(statements: readonly DenyStatement[], limit = POLICY_CHARACTERS): PolicyDocument[] {
  const policies: DenyStatement[][] = [];
  for (const statement of longestFirst(statements)) {
    const room = policies.find((policy) => charactersOf(documentOf([...policy, statement])) <= limit);
    if (room) {
      room.push(statement);
    } else {
      requireToFit(statement, limit);
      policies.push([statement]);
    }
  }
  return policies.map(documentOf);
}

/** As Organizations counts them. CloudFormation hands it the policy without white space. */
export function charactersOf(document: PolicyDocument): number {
  return deployedBytes(document);
}

function longestFirst(statements: readonly DenyStatement[]): DenyStatement[] {
  return [...statements].sort((one, other) => deployedBytes(other) - deployedBytes(one));
}

function documentOf(statements: readonly DenyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

function requireToFit(statement: DenyStatement, limit: number): void {
  const characters = charactersOf(documentOf([statement]));
  if (characters > limit) {
    throw invalidProp({
      prop: 'exemptRoles',
      given: `too long, with the resources of the statement '${statement.Sid}', which takes ${characters} characters`,
      allowed: `at most ${limit} characters for a service control policy`,
      cure: 'Use wildcards in the ARNs of the roles and resources, or fewer of them.',
    });
  }
}
