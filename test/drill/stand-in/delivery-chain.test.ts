import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRolePermissionsBoundaryCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { CancelKeyDeletionCommand, EnableKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import type { StandIn } from '../../../drill/stand-in';
import type { Attack } from './delivery-chain-attack';
import { bucketAttacks } from './delivery-chain-bucket-attacks';
import {
  bucket as Bucket,
  errorsOf,
  keyArn,
  roleName,
  type Started,
  startChain,
  topicArn,
} from './delivery-chain-fixture';
import { keyAttacks } from './delivery-chain-key-attacks';
import { logGroupAttacks } from './delivery-chain-log-group-attacks';
import { roleAttacks, topicAttacks } from './delivery-chain-other-attacks';
import { cleanUp } from './fixture';

let started: Started;
beforeEach(async () => {
  started = await startChain();
});
afterEach(cleanUp);

const attack = async (attacks: readonly Attack[], name: string) => {
  await attacks.find(({ eventName }) => eventName === name)?.call(started);
};
const bucketPolicy = ({ deliveryChain }: StandIn) => deliveryChain.buckets.get(Bucket)?.policy ?? '';
const putPolicy = (s3: S3Client, change: (policy: string) => string) =>
  s3.send(new PutBucketPolicyCommand({ Bucket, Policy: change(bucketPolicy(started.standIn)) }));

const withStatement = (policy: string, statement: object) => {
  const document = JSON.parse(policy) as { Statement: object[] };
  return JSON.stringify({ ...document, Statement: [...document.Statement, statement] });
};

const toBucket = (error: string) => ({ LatestDeliveryError: error, LatestDigestDeliveryError: error });
const toLogs = (error: string) => ({ LatestCloudWatchLogsDeliveryError: error });

test('a complete chain is healthy', async () => {
  expect(await errorsOf(started)).toEqual({});
});

test.each([
  ['DeleteBucket', bucketAttacks, toBucket('NoSuchBucket')],
  ['PutBucketPolicy', bucketAttacks, toBucket('AccessDenied')],
  ['DeleteBucketPolicy', bucketAttacks, toBucket('AccessDenied')],
  ['DisableKey', keyAttacks, toBucket('KMS.DisabledException')],
  ['ScheduleKeyDeletion', keyAttacks, toBucket('KMS.KMSInvalidStateException')],
  ['DeleteImportedKeyMaterial', keyAttacks, toBucket('KMS.KMSInvalidStateException')],
  ['PutKeyPolicy', keyAttacks, toBucket('AccessDenied')],
  ['DeleteLogGroup', logGroupAttacks, toLogs('ResourceNotFoundException')],
  ['DeleteRole', roleAttacks, toLogs('AccessDenied')],
  ['DeleteRolePolicy', roleAttacks, toLogs('AccessDenied')],
  ['PutRolePolicy', roleAttacks, toLogs('AccessDenied')],
  ['UpdateAssumeRolePolicy', roleAttacks, toLogs('AccessDenied')],
  ['PutRolePermissionsBoundary', roleAttacks, toLogs('AccessDenied')],
  ['DeleteTopic', topicAttacks, { LatestNotificationError: 'NotFound' }],
  ['SetTopicAttributes', topicAttacks, { LatestNotificationError: 'AuthorizationError' }],
] as const)('%s breaks the delivery', async (name, attacks, errors) => {
  await attack(attacks, name);
  expect(await errorsOf(started)).toEqual(errors);
});

test.each([
  ...['PutBucketLifecycle', 'PutBucketAcl', 'PutBucketEncryption', 'PutBucketNotification'].map(
    (name) => [name, bucketAttacks] as const,
  ),
  ...['PutRetentionPolicy', 'DeleteLogStream', 'DeleteSubscriptionFilter'].map(
    (name) => [name, logGroupAttacks] as const,
  ),
  ['DetachRolePolicy', roleAttacks] as const,
  ['Unsubscribe', topicAttacks] as const,
  ['DeleteAlias', keyAttacks] as const,
])('%s does not', async (name, attacks) => {
  await attack(attacks, name);
  expect(await errorsOf(started)).toEqual({});
});

describe('the bucket policy', () => {
  test.each([
    ['another trail', (policy: string) => policy.replaceAll('trail/main', 'trail/other')],
    ['another prefix', (policy: string) => policy.replace('audit/AWSLogs', 'AWSLogs')],
    ['another account', (policy: string) => policy.replace('AWSLogs/111122223333', 'AWSLogs/444455556666')],
    ['another service', (policy: string) => policy.replaceAll('cloudtrail.amazonaws', 'config.amazonaws')],
    ['another action', (policy: string) => policy.replace('s3:PutObject', 's3:PutObjectAcl')],
    ['another ACL', (policy: string) => policy.replace('bucket-owner-full-control', 'private')],
  ])('that is for %s does not let CloudTrail deliver', async (_, change) => {
    await putPolicy(started.s3, change);
    expect(await errorsOf(started)).toEqual(toBucket('AccessDenied'));
  });

  test.each([
    ['over HTTP', { Bool: { 'aws:SecureTransport': 'false' } }, {}],
    ['what is not of this account', { StringNotEquals: { 'aws:SourceAccount': '111122223333' } }, {}],
    ['principals from elsewhere', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }, toBucket('AccessDenied')],
    ['what has an organization', { Null: { 'aws:PrincipalOrgID': 'false' } }, {}],
    ['trails', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } }, toBucket('AccessDenied')],
    ['a VPC', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, {}],
    ['a VPC or none', { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }, toBucket('AccessDenied')],
  ])('that denies %s', async (_, Condition, errors) => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition };
    await putPolicy(started.s3, (policy) => withStatement(policy, deny));
    expect(await errorsOf(started)).toEqual(errors);
  });

  test.each([
    ['principals but CloudTrail', { NotPrincipal: { Service: ['cloudtrail.amazonaws.com'] } }, {}],
    ['principals but AWS Config', { NotPrincipal: { Service: 'config.amazonaws.com' } }, toBucket('AccessDenied')],
    ['actions but writing', { NotAction: ['s3:putobject'] }, {}],
    ['actions but listing', { NotAction: 's3:List*' }, toBucket('AccessDenied')],
    ['objects but the log files', { NotResource: `arn:aws:s3:::${Bucket}/audit/AWSLogs/*` }, {}],
    ['objects but those of others', { NotResource: 'arn:aws:s3:::other/?*' }, toBucket('AccessDenied')],
  ])('that denies all %s', async (_, others, errors) => {
    const deny = {
      Effect: 'Deny',
      ...('NotPrincipal' in others ? {} : { Principal: { AWS: '*' } }),
      ...('NotAction' in others ? {} : { Action: 's3:*' }),
      ...('NotResource' in others ? {} : { Resource: '*' }),
      ...others,
    };
    await putPolicy(started.s3, (policy) => withStatement(policy, deny));
    expect(await errorsOf(started)).toEqual(errors);
  });
});

