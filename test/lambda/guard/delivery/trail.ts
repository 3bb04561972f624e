import type { DeliveringTrail } from '../../../../lambda/guard/delivery/snapshot';
import type { TargetKind, Technique } from '../../../../lib/contract/techniques';
import { STOP_LOGGING } from '../../../../lib/contract/techniques';
import type { TrailConfiguration } from '../../../../lib/contract/trail-configuration';
import { ACCOUNT, REGION } from '../../../fixtures/identities';
import { TRAIL_ARN } from '../../../fixtures/records';
import { BUCKET, FIXTURE_CONFIGURATION, KEY_ARN } from '../../../fixtures/techniques/configuration';

/** A trail of one account with all that a trail can deliver through; its files are under no prefix. */
export const configuration = (changes: Partial<TrailConfiguration> = {}): TrailConfiguration => {
  const { S3KeyPrefix: _, ...others } = FIXTURE_CONFIGURATION;
  return { ...others, IsOrganizationTrail: false, ...changes };
};

export const delivering = (
  changes: Partial<TrailConfiguration> = {},
  snapshot?: DeliveringTrail['snapshot'],
): DeliveringTrail => ({
  arn: TRAIL_ARN,
  configuration: configuration(changes),
  ...(snapshot ? { snapshot } : {}),
});

/** A technique of which only its call and its target count. */
export const technique = (target: TargetKind, eventName: string, ...targetParameters: string[]): Technique => ({
  ...STOP_LOGGING,
  target,
  eventName,
  targetParameters,
});

export const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;
const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };
const ACL = { 's3:x-amz-acl': 'bucket-owner-full-control' };
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

export type Statement = Record<string, unknown>;
export const policyOf = (...Statement: Statement[]) => ({ Version: '2012-10-17', Statement });

export const TLS_ONLY: Statement = {
  Sid: 'AllowSSLRequestsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [BUCKET_ARN, `${BUCKET_ARN}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export const DOCUMENTED_BUCKET: Statement[] = [
  {
    Sid: 'AWSCloudTrailAclCheck20150319',
    Effect: 'Allow',
    Principal: CLOUDTRAIL,
    Action: 's3:GetBucketAcl',
    Resource: BUCKET_ARN,
    Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
  },
  {
    Sid: 'AWSCloudTrailWrite20150319',
    Effect: 'Allow',
    Principal: CLOUDTRAIL,
    Action: 's3:PutObject',
    Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/*`,
    Condition: { StringEquals: { ...ACL, 'aws:SourceArn': TRAIL_ARN } },
  },
];

/** What `cloudtrail.Trail` of the CDK adds to its bucket, which it lets nobody into without TLS. */
export const CDK_BUCKET: Statement[] = [
  TLS_ONLY,
  { Effect: 'Allow', Principal: CLOUDTRAIL, Action: 's3:GetBucketAcl', Resource: BUCKET_ARN },
  {
    Effect: 'Allow',
    Principal: CLOUDTRAIL,
    Action: 's3:PutObject',
    Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/*`,
    Condition: { StringEquals: ACL },
  },
];

/** The bucket of AWS Control Tower's trail, whose prefix is the organization's id; shared with AWS Config. */
export const ORGANIZATION_ID = 'o-a1b2c3d4e5';
export const CONTROL_TOWER_BUCKET: Statement[] = [
  TLS_ONLY,
  {
    Sid: 'AWSBucketPermissionsCheck',
    Effect: 'Allow',
    Principal: { Service: ['config.amazonaws.com', 'cloudtrail.amazonaws.com'] },
    Action: 's3:GetBucketAcl',
    Resource: BUCKET_ARN,
  },
  {
    Sid: 'AWSConfigBucketExistenceCheck',
    Effect: 'Allow',
    Principal: { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] },
    Action: 's3:ListBucket',
    Resource: BUCKET_ARN,
  },
  {
    Sid: 'AWSBucketDeliveryForConfig',
    Effect: 'Allow',
    Principal: { Service: 'config.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${BUCKET_ARN}/${ORGANIZATION_ID}/AWSLogs/*/*`,
  },
  {
    Sid: 'AWSBucketDeliveryForOrganizationTrail',
    Effect: 'Allow',
    Principal: CLOUDTRAIL,
    Action: 's3:PutObject',
    Resource: [
      `${BUCKET_ARN}/${ORGANIZATION_ID}/AWSLogs/${ACCOUNT}/*`,
      `${BUCKET_ARN}/${ORGANIZATION_ID}/AWSLogs/${ORGANIZATION_ID}/*`,
    ],
    Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
  },
];

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
export const DOCUMENTED_KEY: Statement[] = [
  { Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: ROOT, Action: 'kms:*', Resource: '*' },
  {
    Sid: 'Allow CloudTrail to encrypt logs',
    Effect: 'Allow',
    Principal: CLOUDTRAIL,
    Action: 'kms:GenerateDataKey*',
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceArn': TRAIL_ARN },
      StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${ACCOUNT}:trail/*` },
    },
  },
  {
    Sid: 'Allow CloudTrail to describe key',
    Effect: 'Allow',
    Principal: CLOUDTRAIL,
    Action: 'kms:DescribeKey',
    Resource: '*',
  },
  {
    Sid: 'Allow principals in the account to decrypt log files',
    Effect: 'Allow',
    Principal: { AWS: ACCOUNT },
    Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
    Resource: KEY_ARN,
    Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
  },
];
