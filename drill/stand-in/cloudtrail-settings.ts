import { AwsError } from './aws-error';
import type { Json } from './json';

/** What CreateTrail and UpdateTrail take, as far as the guard reads it back. */
export interface TrailSettings {
  readonly S3BucketName: string;
  readonly S3KeyPrefix?: string;
  readonly SnsTopicName?: string;
  readonly IncludeGlobalServiceEvents?: boolean;
  readonly IsMultiRegionTrail?: boolean;
  readonly EnableLogFileValidation?: boolean;
  readonly CloudWatchLogsLogGroupArn?: string;
  readonly CloudWatchLogsRoleArn?: string;
  readonly KmsKeyId?: string;
  readonly IsOrganizationTrail?: boolean;
}

const names: readonly (keyof TrailSettings)[] = [
  'S3BucketName',
  'S3KeyPrefix',
  'SnsTopicName',
  'IncludeGlobalServiceEvents',
  'IsMultiRegionTrail',
  'EnableLogFileValidation',
  'CloudWatchLogsLogGroupArn',
  'CloudWatchLogsRoleArn',
  'KmsKeyId',
  'IsOrganizationTrail',
];

/** The settings after a call: what it left out stays as it was, and empty text clears (AWS facts 2.5). */
export function settingsAfter(before: Partial<TrailSettings>, parameters: Json): TrailSettings {
  const sent = names.filter((name) => parameters[name] !== undefined).map((name) => [name, parameters[name]]);
  const { S3BucketName = '', ...rest }: Partial<TrailSettings> = { ...before, ...Object.fromEntries(sent) };
  const settings = { S3BucketName, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')) };
  check(settings);
  return settings;
}

/** Whether bucket, topic, log group, role and key exist is not checked. */
function check(settings: TrailSettings): void {
  if (settings.S3BucketName === '') {
    throw new AwsError('InvalidS3BucketNameException', 'Bucket name cannot be blank!');
  }
  if (settings.IsMultiRegionTrail && settings.IncludeGlobalServiceEvents === false) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      'Multi-Region trail must include global service events.',
    );
  }
  if (settings.CloudWatchLogsLogGroupArn !== undefined && settings.CloudWatchLogsRoleArn === undefined) {
    throw new AwsError('InvalidParameterCombinationException', 'A CloudWatch Logs log group needs a role ARN.');
  }
}

/** What CreateTrail and UpdateTrail answer, and a part of what DescribeTrails and GetTrail do. */
export function describeSettings(trailArn: string, settings: TrailSettings): Json {
  const { SnsTopicName, KmsKeyId, EnableLogFileValidation = false, ...others } = settings;
  const [, partition, , region, accountId] = trailArn.split(':');
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  return {
    ...others,
    Name: trailArn.slice(trailArn.indexOf('/') + 1),
    TrailARN: trailArn,
    IncludeGlobalServiceEvents: settings.IncludeGlobalServiceEvents ?? true,
    IsMultiRegionTrail: settings.IsMultiRegionTrail ?? false,
    IsOrganizationTrail: settings.IsOrganizationTrail ?? false,
    LogFileValidationEnabled: EnableLogFileValidation,
    ...(SnsTopicName !== undefined && {
      SnsTopicName,
      SnsTopicARN: SnsTopicName.startsWith('arn:') ? SnsTopicName : arn('sns', SnsTopicName),
    }),
    // A key's bare id is told as its ARN; what an alias stands for only KMS knows.
    ...(KmsKeyId !== undefined && {
      KmsKeyId: /^(arn:|alias\/)/.test(KmsKeyId) ? KmsKeyId : arn('kms', `key/${KmsKeyId}`),
    }),
  };
}
