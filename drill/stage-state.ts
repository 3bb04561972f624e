import { GetEventDataStoreCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { ListAWSServiceAccessForOrganizationCommand } from '@aws-sdk/client-organizations';
import type { Hands } from './attacks/attack';
import type { Target } from './attacks/target';
import { trailState } from './trail-state';

/** Two that are equal: nothing was lost in between. */
export interface StageState {
  readonly trail: string;
  /** What may be repaired: what the trail delivers through, Lake, trusted access. */
  readonly surroundings: string;
  /** The guard's own parts, where they were looked at. */
  readonly guard?: string;
}

export async function stageState(hands: Hands, target: Target): Promise<StageState> {
  const [trail, status, key, { logGroups = [] }, lake, access] = await Promise.all([
    trailState(hands.cloudTrail, target.trailArn),
    hands.cloudTrail.send(new GetTrailStatusCommand({ Name: target.trailArn })),
    hands.kms.send(new DescribeKeyCommand({ KeyId: target.keyId })),
    hands.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: target.logGroup })),
    hands.cloudTrail.send(new GetEventDataStoreCommand({ EventDataStore: target.eventDataStoreArn })),
    hands.organizations.send(new ListAWSServiceAccessForOrganizationCommand({})),
  ]);
  const deliveryErrors = [
    status.LatestDeliveryError,
    status.LatestDigestDeliveryError,
    status.LatestCloudWatchLogsDeliveryError,
    status.LatestNotificationError,
  ];
  return {
    trail,
    surroundings: JSON.stringify([
      deliveryErrors,
      key.KeyMetadata?.KeyState,
      logGroups.map(({ logGroupName, retentionInDays = 'never expires' }) => [logGroupName, retentionInDays]),
      [lake.Status, lake.MultiRegionEnabled, lake.TerminationProtectionEnabled, lake.AdvancedEventSelectors],
      access.EnabledServicePrincipals?.map(({ ServicePrincipal }) => ServicePrincipal),
    ]),
  };
}
