import {
  type CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { busEvents, clientIn, startCloudTrail, trailArn } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

const status = (Name = 'main', client = cloudTrail) => client.send(new GetTrailStatusCommand({ Name }));
const stop = (Name = 'main', client = cloudTrail) => client.send(new StopLoggingCommand({ Name }));
const startLogging = (Name = 'main') => cloudTrail.send(new StartLoggingCommand({ Name }));
const lookup = (input: LookupEventsCommandInput = {}) => cloudTrail.send(new LookupEventsCommand(input));

beforeEach(async () => {
  ({ standIn, mallory, cloudTrail } = await startCloudTrail());
});
afterEach(cleanUp);

describe('a trail', () => {
  test('is created, does not log until it is started, and is deleted', async () => {
    const created = await cloudTrail.send(new CreateTrailCommand({ Name: 'new', S3BucketName: 'bucket' }));
    expect(created.TrailARN).toBe('arn:aws:cloudtrail:us-east-1:111122223333:trail/new');
    expect(created.S3BucketName).toBe('bucket');
    expect(created.IncludeGlobalServiceEvents).toBe(true);
    expect(created.LogFileValidationEnabled).toBe(false);
    expect((await status('new')).IsLogging).toBe(false);
    expect((await status('new')).StartLoggingTime).toBeUndefined();

    const again = cloudTrail.send(new CreateTrailCommand({ Name: 'new', S3BucketName: 'bucket' }));
    expect((await errorOf(again)).name).toBe('TrailAlreadyExistsException');

    await cloudTrail.send(new DeleteTrailCommand({ Name: 'new' }));
    expect(await errorOf(status('new'))).toEqual({
      name: 'TrailNotFoundException',
      message: 'Unknown trail: arn:aws:cloudtrail:us-east-1:111122223333:trail/new for the user: 111122223333',
      status: 400,
    });
  });

  test('tells when it was stopped and started, to the millisecond', async () => {
    const trail = standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    const stopped = await status();
    expect(stopped.IsLogging).toBe(false);
    expect(stopped.StopLoggingTime?.getTime()).toBe(trail.status.stoppedAt);
    await startLogging(trailArn);
    const started = await status(trailArn);
    expect(started.IsLogging).toBe(true);
    expect(started.StartLoggingTime?.getTime()).toBe(trail.status.startedAt);
    expect(started.StopLoggingTime).toEqual(stopped.StopLoggingTime);
  });

  test('keeps its times when it is stopped or started twice', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    const first = await status();
    await stop();
    expect((await status()).StopLoggingTime).toEqual(first.StopLoggingTime);
  });

  test('shows its old status for a while after a change', async () => {
    standIn.cloudTrail.options.statusLagMs = 100;
    const trail = standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    expect((await status()).IsLogging).toBe(true);
    expect((await status()).StopLoggingTime).toBeUndefined();
    expect(trail.status.isLogging).toBe(false);
    while ((await status()).IsLogging) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(Date.now() - (trail.status.stoppedAt ?? 0)).toBeGreaterThanOrEqual(100);
  });

  test('tells of deliveries that fail', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' }).latestDeliveryError = 'NoSuchBucket';
    expect(await status()).toMatchObject({ IsLogging: true, LatestDeliveryError: 'NoSuchBucket' });
  });

  test.each([
    ['arn:aws:s3:::bucket', 'CloudTrailARNInvalidException'],
    ['-x', 'InvalidTrailNameException'],
    ['unknown', 'TrailNotFoundException'],
  ])('fails for the name %s', async (name, error) => {
    expect((await errorOf(stop(name))).name).toBe(error);
  });
});

describe('Regions and accounts', () => {
  test('a multi-Region trail is seen everywhere, changed only at home', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true });
    const abroad = clientIn(standIn, 'eu-west-1', mallory);
    const { trailList } = await abroad.send(new DescribeTrailsCommand({}));
    expect(trailList).toEqual([
      {
        Name: 'main',
        TrailARN: trailArn,
        HomeRegion: 'us-east-1',
        S3BucketName: 'main-logs',
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: false,
        HasCustomEventSelectors: false,
        HasInsightSelectors: false,
      },
    ]);
    expect((await abroad.send(new DescribeTrailsCommand({ includeShadowTrails: false }))).trailList).toEqual([]);
    expect((await abroad.send(new DescribeTrailsCommand({ trailNameList: ['main'] }))).trailList).toEqual([]);
    expect((await abroad.send(new DescribeTrailsCommand({ trailNameList: [trailArn] }))).trailList).toHaveLength(1);
    expect((await status(trailArn, abroad)).IsLogging).toBe(true);
    expect((await errorOf(status('main', abroad))).name).toBe('TrailNotFoundException');
    expect((await errorOf(stop(trailArn, abroad))).name).toBe('InvalidHomeRegionException');
    expect((await status()).IsLogging).toBe(true);
  });

  test('a single-Region trail is not seen elsewhere', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    const abroad = clientIn(standIn, 'eu-west-1', mallory);
    expect((await abroad.send(new DescribeTrailsCommand({}))).trailList).toEqual([]);
    expect((await errorOf(status(trailArn, abroad))).name).toBe('TrailNotFoundException');
  });

  test('a member sees an organization trail but cannot change it', async () => {
    const { arn } = standIn.cloudTrail.addTrail({ Name: 'org', accountId: '999988887777', IsOrganizationTrail: true });
    expect(arn).toBe('arn:aws:cloudtrail:us-east-1:999988887777:trail/org');
    expect((await cloudTrail.send(new DescribeTrailsCommand({}))).trailList?.[0]?.TrailARN).toBe(arn);
    expect((await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: false }))).trailList).toEqual([]);
    expect((await status(arn)).IsLogging).toBe(true);
    expect((await errorOf(status('org'))).name).toBe('TrailNotFoundException');
    expect((await errorOf(stop(arn))).name).toBe('NotOrganizationMasterAccountException');
    standIn.cloudTrail.options.memberWriteError = 'OperationNotPermittedException';
    expect((await errorOf(stop(arn))).name).toBe('OperationNotPermittedException');
  });

  test('the management account stops it, and no event of that reaches the member', async () => {
    const { arn } = standIn.cloudTrail.addTrail({ Name: 'org', accountId: '999988887777', IsOrganizationTrail: true });
    const root = standIn.callers.register({ type: 'Root', accountId: '999988887777' });
    await stop(arn, clientIn(standIn, 'us-east-1', root));
    expect((await status(arn)).IsLogging).toBe(false);
    expect(busEvents(standIn)).toEqual([]);
    expect(
      (await lookup({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'StopLogging' }] })).Events,
    ).toEqual([]);
  });

  test('another account does not see a trail that is not of its organization', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    const stranger = standIn.callers.register({ type: 'Root', accountId: '999988887777' });
    const elsewhere = clientIn(standIn, 'us-east-1', stranger);
    expect((await elsewhere.send(new DescribeTrailsCommand({}))).trailList).toEqual([]);
    expect((await errorOf(stop(trailArn, elsewhere))).name).toBe('TrailNotFoundException');
  });
});
