import { DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { PROMOTED } from './ratings';
import type { Technique } from './technique';

// Rated as Elastic's rule for any UpdateTrail.
const UPDATE_TRAIL = {
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'UpdateTrail',
  target: 'trail',
  targetParameters: ['name'],
  response: 'restore',
  shape: 'published',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: PROMOTED,
} as const satisfies Partial<Technique>;

/** The first, without fields, is what is known of a denied call, whose parameters are null. */
export const UPDATE_TRAIL_TECHNIQUES: readonly Technique[] = [
  {
    ...UPDATE_TRAIL,
    number: 'C3-C10',
    id: 'trail-updated',
    name: 'Trail updated',
    effect: 'The trail may see or prove less, or deliver to another place.',
  },
  {
    ...UPDATE_TRAIL,
    number: 'C3',
    id: 'multi-region-disabled',
    name: 'Multi-Region recording disabled',
    fields: ['IsMultiRegionTrail'],
    effect: 'The trail records its home Region only; its shadow trails in the others are deleted.',
  },
  {
    ...UPDATE_TRAIL,
    number: 'C4',
    id: 'global-service-events-disabled',
    name: 'Global service events disabled',
    fields: ['IncludeGlobalServiceEvents'],
    effect: 'The trail no longer records the calls of IAM, STS and other global services.',
  },
  {
    ...UPDATE_TRAIL,
    number: 'C5',
    id: 'bucket-changed',
    name: 'Log bucket or prefix changed',
    fields: ['S3BucketName', 'S3KeyPrefix'],
    effect: 'The log files go to another place, which may be read by an attacker and by nobody else.',
  },
  {
    ...UPDATE_TRAIL,
    number: 'C6',
    id: 'encryption-key-changed',
    name: 'Encryption key changed',
    fields: ['KmsKeyId'],
    effect: 'New log files are under a key that their readers may not use, or under none of yours.',
  },
  {
    ...UPDATE_TRAIL,
    number: 'C7',
    id: 'log-file-validation-disabled',
    name: 'Log file validation disabled',
    fields: ['LogFileValidationEnabled'],
    effect: 'The chain of digests breaks: whether log files were changed or deleted can no longer be proved.',
  },
  {
    ...UPDATE_TRAIL,
    number: 'C8',
    id: 'cloudwatch-logs-changed',
    name: 'Delivery to CloudWatch Logs changed',
    fields: ['CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn'],
    effect: 'The metric filters, alarms and subscriptions of the log group hear nothing any more.',
  },
  {
    ...UPDATE_TRAIL,
    number: 'C9',
    id: 'notification-topic-changed',
    name: 'Notification topic changed',
    fields: ['SnsTopicARN'],
    effect: 'Whoever reads the log files is no longer told that there are new ones.',
  },
  {
    ...UPDATE_TRAIL,
    number: 'C10',
    id: 'organization-trail-disabled',
    name: 'Organization trail turned into a trail of one account',
    fields: ['IsOrganizationTrail'],
    effect: 'The trail no longer records the member accounts of the organization.',
  },
];
