import { Token } from 'aws-cdk-lib';
import { invalidProp } from './invalid-prop';

/**
 * The Regions that every account has without opting in.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export const REGIONS_OF_EVERY_ACCOUNT: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
];

/** Where CloudTrail records calls to IAM, by the beginning of a Region's name; us-east-1 elsewhere. */
const IAM_REGIONS: readonly (readonly [string, string])[] = [['us-gov-', 'us-gov-west-1']];
const IAM_REGION = 'us-east-1';

const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

/**
 * The Regions of a fleet.
 *
 * @throws if one is none, is there twice, or cannot be reached by service-managed stack sets
 */
export function fleetRegions(given: readonly string[] | undefined): readonly string[] {
  const regions = given ?? REGIONS_OF_EVERY_ACCOUNT;
  const cure = 'Leave it out for every Region that all accounts have without opting in.';
  if (regions.length === 0) {
    throw invalidProp({ prop: 'regions', given: 'empty', allowed: 'one Region or more', cure });
  }
  for (const region of regions) {
    if (Token.isUnresolved(region) || !REGION.test(region)) {
      throw invalidProp({
        prop: 'regions',
        given: Token.isUnresolved(region) ? 'known at deployment only' : `'${region}'`,
        allowed: 'names of Regions, such as eu-west-1',
        cure,
      });
    }
  }
  const twice = regions.find((region, index) => regions.indexOf(region) !== index);
  if (twice !== undefined) {
    throw invalidProp({ prop: 'regions', given: `'${twice}' twice`, allowed: 'each Region once', cure });
  }
  validatePartition(regions);
  return regions;
}

/** Stack sets reach no other partition, and none in China have to do with an organization. */
function validatePartition(regions: readonly string[]): void {
  const china = regions.find((region) => region.startsWith('cn-'));
  const other = regions.find((region) => iamRegion([region]) !== iamRegion(regions));
  if (china !== undefined || other !== undefined) {
    throw invalidProp({
      prop: 'regions',
      given: `'${regions.join("', '")}'`,
      allowed: 'Regions of one partition, and none of China',
      cure: china
        ? 'In China, stack sets cannot be service-managed: put a TrailGuard into a stack of each account there.'
        : 'Make a fleet in each partition.',
    });
  }
}

/** The Region in which calls to IAM are recorded. */
export function iamRegion(regions: readonly string[]): string {
  return IAM_REGIONS.find(([prefix]) => regions[0]?.startsWith(prefix))?.[1] ?? IAM_REGION;
}

/** Regions that an account has to be opted into. */
export function optInRegions(regions: readonly string[]): string[] {
  return regions.filter((region) => !REGIONS_OF_EVERY_ACCOUNT.includes(region) && !region.startsWith('us-gov-'));
}
