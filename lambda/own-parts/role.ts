import {
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { RolePart } from '../../lib/contract/own-parts';
import { compareRole, type RoleState } from './compare/role';
import { type Part, unlessGone } from './part';

/** As the SDK calls IAM's error, and as IAM does: the bundle is without the SDK's names of errors. */
const GONE = ['NoSuchEntityException', 'NoSuchEntity'];

/** A role, which the guard only looks at. */
export function rolePart(role: RolePart, iam: IAMClient): Part<RoleState | undefined> {
  const RoleName = role.name;

  const policies = async (names: readonly string[]) => {
    const found = new Map<string, string>();
    for (const PolicyName of names) {
      const policy = await unlessGone(GONE, () => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
      if (policy?.PolicyDocument !== undefined) {
        found.set(PolicyName, decodeURIComponent(policy.PolicyDocument));
      }
    }
    return found;
  };

  const policyNames = () =>
    allPages(async (Marker) => {
      const page = await iam.send(new ListRolePoliciesCommand({ RoleName, Marker }));
      return { items: page.PolicyNames ?? [], next: page.IsTruncated ? page.Marker : undefined };
    });

  const managedPolicyArns = () =>
    allPages(async (Marker) => {
      const page = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
      const items = (page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []);
      return { items, next: page.IsTruncated ? page.Marker : undefined };
    });

  return {
    kind: 'role',
    name: RoleName,
    async read() {
      const found = await unlessGone(GONE, () => iam.send(new GetRoleCommand({ RoleName })));
      if (found?.Role === undefined) {
        return undefined;
      }
      const { AssumeRolePolicyDocument = '', PermissionsBoundary } = found.Role;
      const names = await policyNames();
      return {
        trustPolicy: decodeURIComponent(AssumeRolePolicyDocument),
        policyNames: names,
        policies: await policies(names.filter((name) => Object.hasOwn(role.policies, name))),
        managedPolicyArns: await managedPolicyArns(),
        permissionsBoundaryArn: PermissionsBoundary?.PermissionsBoundaryArn,
      };
    },
    compare: (state) => compareRole(role, state),
    mend: () => [],
  };
}

async function allPages<T>(
  read: (marker: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let marker: string | undefined;
  do {
    const { items, next } = await read(marker);
    all.push(...items);
    marker = next;
  } while (marker !== undefined);
  return all;
}
