import type { TrailSettings } from '../../lib/contract/trail-configuration';
import { errorText } from '../common/error-text';

/**
 * What a person must mend before a call can succeed; undefined where the error itself says all there is to say.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html
 */
function obstacleOf(error: unknown, wanted: TrailSettings): string | undefined {
  const name = error instanceof Error ? error.name : '';
  return OBSTACLES.find(({ errors }) => errors.test(name))?.say(wanted);
}

/** The error, and what is in the way. */
export function failureText(error: unknown, wanted: TrailSettings): string {
  return [errorText(error), obstacleOf(error, wanted)].filter((text) => text !== undefined).join(' ');
}

interface Obstacle {
  readonly errors: RegExp;
  readonly say: (wanted: TrailSettings) => string;
}

const OBSTACLES: readonly Obstacle[] = [
  {
    errors: /^S3BucketDoesNotExist/,
    say: ({ S3BucketName }) => `Missing: the bucket ${S3BucketName}. Create it again, with CloudTrail's bucket policy.`,
  },
  {
    errors: /^InsufficientS3BucketPolicy/,
    say: ({ S3BucketName }) =>
      `Missing: statements in the policy of the bucket ${S3BucketName} that allow cloudtrail.amazonaws.com ` +
      's3:GetBucketAcl on it and s3:PutObject below AWSLogs/.',
  },
  {
    errors: /^(KmsException|KmsKeyDisabled|KmsKeyNotFound|InvalidKmsKeyId)/,
    say: ({ KmsKeyId }) =>
      `Missing: the key ${KmsKeyId ?? 'of the trail'}, enabled, not pending deletion, in the Region of the bucket.`,
  },
  {
    errors: /^InsufficientEncryptionPolicy/,
    say: ({ KmsKeyId }) =>
      `Missing: a statement in the policy of the key ${KmsKeyId ?? 'of the trail'} that allows ` +
      'cloudtrail.amazonaws.com kms:GenerateDataKey* and kms:DescribeKey.',
  },
  {
    errors: /^(InvalidCloudWatchLogsLogGroupArn|CloudWatchLogsDeliveryUnavailable)/,
    say: ({ CloudWatchLogsLogGroupArn }) => `Missing: the log group ${CloudWatchLogsLogGroupArn ?? 'of the trail'}.`,
  },
  {
    errors: /^InvalidCloudWatchLogsRoleArn/,
    say: ({ CloudWatchLogsRoleArn }) =>
      `Missing: the role ${CloudWatchLogsRoleArn ?? 'of the trail'}, which cloudtrail.amazonaws.com may assume and ` +
      'which may make logs:CreateLogStream and logs:PutLogEvents.',
  },
  {
    errors: /^(InvalidSnsTopicName|InsufficientSnsTopicPolicy)/,
    say: ({ SnsTopicARN }) =>
      `Missing: the topic ${SnsTopicARN ?? 'of the trail'}, with a policy that lets cloudtrail.amazonaws.com publish.`,
  },
  {
    errors: /^MaximumNumberOfTrailsExceeded/,
    say: () =>
      'In the way: there are five trails in the Region already, which is the limit. Delete one that is not yours.',
  },
  {
    errors: /^(InsufficientDependencyServiceAccessPermission|CloudTrailAccessNotEnabled|NoManagementAccountSLRExists)/,
    say: () => 'Missing: permissions in, or trusted access of CloudTrail to, AWS Organizations.',
  },
  {
    errors: /^AccessDenied/,
    say: () => "In the way: a policy denies it (the guard's role, its boundary or a service control policy).",
  },
];
