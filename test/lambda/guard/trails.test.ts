import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { createTrails } from '../../../lambda/guard/trails';
import { REGION } from '../../fixtures/identities';
import { stopLogging, TRAIL_ARN } from '../../fixtures/records';
import { awsError } from './fake-trails';
import { trail } from './incidents';

const cloudTrail = mockClient(CloudTrailClient);
const pauses: number[] = [];
const trails = createTrails(new CloudTrailClient({ region: REGION }), async (milliseconds) => {
  pauses.push(milliseconds);
});

beforeEach(() => {
  cloudTrail.reset();
  pauses.length = 0;
});

test('a trail is started by its ARN', async () => {
  cloudTrail.on(StartLoggingCommand).resolves({});
  await trails.start(trail);
  expect(cloudTrail.commandCalls(StartLoggingCommand).map(({ args }) => args[0].input)).toEqual([{ Name: TRAIL_ARN }]);
});

test('a conflict is waited for', async () => {
  cloudTrail.on(StartLoggingCommand).rejectsOnce(awsError('ConflictException')).resolves({});
  await trails.start(trail);
  expect(pauses).toEqual([2000]);
});

test('fails when a conflict lasts, after three tries', async () => {
  cloudTrail.on(StartLoggingCommand).rejects(awsError('ConflictException'));
  await expect(trails.start(trail)).rejects.toThrow('from the fake');
  expect(pauses).toEqual([2000, 5000]);
});

test('fails at once for any other error', async () => {
  cloudTrail.on(StartLoggingCommand).rejects(awsError('AccessDeniedException'));
  await expect(trails.start(trail)).rejects.toThrow('from the fake');
  expect(pauses).toEqual([]);
});

test('a status that does not say so is not logging', async () => {
  cloudTrail.on(GetTrailStatusCommand).resolves({});
  expect(await trails.status(trail)).toEqual({ isLogging: false });
  cloudTrail
    .on(GetTrailStatusCommand)
    .resolves({ IsLogging: true, StartLoggingTime: new Date(2), StopLoggingTime: new Date(1) });
  expect(await trails.status(trail)).toEqual({ isLogging: true, startedAt: new Date(2), stoppedAt: new Date(1) });
});

test('every trail that has an ARN is listed, with its settings in one form', async () => {
  const settings = { S3BucketName: 'logs', IsMultiRegionTrail: true, KmsKeyId: '', SnsTopicName: 'topic' };
  const abroad = TRAIL_ARN.replace(REGION, 'us-east-1');
  cloudTrail.on(DescribeTrailsCommand).resolves({
    trailList: [
      { TrailARN: TRAIL_ARN, HomeRegion: REGION, HasCustomEventSelectors: true, ...settings },
      { TrailARN: abroad, HomeRegion: 'us-east-1' },
      { HomeRegion: REGION },
      { TrailARN: 'arn:aws:s3:::bucket', HomeRegion: REGION },
    ],
  });
  const bare = {
    IncludeGlobalServiceEvents: false,
    IsMultiRegionTrail: false,
    LogFileValidationEnabled: false,
    IsOrganizationTrail: false,
  };
  const listed = await trails.list();
  expect(listed.map(({ arn }) => arn)).toEqual([TRAIL_ARN, abroad]);
  expect(listed[0]).toEqual({
    ...trail,
    settings: { ...bare, S3BucketName: 'logs', IsMultiRegionTrail: true, SnsTopicARN: 'topic' },
    hasCustomEventSelectors: true,
    hasInsightSelectors: false,
  });
  cloudTrail.on(DescribeTrailsCommand).resolves({});
  expect(await trails.list()).toEqual([]);
});

test('one trail is found by its ARN, or is not there', async () => {
  cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [{ TrailARN: TRAIL_ARN, S3BucketName: 'logs' }] });
  expect(await trails.find(trail)).toMatchObject({ arn: TRAIL_ARN, settings: { S3BucketName: 'logs' } });
  cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [] });
  expect(await trails.find(trail)).toBeUndefined();
  expect(cloudTrail.commandCalls(DescribeTrailsCommand).map(({ args }) => args[0].input)).toEqual(
    Array(2).fill({ trailNameList: [TRAIL_ARN] }),
  );
});

test('what CloudTrail cannot deliver is part of the status, in its own words', async () => {
  cloudTrail.on(GetTrailStatusCommand).resolves({
    IsLogging: true,
    LatestDeliveryError: 'NoSuchBucket',
    LatestDigestDeliveryError: '',
    LatestCloudWatchLogsDeliveryError: 'AccessDenied',
    LatestNotificationError: 'NotFound',
  });
  expect((await trails.status(trail)).deliveryErrors).toEqual([
    'LatestDeliveryError: NoSuchBucket',
    'LatestCloudWatchLogsDeliveryError: AccessDenied',
    'LatestNotificationError: NotFound',
  ]);
});

test('event history is read page by page, and not for ever', async () => {
  const record = stopLogging();
  cloudTrail
    .on(LookupEventsCommand)
    .resolves({ Events: [{ CloudTrailEvent: JSON.stringify(record) }], NextToken: 'more' });
  expect(await trails.history('StopLogging', new Date(0), new Date(1))).toEqual(Array(4).fill(record));
  const inputs = cloudTrail.commandCalls(LookupEventsCommand).map(({ args }) => args[0].input);
  expect(inputs.map(({ NextToken }) => NextToken)).toEqual([undefined, 'more', 'more', 'more']);
  expect(inputs[0]).toMatchObject({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'StopLogging' }],
    StartTime: new Date(0),
    EndTime: new Date(1),
  });
});

test('an event without its record is passed on as nothing', async () => {
  cloudTrail.on(LookupEventsCommand).resolves({ Events: [{}] });
  expect(await trails.history('StopLogging', new Date(0), new Date(1))).toEqual([null]);
});
