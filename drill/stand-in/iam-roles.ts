import { AwsError } from './aws-error';
import { uniqueId } from './caller-identity';
import { Managed } from './delivery-chain-managed';
import { allows, checkPolicy, type ServiceRequest } from './delivery-chain-policy';
import type { Operations } from './delivery-chain-recorder';
import { type Json, text } from './json';
import type { ApiCall } from './protocol';
import type { World } from './world';

/** Of managed policies there are only names: an attached one allows everything, one that is a boundary nothing. */
export class Role {
  readonly createdAt = Date.now();
  readonly inlinePolicies = new Map<string, string>();
  readonly attachedPolicies = new Set<string>();
  permissionsBoundary: string | undefined;

  constructor(
    readonly arn: string,
    public trustPolicy: string,
  ) {}

  get name(): string {
    return nameOf(this.arn);
  }

  /** Whether CloudTrail can assume it and then do something. */
  lets(request: ServiceRequest): boolean {
    const assume = { ...request, action: 'sts:AssumeRole', resource: this.arn };
    const inline = [...this.inlinePolicies.values()].flatMap((policy) => JSON.parse(policy).Statement as Json[]);
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
    const Statement = this.attachedPolicies.size > 0 ? [...inline, everything] : inline;
    const permitted = allows(JSON.stringify({ Statement }), request);
    return this.permissionsBoundary === undefined && permitted && allows(this.trustPolicy, assume);
  }
}

const malformed = 'MalformedPolicyDocument';

/** IAM's roles: those of the template, and others such as the one by which CloudTrail delivers to CloudWatch Logs. */
export class Roles {
  readonly #roles = new Managed<Role>();

  constructor(private readonly world: World) {}

  add(arn: string, trustPolicy: string): Role {
    return this.#roles.add(nameOf(arn), new Role(arn, trustPolicy));
  }

  byArn(arn: string): Role | undefined {
    return this.#roles.get(nameOf(arn));
  }

  isGone(arn: string): boolean {
    return this.#roles.isGone(nameOf(arn));
  }

  resource({ parameters, caller }: ApiCall): string {
    const role = this.#roles.get(String(parameters.RoleName));
    return role?.arn ?? this.#arn(caller.accountId, parameters);
  }

  readonly operations: Operations = {
    CreateRole: ({ parameters, caller }) => {
      const name = String(parameters.RoleName);
      if (this.#roles.get(name)) {
        throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
      }
      const trustPolicy = checkPolicy(parameters.AssumeRolePolicyDocument, malformed);
      return { Role: describe(this.add(this.#arn(caller.accountId, parameters), trustPolicy)) };
    },
    GetRole: (call) => ({ Role: describe(this.#find(call)) }),
    DeleteRole: (call) => {
      this.#find(call);
      this.#roles.remove(String(call.parameters.RoleName));
      return {};
    },
    PutRolePolicy: (call) => {
      const { PolicyName, PolicyDocument } = call.parameters;
      this.#find(call).inlinePolicies.set(String(PolicyName), checkPolicy(PolicyDocument, malformed));
      return {};
    },
    DeleteRolePolicy: (call) => {
      const { PolicyName } = call.parameters;
      if (this.#find(call).inlinePolicies.delete(String(PolicyName))) return {};
      throw new AwsError('NoSuchEntity', `The role policy with name ${PolicyName} cannot be found.`, 404);
    },
    GetRolePolicy: (call) => {
      const { RoleName, PolicyName } = call.parameters;
      const document = this.#find(call).inlinePolicies.get(String(PolicyName));
      if (document !== undefined) return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(document) };
      throw new AwsError('NoSuchEntity', `The role policy with name ${PolicyName} cannot be found.`, 404);
    },
    ListRolePolicies: (call) => ({
      PolicyNames: { member: [...this.#find(call).inlinePolicies.keys()] },
      IsTruncated: false,
    }),
    ListAttachedRolePolicies: (call) => {
      const member = [...this.#find(call).attachedPolicies].map((PolicyArn) => ({
        PolicyName: nameOf(PolicyArn),
        PolicyArn,
      }));
      return { AttachedPolicies: { member }, IsTruncated: false };
    },
    AttachRolePolicy: (call) => {
      this.#find(call).attachedPolicies.add(String(call.parameters.PolicyArn));
      return {};
    },
    DetachRolePolicy: (call) => {
      const { PolicyArn } = call.parameters;
      if (this.#find(call).attachedPolicies.delete(String(PolicyArn))) return {};
      throw new AwsError('NoSuchEntity', `Policy ${PolicyArn} was not found.`, 404);
    },
    UpdateAssumeRolePolicy: (call) => {
      this.#find(call).trustPolicy = checkPolicy(call.parameters.PolicyDocument, malformed);
      return {};
    },
    PutRolePermissionsBoundary: (call) => {
      this.#find(call).permissionsBoundary = text(call.parameters.PermissionsBoundary);
      return {};
    },
    DeleteRolePermissionsBoundary: (call) => {
      this.#find(call).permissionsBoundary = undefined;
      return {};
    },
  };

  #find({ parameters }: ApiCall): Role {
    const role = this.#roles.get(String(parameters.RoleName));
    if (role) return role;
    throw new AwsError('NoSuchEntity', `The role with name ${parameters.RoleName} cannot be found.`, 404);
  }

  #arn(accountId: string, { RoleName, Path = '/' }: Json): string {
    return `arn:${this.world.partition}:iam::${accountId}:role${Path}${RoleName}`;
  }
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Documents in IAM's answers are encoded as in a URL. */
function describe({ arn, name, trustPolicy, createdAt, permissionsBoundary }: Role): Json {
  return {
    Path: arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1),
    RoleName: name,
    RoleId: uniqueId('AROA', arn),
    Arn: arn,
    CreateDate: new Date(createdAt).toISOString(),
    AssumeRolePolicyDocument: encodeURIComponent(trustPolicy),
    MaxSessionDuration: 3600,
    ...(permissionsBoundary !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: permissionsBoundary },
    }),
  };
}