describe('a repair', () => {
  test('of the bucket policy mends the delivery', async () => {
    const before = bucketPolicy(started.standIn);
    await attack(bucketAttacks, 'DeleteBucketPolicy');
    await putPolicy(started.s3, () => before);
    expect(await errorsOf(started)).toEqual({});
  });

  test('of the bucket needs its policy too', async () => {
    await attack(bucketAttacks, 'DeleteBucket');
    await started.s3.send(new CreateBucketCommand({ Bucket }));
    expect(await errorsOf(started)).toEqual(toBucket('AccessDenied'));
  });

  test('of the key has two steps', async () => {
    await attack(keyAttacks, 'ScheduleKeyDeletion');
    await started.kms.send(new CancelKeyDeletionCommand({ KeyId: keyArn }));
    expect(await errorsOf(started)).toEqual(toBucket('KMS.DisabledException'));
    await started.kms.send(new EnableKeyCommand({ KeyId: keyArn }));
    expect(await errorsOf(started)).toEqual({});
  });

  test('of the key policy, the log group, the role and the topic mends the delivery', async () => {
    const policy = started.standIn.deliveryChain.keys.byArn(keyArn)?.policy ?? '';
    const topicPolicy = started.standIn.topics.byArn(topicArn)?.policy ?? '';
    await attack(keyAttacks, 'PutKeyPolicy');
    await attack(logGroupAttacks, 'DeleteLogGroup');
    await attack(roleAttacks, 'PutRolePolicy');
    await attack(roleAttacks, 'PutRolePermissionsBoundary');
    await attack(topicAttacks, 'SetTopicAttributes');
    await started.kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy: policy }));
    await started.logs.send(new CreateLogGroupCommand({ logGroupName: 'main-events' }));
    await started.iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: 'quiet' }));
    await started.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: roleName }));
    await started.sns.send(
      new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: topicPolicy }),
    );
    expect(await errorsOf(started)).toEqual({});
  });
});

describe('a trail', () => {
  test('whose bucket nobody made here is healthy', async () => {
    started.standIn.cloudTrail.addTrail({ Name: 'other', KmsKeyId: 'alias/unknown' });
    expect(await errorsOf(started, 'other')).toEqual({});
  });

  test('that is pointed elsewhere loses its error', async () => {
    await attack(bucketAttacks, 'DeleteBucket');
    expect(await errorsOf(started)).toEqual(toBucket('NoSuchBucket'));
    await started.cloudTrail.send(new UpdateTrailCommand({ Name: 'main', S3BucketName: 'elsewhere' }));
    expect(await errorsOf(started)).toEqual({});
  });

  test('keeps an error that a drill set', async () => {
    const [trail] = started.standIn.cloudTrail.trails;
    if (trail) trail.latestDeliveryError = 'SlowDown';
    expect(await errorsOf(started)).toEqual({ LatestDeliveryError: 'SlowDown' });
  });

  test('of an organization delivers below its id', async () => {
    const { standIn } = started;
    const { arn } = standIn.cloudTrail.addTrail({ Name: 'all', S3BucketName: 'all-logs', IsOrganizationTrail: true });
    standIn.addDeliveryChain({ trailArn: arn, bucket: 'all-logs' });
    expect(await errorsOf(started, 'all')).toEqual({});
  });

  test('without a key uses that of its bucket', async () => {
    await started.cloudTrail.send(new UpdateTrailCommand({ Name: 'main', KmsKeyId: '' }));
    await attack(keyAttacks, 'DisableKey');
    expect(await errorsOf(started)).toEqual({});
    await attack(bucketAttacks, 'PutBucketEncryption');
    expect(await errorsOf(started)).toEqual(toBucket('KMS.DisabledException'));
  });
});
