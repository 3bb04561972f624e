import { AwsError } from './aws-error';
import type { Caller } from './callers';
import type { Roles } from './iam-roles';
import { isJson, type Json, text } from './json';
import type { Resource } from './template';

interface Deployed {
  readonly arn: string;
  readonly boundary: string | undefined;
  readonly policies: Map<string, string>;
}

/**
 * What the template's roles may do. The stand-in checks no permissions; but what a role was deployed with can be taken
 * from it: by a policy that denies, a boundary, the end of the policy that allowed it, or of the role.
 */
export class RolePermissions {
  readonly #deployed = new Map<string, Deployed>();

  constructor(private readonly roles: Roles) {}

  /** In the place of one by the same name. */
  addRole({ ref, attributes, properties }: Resource): void {
    const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns, PermissionsBoundary } = properties;
    const arn = String(attributes.Arn);
    const role = this.roles.add(arn, JSON.stringify(AssumeRolePolicyDocument ?? { Statement: [] }));
    role.permissionsBoundary = text(PermissionsBoundary);
    for (const policy of list(ManagedPolicyArns)) role.attachedPolicies.add(String(policy));
    this.#deployed.set(ref, { arn, boundary: role.permissionsBoundary, policies: new Map() });
    for (const { PolicyName, PolicyDocument } of list(Policies).filter(isJson)) {
      this.#addInline(ref, String(PolicyName), PolicyDocument);
    }
  }

  /** AWS::IAM::Policy: an inline policy of each of its roles. */
  addPolicy({ properties: { PolicyName, PolicyDocument, Roles } }: Resource): void {
    for (const name of list(Roles)) this.#addInline(String(name), String(PolicyName), PolicyDocument);
  }

  /** AWS::IAM::ManagedPolicy: attached to each of its roles. */
  addManagedPolicy({ ref, properties: { PolicyDocument, Roles } }: Resource): void {
    for (const name of list(Roles)) {
      const deployed = this.#deployed.get(String(name));
      deployed?.policies.set(ref, JSON.stringify(PolicyDocument));
      if (deployed) this.roles.byArn(deployed.arn)?.attachedPolicies.add(ref);
    }
  }

  mayAct(roleArn: string, action: string): boolean {
    const deployed = [...this.#deployed.values()].find(({ arn }) => arn === roleArn);
    return deployed === undefined || !this.#hasLost(deployed, action);
  }

  refusal(caller: Caller, action: string): AwsError | undefined {
    const { sessionContext } = caller.userIdentity;
    const issuer = isJson(sessionContext) && isJson(sessionContext.sessionIssuer) ? sessionContext.sessionIssuer : {};
    if (this.mayAct(text(issuer.arn) ?? '', action)) return undefined;
    return new AwsError('AccessDeniedException', `User: ${caller.arn} is not authorized to perform: ${action}`);
  }

  #addInline(name: string, policyName: string, document: unknown): void {
    const deployed = this.#deployed.get(name);
    if (!deployed) return;
    deployed.policies.set(policyName, JSON.stringify(document));
    this.roles.byArn(deployed.arn)?.inlinePolicies.set(policyName, JSON.stringify(document));
  }

  #hasLost({ arn, boundary, policies }: Deployed, action: string): boolean {
    const role = this.roles.byArn(arn);
    if (!role || role.permissionsBoundary !== boundary) return true;
    const added = [...role.inlinePolicies].filter(([name, document]) => policies.get(name) !== document);
    if (added.some(([, document]) => names('Deny', document, action))) return true;
    if ([...role.attachedPolicies].some((policy) => !policies.has(policy) && /Deny/.test(policy))) return true;
    const left = [...role.inlinePolicies.values()];
    const attached = [...policies].filter(([name]) => role.attachedPolicies.has(name)).map(([, document]) => document);
    const allowedBefore = [...policies.values()].some((document) => names('Allow', document, action));
    return allowedBefore && ![...left, ...attached].some((document) => names('Allow', document, action));
  }
}

/** Whether a statement with that effect names the action, whatever its resources and conditions. */
function names(effect: string, document: string, action: string): boolean {
  const { Statement } = JSON.parse(document) as Json;
  return list(Statement)
    .filter(isJson)
    .some(({ Effect, Action, NotAction }) => {
      const isNamed = list(Action ?? NotAction).some((pattern) => isLike(String(pattern), action));
      return Effect === effect && (Action === undefined ? !isNamed : isNamed);
    });
}

function isLike(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i').test(action);
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
