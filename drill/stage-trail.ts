import type { OwnTarget, Resources } from './attacks/target';

/** A trail with everything that a trail can have, as CreateTrail and UpdateTrail take it. */
export function settingsOf({ name, bucket, keyArn, logGroupArn, roleArn, topicArn }: Resources) {
  return {
    Name: name,
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: true,
    EnableLogFileValidation: true,
    IsOrganizationTrail: true,
    S3BucketName: bucket,
    S3KeyPrefix: 'audit',
    KmsKeyId: keyArn,
    CloudWatchLogsLogGroupArn: logGroupArn,
    CloudWatchLogsRoleArn: roleArn,
    SnsTopicName: topicArn,
  };
}

/** What else is set on it: which events it records, its Insights, its summaries, its tags. */
export function watchedBy({ dataArn }: Pick<OwnTarget, 'dataArn'>) {
  return {
    EventSelectors: [
      {
        ReadWriteType: 'All' as const,
        IncludeManagementEvents: true,
        DataResources: [{ Type: 'AWS::S3::Object', Values: [dataArn] }],
        ExcludeManagementEventSources: [],
      },
    ],
    InsightSelectors: [{ InsightType: 'ApiCallRateInsight' as const, EventCategories: ['Management' as const] }],
    AggregationConfigurations: [{ EventCategory: 'Data' as const, Templates: ['API_ACTIVITY' as const] }],
    Tags: [{ Key: 'protected', Value: 'yes' }],
  };
}
