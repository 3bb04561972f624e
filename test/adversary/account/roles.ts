import type { Json } from '../../fixtures/identities';
import { ACCOUNT } from '../../fixtures/identities';
import { awsError } from '../../lambda/guard/aws-error';
import type { Operations } from './operations';
import type { Parts, Role } from './parts';

/** IAM's roles. */
export const ROLES: Operations = {
  GetRole: (parts, { RoleName }) => {
    const { trust, boundary } = role(parts, RoleName);
    return {
      Role: {
        RoleName,
        Arn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
        ...(boundary
          ? { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary } }
          : {}),
      },
    };
  },
  ListRolePolicies: (parts, { RoleName }) => ({
    PolicyNames: [...role(parts, RoleName).inline.keys()],
    IsTruncated: false,
  }),
  GetRolePolicy: (parts, { RoleName, PolicyName }) => {
    const document = role(parts, RoleName).inline.get(String(PolicyName));
    if (!document) {
      throw awsError('NoSuchEntityException', `The role policy with name ${PolicyName} cannot be found.`);
    }
    return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(JSON.stringify(document)) };
  },
  ListAttachedRolePolicies: (parts, { RoleName }) => ({
    AttachedPolicies: [...role(parts, RoleName).attached].map((arn) => ({
      PolicyArn: arn,
      PolicyName: arn.split('/').at(-1),
    })),
    IsTruncated: false,
  }),
  PutRolePolicy: (parts, { RoleName, PolicyName, PolicyDocument }) => {
    changing(parts, RoleName).inline.set(String(PolicyName), JSON.parse(String(PolicyDocument)) as Json);
  },
  DeleteRolePolicy: (parts, { RoleName, PolicyName }) => {
    changing(parts, RoleName).inline.delete(String(PolicyName));
  },
  AttachRolePolicy: (parts, { RoleName, PolicyArn }) => {
    changing(parts, RoleName).attached.add(String(PolicyArn));
  },
  DetachRolePolicy: (parts, { RoleName, PolicyArn }) => {
    changing(parts, RoleName).attached.delete(String(PolicyArn));
  },
  PutRolePermissionsBoundary: (parts, { RoleName, PermissionsBoundary }) => {
    changing(parts, RoleName).boundary = String(PermissionsBoundary);
  },
  UpdateAssumeRolePolicy: (parts, { RoleName, PolicyDocument }) => {
    changing(parts, RoleName).trust = JSON.parse(String(PolicyDocument)) as Json;
  },
  DeleteRole: (parts, { RoleName }) => {
    parts.roles.delete(String(RoleName));
  },
};

export const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';

/** What was decided of a role since it was changed: the same calls are made again and again. */
const decided = new WeakMap<Role, Map<string, boolean>>();

/**
 * Whether the role's policies let it make a call, by the call's name only: the attacker denies it everywhere or nowhere.
 */
export function mayCall(found: Role | undefined, action: string): boolean {
  if (!found) {
    return false;
  }
  const decisions = decided.get(found) ?? new Map<string, boolean>();
  decided.set(found, decisions);
  const known = decisions.get(action) ?? decide(found, action);
  decisions.set(action, known);
  return known;
}

function decide({ attached, boundary, inline }: Role, action: string): boolean {
  if (attached.has(DENY_ALL) || boundary !== undefined) {
    return false;
  }
  const statements = [...inline.values()].flatMap(({ Statement }) => Statement as Json[]);
  const effects = statements.filter(({ Action }) => [Action].flat().some((one) => covers(String(one), action)));
  return effects.some(({ Effect }) => Effect === 'Allow') && !effects.some(({ Effect }) => Effect === 'Deny');
}

/** Whether a service may still assume the role. */
export function isAssumable(found: Role | undefined, service: string): boolean {
  return found !== undefined && JSON.stringify(found.trust).includes(service);
}

function covers(pattern: string, action: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  return rest.length === 0 ? pattern === action : action.startsWith(head);
}

function role(parts: Parts, name: unknown): Role {
  const found = parts.roles.get(String(name));
  if (!found) {
    throw awsError('NoSuchEntityException', `The role with name ${name} cannot be found.`);
  }
  return found;
}

function changing(parts: Parts, name: unknown): Role {
  const found = role(parts, name);
  decided.delete(found);
  return found;
}
