import type { TrailConfiguration } from '../../../../lib/contract/trail-configuration';

/** A trail with everything but an organization. */
export const FULL: TrailConfiguration = {
  S3BucketName: 'log-archive',
  S3KeyPrefix: 'trails',
  SnsTopicARN: 'arn:aws:sns:eu-west-1:111122223333:log-files',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  LogFileValidationEnabled: true,
  CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:trail:*',
  CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/trail',
  KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000',
  IsOrganizationTrail: false,
  Selectors: {},
  InsightSelectors: [{ InsightType: 'ApiCallRateInsight', EventCategories: ['Management'] }],
  Tags: { team: 'security', guarded: 'yes' },
  AggregationConfigurations: [{ EventCategory: 'Data', Templates: ['API_ACTIVITY'] }],
};
