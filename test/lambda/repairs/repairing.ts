import type { RepairAction, Repairs } from '../../../lambda/guard/delivery/repairs';
import type { DeliveringTrail, DeliverySnapshot } from '../../../lambda/guard/delivery/snapshot';
import { createRepairs } from '../../../lambda/repairs';
import type { RepairPolicy } from '../../../lib/contract/policy';
import { bucket, keyArn, logGroupArn, roleArn, topicArn, trailArn } from '../../drill/stand-in/delivery-chain-fixture';
import { policy } from '../guard/policy';

export const logGroupName = 'main-events';
export const logGroup = logGroupArn.replace(/:\*$/, '');
export const ALL: RepairPolicy = {
  keys: [keyArn],
  buckets: [bucket],
  logGroups: [logGroup],
  eventDataStores: true,
  trustedAccess: true,
};

/** The trail of the stand-in's chain. */
export const trail = (
  snapshot?: DeliverySnapshot,
  changes: Partial<DeliveringTrail['configuration']> = {},
): DeliveringTrail => ({
  arn: trailArn,
  configuration: {
    S3BucketName: bucket,
    S3KeyPrefix: 'audit',
    SnsTopicARN: topicArn,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    LogFileValidationEnabled: true,
    CloudWatchLogsLogGroupArn: logGroupArn,
    CloudWatchLogsRoleArn: roleArn,
    KmsKeyId: keyArn,
    IsOrganizationTrail: false,
    ...changes,
  },
  ...(snapshot ? { snapshot } : {}),
});

/** The repairs of a guard in the stand-in's place. Selectors cover others that are the same text. */
export const repairing = (repairs: RepairPolicy = ALL): Repairs =>
  createRepairs(policy({ region: 'us-east-1', account: '111122223333', repairs }), {
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    covers: (first, second) => JSON.stringify(first) === JSON.stringify(second),
  });

export const results = (actions: readonly RepairAction[]) => actions.map(({ action, result }) => [action, result]);
