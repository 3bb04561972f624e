import type { TrailSettings } from '../../../lib/contract/trail-configuration';

/** The resources that a trail delivers through. */
export interface Delivery {
  readonly bucket: string;
  /** As the trail tells it: an ARN, an id or an alias. */
  readonly key?: string;
  readonly logGroup?: { readonly name: string; readonly arn: string };
  readonly role?: { readonly name: string; readonly arn: string };
  readonly topicArn?: string;
}

export function deliveryOf(configuration: TrailSettings): Delivery {
  const { S3BucketName, KmsKeyId, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, SnsTopicARN } = configuration;
  const logGroup = CloudWatchLogsLogGroupArn?.replace(/:\*$/, '');
  return {
    bucket: S3BucketName,
    ...(KmsKeyId ? { key: KmsKeyId } : {}),
    ...(logGroup ? { logGroup: { name: logGroupName(logGroup), arn: logGroup } } : {}),
    ...(CloudWatchLogsRoleArn ? { role: { name: roleName(CloudWatchLogsRoleArn), arn: CloudWatchLogsRoleArn } } : {}),
    ...(SnsTopicARN ? { topicArn: SnsTopicARN } : {}),
  };
}

/** Of an ARN, with or without its `:*`, or of a name. */
export function logGroupName(nameOrArn: string): string {
  return /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]*)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** Of an ARN with any path, or of a name. */
export function roleName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
