import type { Trail } from './cloudtrail-trail';
import { allows, type ServiceRequest } from './delivery-chain-policy';
import type { Role, Roles } from './iam-roles';
import { isJson, text } from './json';
import type { Keys } from './kms';
import type { Key } from './kms-key';
import type { LogGroups } from './logs';
import type { Bucket, Buckets } from './s3';
import type { Topics } from './sns';

export interface DeliveryResources {
  readonly buckets: Buckets;
  readonly keys: Keys;
  readonly logGroups: LogGroups;
  readonly roles: Roles;
  readonly topics: Topics;
}

/** What GetTrailStatus tells, by the names of a trail's fields. */
export interface DeliveryErrors {
  readonly latestDeliveryError: string | undefined;
  readonly latestDigestDeliveryError: string | undefined;
  readonly latestCloudWatchLogsDeliveryError: string | undefined;
  readonly latestNotificationError: string | undefined;
}

/** What would go wrong if CloudTrail delivered now: every resource is asked for what CloudTrail asks of it. */
export function deliveryErrors(trail: Trail, resources: DeliveryResources): DeliveryErrors {
  const toBucket = (folder: string): string | undefined =>
    bucketError(trail, folder, resources) ?? keyError(trail, resources);
  return {
    latestDeliveryError: toBucket('CloudTrail'),
    latestDigestDeliveryError: trail.settings.EnableLogFileValidation ? toBucket('CloudTrail-Digest') : undefined,
    latestCloudWatchLogsDeliveryError: logGroupError(trail, resources),
    latestNotificationError: topicError(trail, resources),
  };
}

function bucketError(trail: Trail, folder: string, { buckets }: DeliveryResources): string | undefined {
  const { S3BucketName, S3KeyPrefix, IsOrganizationTrail } = trail.settings;
  if (buckets.isGone(S3BucketName)) return 'NoSuchBucket';
  const bucket = buckets.get(S3BucketName);
  const prefix = S3KeyPrefix ? `${S3KeyPrefix}/` : '';
  const account = IsOrganizationTrail ? `o-exampleorgid/${trail.accountId}` : trail.accountId;
  const key = `${prefix}AWSLogs/${account}/${folder}/${trail.homeRegion}/2026/01/01/file.json.gz`;
  const put = request(trail, 's3:PutObject', `arn:${partitionOf(trail)}:s3:::${S3BucketName}/${key}`, {
    's3:x-amz-acl': 'bucket-owner-full-control',
  });
  return bucket && !allows(bucket.policy, put) ? 'AccessDenied' : undefined;
}

/** The trail's own key counts before that of the bucket, which files get that come without one. */
function keyError(trail: Trail, { buckets, keys }: DeliveryResources): string | undefined {
  const own = text(trail.describe().KmsKeyId);
  const key = keys.byArn(own ?? defaultKey(buckets.get(trail.settings.S3BucketName)) ?? '');
  if (!key) return undefined;
  if (key.state === 'Disabled') return 'KMS.DisabledException';
  if (key.state !== 'Enabled') return 'KMS.KMSInvalidStateException';
  return own === undefined || letsEncrypt(key, trail) ? undefined : 'AccessDenied';
}

function defaultKey(bucket: Bucket | undefined): string | undefined {
  const rule = bucket?.encryption.Rule;
  const byDefault = isJson(rule) ? rule.ApplyServerSideEncryptionByDefault : undefined;
  return isJson(byDefault) ? text(byDefault.KMSMasterKeyID) : undefined;
}

function letsEncrypt({ arn, policy }: Key, trail: Trail): boolean {
  const context = { 'kms:encryptioncontext:aws:cloudtrail:arn': trail.arn };
  return allows(policy, request(trail, 'kms:GenerateDataKey', arn, context));
}

function logGroupError(trail: Trail, { logGroups, roles }: DeliveryResources): string | undefined {
  const { CloudWatchLogsLogGroupArn: group, CloudWatchLogsRoleArn: roleArn } = trail.settings;
  if (group === undefined || roleArn === undefined) return undefined;
  if (logGroups.isGone(group)) return 'ResourceNotFoundException';
  const role = roles.byArn(roleArn);
  return roles.isGone(roleArn) || (role && !letsWrite(role, group, trail)) ? 'AccessDenied' : undefined;
}

function letsWrite(role: Role, group: string, trail: Trail): boolean {
  const stream = `${group.replace(/:\*$/, '')}:log-stream:${trail.accountId}_CloudTrail_${trail.homeRegion}`;
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].every((action) => role.lets(request(trail, action, stream)));
}

function topicError(trail: Trail, { topics }: DeliveryResources): string | undefined {
  const arn = text(trail.describe().SnsTopicARN);
  if (arn === undefined) return undefined;
  if (topics.isGone(arn)) return 'NotFound';
  const policy = topics.byArn(arn)?.policy;
  return policy !== undefined && !allows(policy, request(trail, 'sns:Publish', arn)) ? 'AuthorizationError' : undefined;
}

function request(trail: Trail, action: string, resource: string, context: Record<string, string> = {}): ServiceRequest {
  return {
    action,
    resource,
    context: {
      'aws:sourcearn': trail.arn,
      'aws:sourceaccount': trail.accountId,
      'aws:securetransport': 'true',
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': 'cloudtrail.amazonaws.com',
      ...context,
    },
  };
}

const partitionOf = ({ arn }: Trail): string => arn.split(':')[1] ?? 'aws';
