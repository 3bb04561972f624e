import { type AccountClient, paginateListRegions, RegionOptStatus } from '@aws-sdk/client-account';
import type { InvestigationPolicy } from '../../lib/contract/investigation-policy';
import { errorText } from '../common/error-text';

/** Where IAM, Organizations and other services without a Region of their own are recorded. */
const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** Those whose event history is read: the guard's first, then that of global services, then the others by name. */
export interface AskedRegions {
  readonly regions: readonly string[];
  /** Why they may not be all. */
  readonly undetermined: readonly string[];
}

/**
 * Every Region that is enabled, unless the policy names some. Event history is kept a Region at a time, and a Region that
 * nobody uses is where an attacker is not looked for.
 */
export async function enabledRegions(
  client: AccountClient,
  policy: Pick<InvestigationPolicy, 'partition' | 'region' | 'regions'>,
): Promise<AskedRegions> {
  const first = [policy.region, ...globalRegion(policy)];
  if (policy.regions !== undefined) {
    return { regions: inOrder(first, policy.regions), undetermined: globalMissing(policy, policy.regions) };
  }
  try {
    const listed = await listRegions(client);
    const changing = listed.filter(({ isChanging }) => isChanging).map(({ name }) => name);
    const undetermined = changing.map((name) => `event history of ${name}: it is being enabled or disabled`);
    const enabled = listed.filter(({ isChanging }) => !isChanging).map(({ name }) => name);
    return { regions: inOrder(first, [...first, ...enabled]), undetermined };
  } catch (error) {
    const reason =
      error instanceof Error && /^AccessDenied/.test(error.name) ? 'was denied' : `failed (${errorText(error)})`;
    const regions = inOrder(first, first);
    return { regions, undetermined: [`Regions other than ${regions.join(' and ')}: account:ListRegions ${reason}`] };
  }
}

/** A Region that is on its way in or out has a history too, and nobody can be sure to read it. */
async function listRegions(client: AccountClient): Promise<{ name: string; isChanging: boolean }[]> {
  const listed: { name: string; isChanging: boolean }[] = [];
  const { ENABLED, ENABLED_BY_DEFAULT, ENABLING, DISABLING } = RegionOptStatus;
  const pages = paginateListRegions(
    { client, pageSize: 50 },
    { RegionOptStatusContains: [ENABLED, ENABLED_BY_DEFAULT, ENABLING, DISABLING] },
  );
  for await (const { Regions = [] } of pages) {
    for (const { RegionName, RegionOptStatus: status } of Regions) {
      if (RegionName !== undefined) {
        listed.push({ name: RegionName, isChanging: status === ENABLING || status === DISABLING });
      }
    }
  }
  return listed;
}

function globalRegion({ partition }: Pick<InvestigationPolicy, 'partition'>): string[] {
  const region = GLOBAL_REGIONS[partition];
  return region === undefined ? [] : [region];
}

function globalMissing(policy: Pick<InvestigationPolicy, 'partition'>, regions: readonly string[]): string[] {
  return globalRegion(policy)
    .filter((region) => !regions.includes(region))
    .map((region) => `what was done in IAM: ${region}, where it is recorded, is not among the Regions to read`);
}

function inOrder(first: readonly string[], regions: readonly string[]): string[] {
  const rest = regions.filter((region) => !first.includes(region)).sort();
  return [...new Set([...first.filter((region) => regions.includes(region)), ...rest])];
}
