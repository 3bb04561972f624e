import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import type { GuardPolicy } from '../../lib/contract/policy';
import { deliveryOf } from '../guard/delivery/delivery';
import type { Covers, Repairs } from '../guard/delivery/repairs';
import { createBuckets } from './bucket';
import { createEventDataStores } from './event-data-stores';
import { createKeys } from './key';
import { createLogGroups } from './log-group';
import { createOrganization } from './organization';

export interface RepairsOptions {
  readonly requestHandler: Readonly<
    Record<'connectionTimeout' | 'requestTimeout', number> & { throwOnRequestTimeout: boolean }
  >;
  readonly covers: Covers;
}

/** The repairs, of what the policy names. A file of its own, which the guard loads only where there are any. */
export function createRepairs(
  { account, region, repairs = {} }: GuardPolicy,
  { requestHandler, covers }: RepairsOptions,
): Repairs {
  const { keys: namedKeys = [], buckets: namedBuckets = [], logGroups: namedLogGroups = [] } = repairs;
  const options = { requestHandler, region };
  // A trail's bucket may be in any Region.
  const buckets = createBuckets(new S3Client({ ...options, followRegionRedirects: true }), account);
  const kms = new Map<string, KMSClient>();
  const keys = createKeys((keyRegion) => {
    const client = kms.get(keyRegion) ?? new KMSClient({ ...options, region: keyRegion });
    kms.set(keyRegion, client);
    return client;
  });
  const logGroups = createLogGroups(new CloudWatchLogsClient(options));

  /** What is named here, of what a trail delivers through. */
  const namedOf = (delivery: ReturnType<typeof deliveryOf>) => ({
    bucket: namedBuckets.includes(delivery.bucket) ? delivery.bucket : undefined,
    key: namedKeys.find((arn) => arn === delivery.key),
    logGroup: namedLogGroups.includes(delivery.logGroup?.arn ?? '') ? delivery.logGroup : undefined,
  });

  return {
    async snapshot({ configuration }) {
      const { bucket, key, logGroup } = namedOf(deliveryOf(configuration));
      const known = {
        bucket: bucket && (await readable(() => buckets.snapshot(bucket))),
        key: key && (await readable(() => keys.snapshot(key))),
        logGroup: logGroup && (await readable(() => logGroups.snapshot(logGroup.name))),
      };
      return {
        ...(known.bucket ? { bucket: known.bucket } : {}),
        ...(known.key ? { key: known.key } : {}),
        ...(known.logGroup ? { logGroup: known.logGroup } : {}),
      };
    },

    async repair(trail) {
      const { bucket, key, logGroup } = namedOf(deliveryOf(trail.configuration));
      const actions = [];
      // All that are named: which keys a topic, a log group or a bucket is encrypted with, the trail does not tell.
      for (const named of namedKeys) {
        actions.push(...(await keys.enable(named)));
      }
      if (key) {
        actions.push(...(await keys.repairPolicy(key, trail)));
      }
      if (bucket) {
        actions.push(...(await buckets.repair(trail)));
      }
      if (logGroup) {
        actions.push(...(await logGroups.repair(logGroup.name, trail.snapshot?.logGroup)));
      }
      return actions;
    },

    ...createEventDataStores(new CloudTrailClient(options), covers),
    ...createOrganization(new OrganizationsClient(options)),
  };
}

async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
