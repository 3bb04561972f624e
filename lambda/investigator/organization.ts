import {
  DescribeAccountCommand,
  ListParentsCommand,
  ListTagsForResourceCommand,
  type OrganizationsClient,
  type Tag,
} from '@aws-sdk/client-organizations';
import type { Finding, IdentityFinding } from '../../lib/contract/investigation';
import type { InvestigationPolicy } from '../../lib/contract/investigation-policy';
import type { Log } from '../common/log';
import { determine, undeterminedOf } from './determine';

/** The account's place in the organization. */
export interface OrganizationFinding extends Finding, Pick<IdentityFinding, 'accountName' | 'organizationPath'> {
  /** By the account's tag that the policy names. */
  readonly production?: boolean;
}

/** Only the management account and delegated administrators may ask; elsewhere the answer is that it was denied. */
export async function organization(
  policy: InvestigationPolicy,
  organizations: OrganizationsClient,
  log: Log,
): Promise<OrganizationFinding> {
  const [place, tagged] = await Promise.all([
    policy.organization ? placeOf(policy.account, organizations, log) : {},
    policy.productionTag ? isProduction(policy.account, policy.productionTag, organizations, log) : {},
  ]);
  return { ...place, ...tagged, ...undeterminedOf(place, tagged) };
}

async function placeOf(account: string, organizations: OrganizationsClient, log: Log): Promise<OrganizationFinding> {
  const described = await determine(
    { what: "the account's name in the organization", action: 'organizations:DescribeAccount' },
    log,
    async () => (await organizations.send(new DescribeAccountCommand({ AccountId: account }))).Account,
  );
  const name = described.value?.Name;
  // The account's ARN tells the organization: arn:aws:organizations::MANAGEMENT:account/o-abc/ACCOUNT
  const organizationId = described.value?.Arn?.split('/')[1];
  if (organizationId === undefined) {
    return undeterminedOf(described);
  }
  const path = await determine(
    { what: "the account's place in the organization", action: 'organizations:ListParents' },
    log,
    () => parentsOf(account, organizations),
  );
  return {
    ...(name === undefined ? {} : { accountName: name }),
    ...(path.value ? { organizationPath: `${[organizationId, ...path.value].join('/')}/` } : {}),
    ...undeterminedOf(path),
  };
}

/** Five levels of units below the root are the most that there can be. */
const DEEPEST = 6;

/** From the root down. */
async function parentsOf(account: string, organizations: OrganizationsClient): Promise<string[]> {
  const parents: string[] = [];
  while (parents.length < DEEPEST) {
    const answer = await organizations.send(new ListParentsCommand({ ChildId: parents[0] ?? account }));
    const [parent] = answer.Parents ?? [];
    if (parent?.Id === undefined) {
      throw new Error(`it shows no parent of ${parents[0] ?? account}`);
    }
    parents.unshift(parent.Id);
    if (parent.Type === 'ROOT') {
      return parents;
    }
  }
  throw new Error(`no root within ${DEEPEST} levels`);
}

async function isProduction(
  account: string,
  { key, values }: NonNullable<InvestigationPolicy['productionTag']>,
  organizations: OrganizationsClient,
  log: Log,
): Promise<OrganizationFinding> {
  const { value, undetermined } = await determine(
    { what: 'whether the account is one of production', action: 'organizations:ListTagsForResource' },
    log,
    () => tagsOf(account, organizations),
  );
  if (value === undefined) {
    return { undetermined };
  }
  return { production: value.some(({ Key, Value }) => Key === key && values.includes(Value ?? '')) };
}

async function tagsOf(account: string, organizations: OrganizationsClient): Promise<Tag[]> {
  const tags: Tag[] = [];
  let next: string | undefined;
  do {
    const page = await organizations.send(new ListTagsForResourceCommand({ ResourceId: account, NextToken: next }));
    tags.push(...(page.Tags ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return tags;
}
