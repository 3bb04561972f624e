import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { InvestigationPolicy } from './contract/investigation-policy';
import type { GuardPolicy } from './contract/policy';
import { invalidProp } from './invalid-prop';
import type { InvestigationSource } from './investigation-source';
import { validateLength, validatePrefix, validateRegions, validateSources } from './investigation-validation';
import { requireSameRegion } from './same-region';

/** What is found out of an incident, and where is looked. */
export interface InvestigationOptions {
  /**
   * Whether anything is found out at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Regions whose event history is read, such as `eu-west-1`. Who stops a trail works in any Region: name fewer only where
   * the others are closed by a policy.
   *
   * @default - every Region that is enabled for the account
   */
  readonly regions?: string[];

  /**
   * What else is asked, each with its own permissions.
   *
   * @default - none: event history, IAM and the account's trails only
   */
  readonly sources?: InvestigationSource[];

  /**
   * A bucket for the complete list of what happened in the dark: every record of event history as JSON Lines, as CloudTrail
   * wrote it. Adds `s3:PutObject` under `darkActivityPrefix`. An imported bucket's own policy, and that of its key, must
   * allow it too if they belong to another account.
   *
   * @default - no list is kept; the message tells how much there was, and what of it is sensitive in full
   */
  readonly darkActivityBucket?: IBucket;

  /**
   * What the keys of the list begin with.
   *
   * @default 'trail-guard/'
   */
  readonly darkActivityPrefix?: string;
}

const DEFAULT_PREFIX = 'trail-guard/';

/** The place of the guard, and what it expects. */
export type GuardedPlace = Pick<GuardPolicy, 'partition' | 'region' | 'account' | 'exceptions'>;

/**
 * Turns the options into what the investigator is told.
 *
 * @throws if one is wrong
 */
export function investigationPolicy(
  scope: Construct,
  options: InvestigationOptions,
  { partition, region, account, exceptions }: GuardedPlace,
): InvestigationPolicy {
  validateRegions(options.regions);
  validateSources(options.sources);
  const of = (kind: string) => (options.sources ?? []).filter((source) => source.kind === kind);
  const has = (kind: string) => of(kind).length > 0;
  const calendars = of('changeCalendar').map(({ value }) => value);
  const [tag] = of('productionTag');
  const [enrichment] = of('enrichment');
  const policy: InvestigationPolicy = {
    version: 1,
    partition,
    region,
    account,
    exceptions,
    ...(options.regions ? { regions: options.regions } : {}),
    ...(has('guardDuty') ? { guardDuty: true } : {}),
    ...(has('securityHub') ? { securityHub: true } : {}),
    ...(has('networkAddresses') ? { networkAddresses: true } : {}),
    ...(calendars.length > 0 ? { calendars } : {}),
    ...(has('organization') ? { organization: true } : {}),
    ...(tag ? { productionTag: { key: tag.value, values: tag.values } } : {}),
    ...(enrichment ? { enrichment: enrichment.value } : {}),
    ...listOf(scope, options),
  };
  validateLength(policy);
  return policy;
}

function listOf(
  scope: Construct,
  { darkActivityBucket: bucket, darkActivityPrefix: prefix }: InvestigationOptions,
): Pick<InvestigationPolicy, 'list'> {
  if (bucket === undefined) {
    if (prefix !== undefined) {
      throw invalidProp({
        prop: 'investigation.darkActivityPrefix',
        given: `'${prefix}', without a bucket`,
        allowed: 'given together with `darkActivityBucket`',
        cure: 'Add the bucket, or leave both out to have no list kept.',
      });
    }
    return {};
  }
  requireSameRegion(scope, 'investigation.darkActivityBucket', 'bucket', bucket);
  validatePrefix(prefix ?? DEFAULT_PREFIX);
  return { list: { bucket: bucket.bucketName, prefix: prefix ?? DEFAULT_PREFIX } };
}
