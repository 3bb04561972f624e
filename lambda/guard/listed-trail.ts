import type { Trail } from '@aws-sdk/client-cloudtrail';
import type { TrailSettings } from '../../lib/contract/trail-configuration';
import { parseTrailArn, type TrailArn } from '../common/scope';

/** A trail as DescribeTrails shows it: without its selectors, of which it tells only whether there are any. */
export interface ListedTrail extends TrailArn {
  readonly settings: TrailSettings;
  readonly hasCustomEventSelectors: boolean;
  readonly hasInsightSelectors: boolean;
}

/** None where its ARN is none. */
export function listed(trail: Trail): ListedTrail[] {
  const arn = parseTrailArn(trail.TrailARN ?? '');
  if (arn === undefined) {
    return [];
  }
  const settings: TrailSettings = {
    S3BucketName: trail.S3BucketName ?? '',
    ...given('S3KeyPrefix', trail.S3KeyPrefix),
    ...given('SnsTopicARN', trail.SnsTopicARN ?? trail.SnsTopicName),
    IncludeGlobalServiceEvents: trail.IncludeGlobalServiceEvents === true,
    IsMultiRegionTrail: trail.IsMultiRegionTrail === true,
    LogFileValidationEnabled: trail.LogFileValidationEnabled === true,
    ...given('CloudWatchLogsLogGroupArn', trail.CloudWatchLogsLogGroupArn),
    ...given('CloudWatchLogsRoleArn', trail.CloudWatchLogsRoleArn),
    ...given('KmsKeyId', trail.KmsKeyId),
    IsOrganizationTrail: trail.IsOrganizationTrail === true,
  };
  return [
    {
      ...arn,
      region: trail.HomeRegion ?? arn.region,
      settings,
      hasCustomEventSelectors: trail.HasCustomEventSelectors === true,
      hasInsightSelectors: trail.HasInsightSelectors === true,
    },
  ];
}

/** CloudTrail tells some missing values as empty texts. */
function given<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined || value === '' ? {} : ({ [name]: value } as Record<K, string>);
}
