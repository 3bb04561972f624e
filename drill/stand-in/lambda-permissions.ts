import { AwsError } from './aws-error';
import { isJson, type Json, text } from './json';

/** As AddPermission takes it and as a template has it. */
export interface Permission {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
}

/** The resource policy of a function: who may invoke it besides roles that IAM allows it. */
export class FunctionPermissions {
  readonly #permissions = new Map<string, Permission>();

  add(permission: Permission): void {
    this.#permissions.set(permission.StatementId, permission);
  }

  has(statementId: string): boolean {
    return this.#permissions.has(statementId);
  }

  remove(statementId: string): void {
    if (this.#permissions.delete(statementId)) return;
    throw new AwsError('ResourceNotFoundException', `Statement ${statementId} is not found in resource policy.`, 404);
  }

  clear(): void {
    this.#permissions.clear();
  }

  /** Whether a service may invoke it on behalf of one of its resources. */
  allows(principal: string, sourceArn: string): boolean {
    return [...this.#permissions.values()].some(
      (permission) =>
        (permission.Principal === principal || permission.Principal === '*') &&
        ['lambda:InvokeFunction', 'lambda:*', '*'].includes(permission.Action) &&
        (permission.SourceArn === undefined || isLike(permission.SourceArn, sourceArn)) &&
        (permission.SourceAccount === undefined || sourceArn.split(':')[4] === permission.SourceAccount),
    );
  }

  /** The policy as GetPolicy tells it; nothing where there is none. */
  document(functionArn: string): Json | undefined {
    if (this.#permissions.size === 0) return undefined;
    const Statement = [...this.#permissions.values()].map((permission) => statementOf(permission, functionArn));
    return { Version: '2012-10-17', Id: 'default', Statement };
  }
}

export function readPermission(parameters: Json): Permission {
  const { StatementId, Action, Principal, SourceArn, SourceAccount } = parameters;
  return {
    StatementId: String(StatementId),
    Action: String(Action),
    Principal: String(Principal),
    ...(text(SourceArn) !== undefined && { SourceArn: String(SourceArn) }),
    ...(text(SourceAccount) !== undefined && { SourceAccount: String(SourceAccount) }),
  };
}

export function statementOf(
  { StatementId, Action, Principal, SourceArn, SourceAccount }: Permission,
  functionArn: string,
): Json {
  const Condition = {
    ...(SourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
  };
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: principalOf(Principal),
    Action,
    Resource: functionArn,
    ...(Object.keys(Condition).length > 0 && isJson(Condition) && { Condition }),
  };
}

function principalOf(principal: string): unknown {
  if (principal === '*') return principal;
  if (principal.endsWith('.amazonaws.com')) return { Service: principal };
  return { AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
}

function isLike(pattern: string, arn: string): boolean {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`).test(arn);
}
