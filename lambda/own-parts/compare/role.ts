import type { RolePart } from '../../../lib/contract/own-parts';
import { command } from '../../guard/delivery/shell';
import { type Difference, deleted } from './difference';
import { policyDifference } from './policy';

/** As IAM tells it; policies as JSON. */
export interface RoleState {
  readonly trustPolicy: string;
  /** Names of all inline policies. */
  readonly policyNames: readonly string[];
  /** The inline policies that the template has, by name. */
  readonly policies: ReadonlyMap<string, string>;
  readonly managedPolicyArns: readonly string[];
  readonly permissionsBoundaryArn?: string;
}

/**
 * How a role differs. The guard may read its permissions and never write them: whoever got hold of it could give itself
 * any.
 */
export function compareRole(role: RolePart, state: RoleState | undefined): Difference[] {
  if (state === undefined) {
    return [deleted('guard-role-deleted', false)];
  }
  return [
    ...policyDifference(role.trustPolicy, state.trustPolicy, {
      technique: 'guard-role-trust-changed',
      field: 'trust policy',
      repairable: false,
    }),
    ...boundaryDifference(role, state),
    ...Object.entries(role.policies).flatMap(([name, document]) => inlineDifference(name, document, state)),
    ...managedDifferences(role, state),
    ...state.policyNames
      .filter((name) => !Object.hasOwn(role.policies, name))
      .map((name) => ({
        technique: 'guard-role-policy-changed',
        field: `inline policy ${name}`,
        expected: undefined,
        actual: 'present',
        repairable: false,
        advice: iam('delete-role-policy', role, '--policy-name', name),
      })),
  ];
}

function boundaryDifference(role: RolePart, { permissionsBoundaryArn: actual }: RoleState): Difference[] {
  const expected = role.permissionsBoundaryArn;
  return expected === actual
    ? []
    : [
        {
          technique: 'guard-role-bounded',
          field: 'permissions boundary',
          expected,
          actual,
          repairable: false,
          advice:
            expected === undefined
              ? iam('delete-role-permissions-boundary', role)
              : iam('put-role-permissions-boundary', role, '--permissions-boundary', expected),
        },
      ];
}

function inlineDifference(name: string, document: object, state: RoleState): Difference[] {
  const field = `inline policy ${name}`;
  const actual = state.policies.get(name);
  return actual === undefined
    ? [{ technique: 'guard-role-policy-deleted', field, expected: document, actual: undefined, repairable: false }]
    : policyDifference(document, actual, { technique: 'guard-role-policy-changed', field, repairable: false });
}

function managedDifferences(role: RolePart, { managedPolicyArns }: RoleState): Difference[] {
  const detached = role.managedPolicyArns.filter((arn) => !managedPolicyArns.includes(arn));
  const attached = managedPolicyArns.filter((arn) => !role.managedPolicyArns.includes(arn));
  return [
    ...detached.map((arn) => ({
      technique: 'guard-role-policy-detached',
      field: `managed policy ${arn}`,
      expected: 'attached',
      actual: undefined,
      repairable: false,
      advice: iam('attach-role-policy', role, '--policy-arn', arn),
    })),
    ...attached.map((arn) => ({
      technique: 'guard-role-policy-attached',
      field: `managed policy ${arn}`,
      expected: undefined,
      actual: 'attached',
      repairable: false,
      advice: iam('detach-role-policy', role, '--policy-arn', arn),
    })),
  ];
}

function iam(operation: string, { name }: RolePart, ...parameters: readonly string[]): string {
  return command(['iam', operation, '--role-name', name, ...parameters]);
}
