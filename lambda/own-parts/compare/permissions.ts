import type { FunctionPermission } from '../../../lib/contract/own-parts';
import { isObject } from '../../guard/delivery/delivery-record';
import { principalsOf, type Statement, statementsOf, textsOf } from '../../guard/delivery/policy-document';
import type { Difference } from './difference';

const INVOKE = 'lambda:InvokeFunction';

/**
 * Which of the permissions are missing in the function's policy, and which of its statements are none of them.
 *
 * @param isGuard whether it is the guard's own: in the others the guard only removes
 */
export function comparePermissions(
  expected: readonly FunctionPermission[],
  isGuard: boolean,
  policy: unknown,
  account: string,
): Difference[] {
  return [
    ...missingPermissions(expected, policy, account).map((permission) => ({
      technique: 'guard-permission-removed',
      field: `permission of ${permission.principal}`,
      expected: permission,
      actual: undefined,
      repairable: isGuard,
    })),
    ...foreignStatements(expected, policy, account).map((statement) => ({
      technique: 'guard-permission-added',
      field: `permission ${statement.Sid ?? ''}`.trim(),
      expected: undefined,
      actual: statement,
      repairable: typeof statement.Sid === 'string',
    })),
  ];
}

export function missingPermissions(
  expected: readonly FunctionPermission[],
  policy: unknown,
  account: string,
): FunctionPermission[] {
  const statements = statementsOf(policy) ?? [];
  return expected.filter((permission) => !statements.some((statement) => gives(statement, permission, account)));
}

/** Whatever they allow: more than to invoke the function can be allowed, its code to be changed for instance. */
export function foreignStatements(
  expected: readonly FunctionPermission[],
  policy: unknown,
  account: string,
): Statement[] {
  return (statementsOf(policy) ?? []).filter(
    (statement) => !expected.some((permission) => gives(statement, permission, account)),
  );
}

/** Is it this permission, no more and no less? */
function gives(statement: Statement, { principal, sourceArn }: FunctionPermission, account: string): boolean {
  const principals = [
    ...(statement.Principal === '*' ? ['*'] : []),
    ...principalsOf(statement.Principal, 'Service'),
    ...principalsOf(statement.Principal, 'AWS'),
  ];
  const actions = textsOf(statement.Action);
  if (statement.Effect !== 'Allow' || !isOnly(principals, principal) || !isOnly(actions, INVOKE)) {
    return false;
  }
  const conditions = conditionsOf(statement.Condition);
  const sources = conditions.filter(([key]) => key === 'aws:sourcearn').map(([, value]) => value);
  const others = conditions.filter(([key]) => key !== 'aws:sourcearn');
  return (
    (sourceArn === undefined ? sources.length === 0 : isOnly(sources, sourceArn)) &&
    others.every(([key, value]) => key === 'aws:sourceaccount' && value === account)
  );
}

function isOnly(values: readonly string[], value: string): boolean {
  return values.length === 1 && values[0] === value;
}

/** Keys, which have no case, and values. AddPermission makes only conditions that a value is equal to, or is like. */
function conditionsOf(condition: unknown): (readonly [key: string, value: string])[] {
  return Object.values(isObject(condition) ? condition : {})
    .flatMap((operands) => Object.entries(isObject(operands) ? operands : {}))
    .flatMap(([key, values]) => textsOf(values).map((value) => [key.toLowerCase(), value] as const));
}
