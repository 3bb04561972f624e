/** The policies that AWS documents for what a trail delivers through, for one trail. */
export interface DocumentedPolicies {
  readonly bucket: string;
  readonly key: string;
  readonly topic: string;
  readonly roleTrust: string;
  readonly role: string;
}

export interface DeliveringTrail {
  readonly arn: string;
  readonly prefix: string;
  readonly isOrganizationTrail: boolean;
}

const Service = 'cloudtrail.amazonaws.com';

const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

/**
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
 */
export function documentedPolicies(
  trail: DeliveringTrail,
  { bucket, topicArn = '*', logGroupArn = '*' }: { bucket: string; topicArn?: string; logGroupArn?: string },
): DocumentedPolicies {
  const [, partition, , , accountId] = trail.arn.split(':');
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  const cloudTrail = { Effect: 'Allow', Principal: { Service } };
  const ofTrail = { 'aws:SourceArn': trail.arn };
  const files = `${trail.prefix}AWSLogs/${trail.isOrganizationTrail ? '' : `${accountId}/`}*`;
  return {
    bucket: document(
      {
        Sid: 'AWSCloudTrailAclCheck20150319',
        ...cloudTrail,
        Action: 's3:GetBucketAcl',
        Resource: bucketArn,
        Condition: { StringEquals: ofTrail },
      },
      {
        Sid: 'AWSCloudTrailWrite20150319',
        ...cloudTrail,
        Action: 's3:PutObject',
        Resource: `${bucketArn}/${files}`,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...ofTrail } },
      },
    ),
    key: document(
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Allow CloudTrail to encrypt logs',
        ...cloudTrail,
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: {
          StringEquals: ofTrail,
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${partition}:cloudtrail:*:${accountId}:trail/*`,
          },
        },
      },
      {
        Sid: 'Allow CloudTrail to describe key',
        ...cloudTrail,
        Action: 'kms:DescribeKey',
        Resource: '*',
        Condition: { StringEquals: ofTrail },
      },
    ),
    topic: document({
      Sid: 'AWSCloudTrailSNSPolicy20131101',
      ...cloudTrail,
      Action: 'SNS:Publish',
      Resource: topicArn,
      Condition: { StringEquals: ofTrail },
    }),
    roleTrust: document({ ...cloudTrail, Action: 'sts:AssumeRole' }),
    role: document({
      Sid: 'AWSCloudTrailCreateLogStreamAndPutLogEvents',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `${logGroupArn.replace(/:\*$/, '')}:log-stream:*`,
    }),
  };
}
