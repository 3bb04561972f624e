import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketEncryptionCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
} from '@aws-sdk/client-s3';
import { recordOf } from './cloudtrail-fixture';
import { keyArn, type Started, startChain } from './delivery-chain-fixture';
import { cleanUp, errorOf } from './fixture';

const Bucket = 'new-bucket';
const Key = 'audit/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/01/file name+1.json.gz';
let started: Started;
beforeEach(async () => {
  started = await startChain();
  await started.s3.send(new CreateBucketCommand({ Bucket }));
});
afterEach(cleanUp);

test('a bucket is there until it is deleted', async () => {
  const { s3 } = started;
  await s3.send(new HeadBucketCommand({ Bucket }));
  expect(await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 5 }))).toMatchObject({ KeyCount: 0 });
  expect(await errorOf(s3.send(new CreateBucketCommand({ Bucket })))).toMatchObject({
    name: 'BucketAlreadyOwnedByYou',
    status: 409,
  });
  await s3.send(new DeleteBucketCommand({ Bucket }));
  expect(await errorOf(s3.send(new HeadBucketCommand({ Bucket })))).toMatchObject({ name: 'NotFound', status: 404 });
  expect(await errorOf(s3.send(new GetBucketPolicyCommand({ Bucket })))).toMatchObject({ name: 'NoSuchBucket' });
  expect(recordOf(started.standIn, 'GetBucketPolicy')).toMatchObject({ readOnly: true, errorCode: 'NoSuchBucket' });
});

test('a bucket has no policy until one is put, and gives it back as it is', async () => {
  const { s3 } = started;
  expect(await errorOf(s3.send(new GetBucketPolicyCommand({ Bucket })))).toMatchObject({
    name: 'NoSuchBucketPolicy',
    status: 404,
  });
  const Policy = '{ "Statement": [ { "Sid": "<&>", "Effect": "Allow" } ] }';
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
});

test.each([
  ['{', 'MalformedPolicy', 400],
  ['{"Statement":["Allow"]}', 'MalformedPolicy', 400],
  ['{"Statement":{"Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}}', 'NotImplemented', 501],
])('the policy %s is refused', async (Policy, name, status) => {
  expect(await errorOf(started.s3.send(new PutBucketPolicyCommand({ Bucket, Policy })))).toMatchObject({
    name,
    status,
  });
});

test('a bucket of somebody else is not touched', async () => {
  const ExpectedBucketOwner = '444455556666';
  expect(await errorOf(started.s3.send(new GetBucketPolicyCommand({ Bucket, ExpectedBucketOwner })))).toMatchObject({
    name: 'AccessDenied',
    status: 403,
  });
  started.standIn.deliveryChain.buckets.add('theirs', ExpectedBucketOwner);
  expect(await errorOf(started.s3.send(new CreateBucketCommand({ Bucket: 'theirs' })))).toMatchObject({
    name: 'BucketAlreadyExists',
  });
});

test('versioning is kept', async () => {
  const { s3 } = started;
  const get = async () => {
    const { Status, MFADelete } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return { Status, MFADelete };
  };
  const put = (VersioningConfiguration: { Status?: 'Enabled' | 'Suspended'; MFADelete?: 'Enabled' | 'Disabled' }) =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  expect(await get()).toEqual({});
  await put({ Status: 'Enabled', MFADelete: 'Enabled' });
  await put({ Status: 'Suspended' });
  expect(await get()).toEqual({ Status: 'Suspended', MFADelete: 'Enabled' });
});

test('encryption is kept, and goes back to what every bucket has', async () => {
  const { s3 } = started;
  const get = async () => {
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    return ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  };
  const byKey = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: keyArn };
  expect(await get()).toEqual({ SSEAlgorithm: 'AES256' });
  const Rules = [{ ApplyServerSideEncryptionByDefault: byKey, BucketKeyEnabled: true }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  expect(await get()).toEqual(byKey);
  await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
  expect(await get()).toEqual({ SSEAlgorithm: 'AES256' });
});

test('an operation that the stand-in does not have says so', async () => {
  const website = new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: {} });
  expect(await errorOf(started.s3.send(website))).toMatchObject({ name: 'NotImplemented' });
});

describe('the deletion of an object', () => {
  const events = () =>
    started.standIn.timeline
      .of('event')
      .filter(({ name }) => name.startsWith('DeleteObject'))
      .map(({ name, disposition }) => `${name} ${disposition}`);
  const remove = async () => {
    await started.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: '1' }));
    await started.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
  };
  const objectArn = `arn:aws:s3:::${Bucket}/`;
  const data = { Field: 'eventCategory', Equals: ['Data'] };
  const objects = { Field: 'resources.type', Equals: ['AWS::S3::Object'] };
  const basic = (Values: string[], ReadWriteType = 'All', Type = 'AWS::S3::Object') => ({
    EventSelectors: [{ ReadWriteType, DataResources: [{ Type, Values }] }],
  });
  const advanced = (...FieldSelectors: object[]) => ({
    AdvancedEventSelectors: [{ FieldSelectors: FieldSelectors as { Field: string }[] }],
  });

  test.each([
    ['management events only', {}, 'lost'],
    ['all objects', basic(['arn:aws:s3']), 'unmatched'],
    ['the bucket', basic([objectArn], 'WriteOnly'), 'unmatched'],
    ['another bucket', basic(['arn:aws:s3:::other/']), 'lost'],
    ['reads', basic([objectArn], 'ReadOnly'), 'lost'],
    ['functions', basic(['arn:aws:lambda'], 'All', 'AWS::Lambda::Function'), 'lost'],
    ['advanced, the bucket', advanced(data, objects, { Field: 'resources.ARN', StartsWith: [objectArn] }), 'unmatched'],
    [
      'advanced, all but the bucket',
      advanced(data, objects, { Field: 'resources.ARN', NotStartsWith: [objectArn] }),
      'lost',
    ],
    ['advanced, reads', advanced(data, objects, { Field: 'readOnly', Equals: ['true'] }), 'lost'],
  ])('is a data event: with a trail of %s', async (_, selectors, disposition) => {
    started.standIn.cloudTrail.addTrail({ Name: 'data', ...selectors });
    await remove();
    expect(events()).toEqual([`DeleteObject ${disposition}`, `DeleteObjects ${disposition}`]);
    expect(recordOf(started.standIn, 'DeleteObject')).toBeUndefined();
  });

  test('tells the key of the object', async () => {
    const { standIn, s3 } = started;
    standIn.cloudTrail.addTrail({ Name: 'data', ...basic(['arn:aws:s3']) });
    const published = jest.spyOn(standIn.bus, 'publish');
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(published.mock.calls[0]?.[0]).toMatchObject({
      eventName: 'DeleteObject',
      eventCategory: 'Data',
      managementEvent: false,
      requestParameters: { bucketName: Bucket, key: Key },
      resources: [{ type: 'AWS::S3::Object', ARN: objectArn + Key }, { ARN: `arn:aws:s3:::${Bucket}` }],
    });
  });
});
