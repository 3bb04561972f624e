import * as s3 from '@aws-sdk/client-s3';
import type { Attack, Json } from './delivery-chain-attack';
import { bucket as Bucket, denyAll, keyArn } from './delivery-chain-fixture';

const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
const onBucket = (eventName: string, command: (client: s3.S3Client) => Promise<unknown>, parameters: Json): Attack => ({
  eventName,
  call: (started) => command(started.s3),
  requestParameters: { bucketName: Bucket, Host: `${Bucket}.s3.us-east-1.amazonaws.com`, ...parameters },
  resources: [`arn:aws:s3:::${Bucket}`],
});

export const bucketAttacks: readonly Attack[] = [
  onBucket('DeleteBucket', (client) => client.send(new s3.DeleteBucketCommand({ Bucket })), {}),
  onBucket('PutBucketPolicy', (client) => client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: denyAll })), {
    policy: '',
    bucketPolicy: JSON.parse(denyAll),
  }),
  onBucket('DeleteBucketPolicy', (client) => client.send(new s3.DeleteBucketPolicyCommand({ Bucket })), { policy: '' }),
  onBucket(
    'PutBucketLifecycle',
    (client) =>
      client.send(
        new s3.PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [{ ID: 'expire', Status: 'Enabled', Filter: { Prefix: 'a&b' }, Expiration: { Days: 1 } }],
          },
        }),
      ),
    {
      lifecycle: '',
      LifecycleConfiguration: {
        xmlns,
        Rule: { ID: 'expire', Status: 'Enabled', Filter: { Prefix: 'a&b' }, Expiration: { Days: 1 } },
      },
    },
  ),
  onBucket(
    'PutBucketVersioning',
    (client) =>
      client.send(
        new s3.PutBucketVersioningCommand({
          Bucket,
          VersioningConfiguration: { Status: 'Suspended', MFADelete: 'Disabled' },
        }),
      ),
    { versioning: '', VersioningConfiguration: { xmlns, Status: 'Suspended', MfaDelete: 'Disabled' } },
  ),
  onBucket(
    'PutBucketEncryption',
    (client) =>
      client.send(
        new s3.PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } }],
          },
        }),
      ),
    {
      encryption: '',
      ServerSideEncryptionConfiguration: {
        xmlns,
        Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } },
      },
    },
  ),
  onBucket('DeleteBucketEncryption', (client) => client.send(new s3.DeleteBucketEncryptionCommand({ Bucket })), {
    encryption: '',
  }),
  onBucket('PutBucketAcl', (client) => client.send(new s3.PutBucketAclCommand({ Bucket, ACL: 'public-read' })), {
    acl: '',
    'x-amz-acl': 'public-read',
  }),
  onBucket(
    'PutBucketOwnershipControls',
    (client) =>
      client.send(
        new s3.PutBucketOwnershipControlsCommand({
          Bucket,
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        }),
      ),
    { ownershipControls: '', OwnershipControls: { xmlns, Rule: { ObjectOwnership: 'ObjectWriter' } } },
  ),
  onBucket(
    'PutBucketPublicAccessBlock',
    (client) =>
      client.send(
        new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: false } }),
      ),
    { publicAccessBlock: '', PublicAccessBlockConfiguration: { xmlns, BlockPublicAcls: false } },
  ),
  onBucket(
    'DeleteBucketPublicAccessBlock',
    (client) => client.send(new s3.DeletePublicAccessBlockCommand({ Bucket })),
    {
      publicAccessBlock: '',
    },
  ),
  onBucket(
    'PutBucketLogging',
    (client) => client.send(new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
    { logging: '', BucketLoggingStatus: { xmlns } },
  ),
  onBucket(
    'PutBucketReplication',
    (client) =>
      client.send(
        new s3.PutBucketReplicationCommand({
          Bucket,
          ReplicationConfiguration: {
            Role: 'copier',
            Rules: ['a', 'b'].map((ID) => ({ ID, Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::theirs' } })),
          },
        }),
      ),
    {
      replication: '',
      ReplicationConfiguration: {
        xmlns,
        Role: 'copier',
        Rule: ['a', 'b'].map((ID) => ({ ID, Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::theirs' } })),
      },
    },
  ),
  onBucket('DeleteBucketReplication', (client) => client.send(new s3.DeleteBucketReplicationCommand({ Bucket })), {
    replication: '',
  }),
  onBucket(
    'PutBucketNotification',
    (client) =>
      client.send(new s3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
    { notification: '', NotificationConfiguration: { xmlns } },
  ),
  onBucket(
    'PutBucketObjectLockConfiguration',
    (client) =>
      client.send(
        new s3.PutObjectLockConfigurationCommand({
          Bucket,
          ObjectLockConfiguration: {
            ObjectLockEnabled: 'Enabled',
            Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
          },
        }),
      ),
    {
      'object-lock': '',
      ObjectLockConfiguration: {
        xmlns,
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
      },
    },
  ),
];
