import { isObject } from './delivery-record';
import { CLOUDTRAIL, parsed, principalsOf, type Statement, statementsOf, textsOf } from './policy-document';

/**
 * The statements of a policy that are CloudTrail's own: what they allow CloudTrail, without the other principals that may
 * be in the same statement.
 */
export function cloudTrailStatements(policy: unknown): Statement[] {
  return (statementsOf(policy) ?? [])
    .filter(({ Effect, Principal }) => Effect === 'Allow' && principalsOf(Principal, 'Service').includes(CLOUDTRAIL))
    .map((statement) => ({ ...statement, Principal: { Service: CLOUDTRAIL } }));
}

/** Those of the statements that a policy goes without, whatever their Sids are. */
export function missingStatements(policy: unknown, statements: readonly Statement[]): Statement[] {
  const present = new Set(cloudTrailStatements(policy).map(meaningOf));
  return statements.filter((statement) => !present.has(meaningOf(statement)));
}

/**
 * A policy with CloudTrail's own statements back in it. Nothing that is there is changed or removed: a Deny that somebody
 * added stays, and is for a person to judge.
 */
export function withStatements(policy: unknown, statements: readonly Statement[]): Record<string, unknown> {
  const document = parsed(policy);
  const others = statementsOf(document);
  const base = isObject(document) && others ? document : { Version: '2012-10-17' };
  const result = [...(others ?? [])];
  for (const statement of missingStatements(policy, statements)) {
    result.push(withFreeSid(statement, result));
  }
  return { ...base, Statement: result };
}

/** A Sid may be taken by a statement that was changed; two alike are not accepted. */
function withFreeSid(statement: Statement, others: readonly Statement[]): Statement {
  const taken = (sid: unknown) => others.some(({ Sid }) => Sid === sid);
  if (typeof statement.Sid !== 'string' || !taken(statement.Sid)) {
    return statement;
  }
  let number = 1;
  while (taken(`${statement.Sid}TrailGuard${number}`)) {
    number += 1;
  }
  return { ...statement, Sid: `${statement.Sid}TrailGuard${number}` };
}

/** What a statement means, as one text: lists are sets, and a list of one is that one. Actions have no case. */
function meaningOf({ Sid: _, ...statement }: Statement): string {
  const { Action } = statement;
  return canonical(
    Action === undefined ? statement : { ...statement, Action: textsOf(Action).map((action) => action.toLowerCase()) },
  );
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const members = [...new Set(value.map(canonical))].sort();
    return members.length === 1 ? (members[0] ?? '') : `[${members.join()}]`;
  }
  if (isObject(value)) {
    const members = Object.keys(value).sort();
    return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
  }
  // AWS gives numbers and booleans back as texts.
  return JSON.stringify(String(value));
}
