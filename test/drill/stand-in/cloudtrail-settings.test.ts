import {
  type CloudTrailClient,
  CreateTrailCommand,
  type CreateTrailCommandInput,
  DescribeTrailsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { clientIn, recordOf, startCloudTrail, trailArn } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';

const everything = {
  S3BucketName: 'bucket',
  S3KeyPrefix: 'prefix',
  SnsTopicName: 'topic',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  EnableLogFileValidation: true,
  CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:trail:*',
  CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/trail',
  KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234',
  IsOrganizationTrail: false,
};
/** The same as an answer. */
const { EnableLogFileValidation: _renamed, ...kept } = everything;
const answered = {
  ...kept,
  Name: 'main',
  TrailARN: trailArn,
  SnsTopicARN: 'arn:aws:sns:us-east-1:111122223333:topic',
  LogFileValidationEnabled: true,
};

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

const create = (input: Partial<CreateTrailCommandInput> = {}) =>
  cloudTrail.send(new CreateTrailCommand({ Name: 'main', S3BucketName: 'bucket', ...input }));
const update = (input: Partial<UpdateTrailCommandInput> = {}, client = cloudTrail) =>
  client.send(new UpdateTrailCommand({ Name: 'main', ...input }));
const answer = async (call: Promise<object>) => {
  const { $metadata: _, ...output } = (await call) as Record<string, unknown>;
  return output;
};
const describeMain = async () => (await cloudTrail.send(new GetTrailCommand({ Name: 'main' }))).Trail;

beforeEach(async () => {
  ({ standIn, mallory, cloudTrail } = await startCloudTrail());
});
afterEach(cleanUp);

test('CreateTrail takes every setting, and all reads tell it', async () => {
  expect(await answer(create(everything))).toEqual(answered);
  const described = {
    ...answered,
    HomeRegion: 'us-east-1',
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
  };
  expect(await describeMain()).toEqual(described);
  expect((await cloudTrail.send(new DescribeTrailsCommand({}))).trailList).toEqual([described]);
});

test.each<[keyof typeof everything & keyof UpdateTrailCommandInput, unknown, object]>([
  ['S3BucketName', 'other', { S3BucketName: 'other' }],
  ['S3KeyPrefix', 'other', { S3KeyPrefix: 'other' }],
  [
    'SnsTopicName',
    'arn:aws:sns:us-east-1:1:x',
    { SnsTopicName: 'arn:aws:sns:us-east-1:1:x', SnsTopicARN: 'arn:aws:sns:us-east-1:1:x' },
  ],
  ['IsMultiRegionTrail', false, { IsMultiRegionTrail: false }],
  ['EnableLogFileValidation', false, { LogFileValidationEnabled: false }],
  ['KmsKeyId', '5678', { KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/5678' }],
  ['KmsKeyId', 'alias/evil', { KmsKeyId: 'alias/evil' }],
  ['CloudWatchLogsRoleArn', 'arn:aws:iam::1:role/x', { CloudWatchLogsRoleArn: 'arn:aws:iam::1:role/x' }],
  ['IsOrganizationTrail', true, { IsOrganizationTrail: true }],
])('UpdateTrail changes %s to %j and nothing else', async (name, value, difference) => {
  await create(everything);
  expect(await answer(update({ [name]: value }))).toEqual({ ...answered, ...difference });
  expect(await describeMain()).toMatchObject({ ...answered, ...difference });
});

test('UpdateTrail with empty text clears, as the console sends it', async () => {
  await create(everything);
  const cleared = {
    S3KeyPrefix: '',
    SnsTopicName: '',
    CloudWatchLogsLogGroupArn: '',
    CloudWatchLogsRoleArn: '',
    KmsKeyId: '',
  };
  const left = {
    Name: 'main',
    TrailARN: trailArn,
    S3BucketName: 'bucket',
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    LogFileValidationEnabled: true,
    IsOrganizationTrail: false,
  };
  expect(await answer(update(cleared))).toEqual(left);
});

test('UpdateTrail makes and ends a multi-Region trail', async () => {
  await create();
  const abroad = clientIn(standIn, 'eu-west-1', mallory);
  const seenAbroad = async () => (await abroad.send(new DescribeTrailsCommand({}))).trailList?.length;
  expect(await seenAbroad()).toBe(0);
  await update({ IsMultiRegionTrail: true });
  expect(await seenAbroad()).toBe(1);
  await update({ IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false });
  expect(await seenAbroad()).toBe(0);
});

const combination = 'InvalidParameterCombinationException';
test.each<[string, Partial<UpdateTrailCommandInput>, string]>([
  ['no global events of all Regions', { IncludeGlobalServiceEvents: false }, combination],
  ['a log group without its role', { CloudWatchLogsRoleArn: '' }, combination],
  ['no bucket', { S3BucketName: '' }, 'InvalidS3BucketNameException'],
  ['an unknown trail', { Name: 'unknown' }, 'TrailNotFoundException'],
])('UpdateTrail fails for %s, and changes nothing', async (_what, input, error) => {
  await create(everything);
  expect((await errorOf(update({ KmsKeyId: '', ...input }))).name).toBe(error);
  expect(await describeMain()).toMatchObject(answered);
});

test.each<[string, Partial<CreateTrailCommandInput>, string]>([
  ['no bucket', { S3BucketName: '' }, 'InvalidS3BucketNameException'],
  ['no global events of all Regions', { ...everything, IncludeGlobalServiceEvents: false }, combination],
  ['a log group without its role', { ...everything, CloudWatchLogsRoleArn: undefined }, combination],
  ['a name taken', { Name: 'taken' }, 'TrailAlreadyExistsException'],
])('CreateTrail fails for %s', async (_what, input, error) => {
  standIn.cloudTrail.addTrail({ Name: 'taken' });
  expect((await errorOf(create(input))).name).toBe(error);
  expect(standIn.cloudTrail.trails).toHaveLength(1);
});

test('UpdateTrail fails away from home and in another account', async () => {
  standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true, IsOrganizationTrail: true });
  const abroad = update({ Name: trailArn, S3BucketName: 'x' }, clientIn(standIn, 'eu-west-1', mallory));
  expect((await errorOf(abroad)).name).toBe('InvalidHomeRegionException');
  const member = standIn.callers.register({ type: 'Root', accountId: '999988887777' });
  const asMember = update({ Name: trailArn, S3BucketName: 'x' }, clientIn(standIn, 'us-east-1', member));
  expect((await errorOf(asMember)).name).toBe('NotOrganizationMasterAccountException');
});

test('a Region holds five trails, multi-Region ones of other Regions counted', async () => {
  standIn.cloudTrail.addTrail({ Name: 'far', homeRegion: 'eu-west-1', IsMultiRegionTrail: true });
  standIn.cloudTrail.addTrail({ Name: 'elsewhere', homeRegion: 'eu-west-1' });
  for (let index = 0; index < 4; index += 1) await create({ Name: `trail-${index}` });
  expect((await errorOf(create({ Name: 'sixth' }))).name).toBe('MaximumNumberOfTrailsExceededException');
});

test('records of UpdateTrail have what was sent, and the resulting state', async () => {
  await create(everything);
  await update({ EnableLogFileValidation: false, KmsKeyId: '' });
  expect(recordOf(standIn, 'UpdateTrail')).toMatchObject({
    readOnly: false,
    requestParameters: { name: 'main', enableLogFileValidation: false, kmsKeyId: '' },
    responseElements: {
      name: 'main',
      trailARN: trailArn,
      s3BucketName: 'bucket',
      isMultiRegionTrail: true,
      logFileValidationEnabled: false,
      snsTopicARN: answered.SnsTopicARN,
    },
  });
  expect(recordOf(standIn, 'UpdateTrail')?.requestParameters).not.toHaveProperty('s3BucketName');
  expect(recordOf(standIn, 'UpdateTrail')?.responseElements).not.toHaveProperty('kmsKeyId');
});

test('GetTrailStatus tells each delivery that fails', async () => {
  const trail = standIn.cloudTrail.addTrail({ Name: 'main' });
  trail.latestDeliveryError = 'NoSuchBucket';
  trail.latestDigestDeliveryError = 'AccessDenied';
  trail.latestCloudWatchLogsDeliveryError = 'ResourceNotFoundException';
  trail.latestNotificationError = 'NotFound';
  expect(await cloudTrail.send(new GetTrailStatusCommand({ Name: 'main' }))).toMatchObject({
    IsLogging: true,
    LatestDeliveryError: 'NoSuchBucket',
    LatestDigestDeliveryError: 'AccessDenied',
    LatestCloudWatchLogsDeliveryError: 'ResourceNotFoundException',
    LatestNotificationError: 'NotFound',
  });
});
