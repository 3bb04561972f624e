import {
  CloudTrailClient,
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
import { cleanUp, clientConfig, errorOf, start } from './fixture';

const trailArn = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main';
const account = '111122223333';

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

const clientIn = (region: string, caller = mallory) => new CloudTrailClient(clientConfig(standIn, caller, region));
const status = (Name = 'main', client = cloudTrail) => client.send(new GetTrailStatusCommand({ Name }));
const stop = (Name = 'main', client = cloudTrail) => client.send(new StopLoggingCommand({ Name }));
const startLogging = (Name = 'main') => cloudTrail.send(new StartLoggingCommand({ Name }));
const lookup = (input: LookupEventsCommandInput = {}) => cloudTrail.send(new LookupEventsCommand(input));
const busEvents = () => standIn.timeline.of('event').map(({ name, disposition }) => `${name} ${disposition}`);

beforeEach(async () => {
  standIn = await start({ cloudTrail: { lookupEventsPerSecond: 100 } });
  standIn.bus.rule('guard-rule').state = 'DISABLED';
  mallory = standIn.callers.register({ type: 'IAMUser', userName: 'mallory', sourceIp: '203.0.113.7' });
  cloudTrail = clientIn('us-east-1');
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
    const abroad = clientIn('eu-west-1');
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
    const abroad = clientIn('eu-west-1');
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
    await stop(arn, clientIn('us-east-1', root));
    expect((await status(arn)).IsLogging).toBe(false);
    expect(busEvents()).toEqual([]);
    expect(
      (await lookup({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'StopLogging' }] })).Events,
    ).toEqual([]);
  });

  test('another account does not see a trail that is not of its organization', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    const stranger = standIn.callers.register({ type: 'Root', accountId: '999988887777' });
    const elsewhere = clientIn('us-east-1', stranger);
    expect((await elsewhere.send(new DescribeTrailsCommand({}))).trailList).toEqual([]);
    expect((await errorOf(stop(trailArn, elsewhere))).name).toBe('TrailNotFoundException');
  });
});

describe('records', () => {
  const recordOf = (name: string) => standIn.cloudTrail.records.find(({ eventName }) => eventName === name);

  test('have the shape of real ones', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    const record = recordOf('StopLogging');
    expect(Object.keys(record ?? {}).sort()).toEqual([
      'awsRegion',
      'eventCategory',
      'eventID',
      'eventName',
      'eventSource',
      'eventTime',
      'eventType',
      'eventVersion',
      'managementEvent',
      'readOnly',
      'recipientAccountId',
      'requestID',
      'requestParameters',
      'responseElements',
      'sourceIPAddress',
      'tlsDetails',
      'userAgent',
      'userIdentity',
    ]);
    expect(record).toMatchObject({
      awsRegion: 'us-east-1',
      eventSource: 'cloudtrail.amazonaws.com',
      readOnly: false,
      recipientAccountId: account,
      requestParameters: { name: 'main' },
      responseElements: null,
      sourceIPAddress: '203.0.113.7',
      userIdentity: { type: 'IAMUser', userName: 'mallory', arn: 'arn:aws:iam::111122223333:user/mallory' },
    });
    expect(record?.eventTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(record?.userAgent).toMatch(/^aws-sdk-js\/3/);
    expect(record?.userIdentity.accessKeyId).toBe(mallory.credentials.accessKeyId);
  });

  test('of a created trail have the answer', async () => {
    await cloudTrail.send(new CreateTrailCommand({ Name: 'new', S3BucketName: 'bucket' }));
    expect(recordOf('CreateTrail')).toMatchObject({
      requestParameters: { name: 'new', s3BucketName: 'bucket' },
      responseElements: { name: 'new', trailARN: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/new' },
    });
  });

  test('of denied calls have no parameters', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    standIn.callers.deny(mallory, 'cloudtrail:StopLogging');
    const message =
      'User: arn:aws:iam::111122223333:user/mallory is not authorized to perform: cloudtrail:StopLogging on resource: ' +
      `${trailArn} because no identity-based policy allows the cloudtrail:StopLogging action`;
    expect(await errorOf(stop())).toEqual({ name: 'AccessDeniedException', message, status: 400 });
    expect((await status()).IsLogging).toBe(true);
    expect(recordOf('StopLogging')).toMatchObject({
      errorCode: 'AccessDenied',
      errorMessage: message,
      requestParameters: null,
      responseElements: null,
    });
    standIn.callers.allow(mallory, 'cloudtrail:StopLogging');
    await stop();
    expect((await status()).IsLogging).toBe(false);
  });

  test('of failed calls keep their parameters', async () => {
    await errorOf(stop('unknown'));
    expect(recordOf('StopLogging')).toMatchObject({
      errorCode: 'TrailNotFoundException',
      requestParameters: { name: 'unknown' },
    });
  });

  test('of a role session name the role as issuer', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    const session = standIn.callers.register({
      type: 'AssumedRole',
      roleArn: 'arn:aws:iam::111122223333:role/ops/admin',
      sessionName: 'eve',
    });
    await stop('main', clientIn('us-east-1', session));
    expect(recordOf('StopLogging')?.userIdentity).toMatchObject({
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/admin/eve',
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/ops/admin', userName: 'admin' } },
    });
    expect(
      (await lookup({ LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'eve' }] })).Events,
    ).toHaveLength(1);
  });

  test('reach the bus only while a trail is logging', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    await stop();
    await startLogging();
    expect(busEvents()).toEqual(['StopLogging unmatched', 'StopLogging lost', 'StartLogging unmatched']);
  });

  test('reach the bus while another trail is logging', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    standIn.cloudTrail.addTrail({ Name: 'second', homeRegion: 'eu-west-1', IsMultiRegionTrail: true });
    await stop();
    await cloudTrail.send(new DeleteTrailCommand({ Name: 'main' }));
    expect(busEvents()).toEqual(['StopLogging unmatched', 'DeleteTrail unmatched']);
  });

  test('of another Region do not reach this bus', async () => {
    standIn.cloudTrail.addTrail({ Name: 'far', homeRegion: 'eu-west-1', IsMultiRegionTrail: true });
    await stop('far', clientIn('eu-west-1'));
    expect(recordOf('StopLogging')?.awsRegion).toBe('eu-west-1');
    expect(busEvents()).toEqual([]);
  });

  test('of the stop itself can be lost too', async () => {
    standIn.cloudTrail.options.stopEventReachesBus = false;
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    expect(busEvents()).toEqual(['StopLogging lost']);
  });
});

describe('event history', () => {
  const names = (events: { EventName?: string | undefined }[] | undefined) => events?.map(({ EventName }) => EventName);

  test('has what no trail recorded, newest first', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    standIn.cloudTrail.recordCall({
      caller: mallory,
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      requestParameters: { userName: 'backdoor' },
    });
    const { Events } = await lookup();
    expect(names(Events)).toEqual(['CreateUser', 'StopLogging']);
    expect(Events?.[1]).toMatchObject({
      ReadOnly: 'false',
      Username: 'mallory',
      EventSource: 'cloudtrail.amazonaws.com',
      AccessKeyId: mallory.credentials.accessKeyId,
      Resources: [{ ResourceType: 'AWS::CloudTrail::Trail', ResourceName: 'main' }],
    });
    expect(Events?.[1]?.EventTime).toBeInstanceOf(Date);
    expect(JSON.parse(Events?.[1]?.CloudTrailEvent ?? '')).toEqual(standIn.cloudTrail.records[0]);
    expect(busEvents()).toEqual(['StopLogging unmatched', 'CreateUser lost']);
  });

  test.each([
    ['EventName', 'StopLogging'],
    ['ResourceName', 'main'],
    ['ReadOnly', 'false'],
    ['EventSource', 'cloudtrail.amazonaws.com'],
  ] as const)('is searched by %s', async (AttributeKey, AttributeValue) => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    await cloudTrail.send(new DescribeTrailsCommand({}));
    standIn.cloudTrail.recordCall({
      caller: mallory,
      eventSource: 'iam.amazonaws.com',
      eventName: 'ListUsers',
      readOnly: true,
      requestParameters: {},
    });
    const { Events } = await lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] });
    expect(names(Events)).toEqual(AttributeKey === 'EventSource' ? ['DescribeTrails', 'StopLogging'] : ['StopLogging']);
  });

  test('comes in pages', async () => {
    for (let index = 0; index < 5; index += 1) {
      standIn.cloudTrail.recordCall({
        caller: mallory,
        eventSource: 'iam.amazonaws.com',
        eventName: `Call${index}`,
        requestParameters: {},
      });
    }
    const query = { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'mallory' }] } as const;
    const first = await lookup({ ...query, LookupAttributes: [...query.LookupAttributes], MaxResults: 2 });
    expect(names(first.Events)).toEqual(['Call4', 'Call3']);
    // The LookupEvents calls are events too, newer than the page before: the token is not an offset.
    const second = await lookup({
      LookupAttributes: [...query.LookupAttributes],
      MaxResults: 50,
      ...(first.NextToken !== undefined && { NextToken: first.NextToken }),
    });
    expect(names(second.Events)).toEqual(['Call2', 'Call1', 'Call0']);
    expect(second.NextToken).toBeUndefined();
    const otherQuery = lookup({ ...(first.NextToken !== undefined && { NextToken: first.NextToken }) });
    expect((await errorOf(otherQuery)).name).toBe('InvalidNextTokenException');
  });

  test('is limited to a time range', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    const now = Date.now();
    const [past, future] = [new Date(now - 60_000), new Date(now + 60_000)];
    expect(names((await lookup({ StartTime: past, EndTime: future })).Events)).toContain('StopLogging');
    expect((await lookup({ StartTime: future })).Events).toEqual([]);
    expect((await lookup({ EndTime: past })).Events).toEqual([]);
    expect((await errorOf(lookup({ StartTime: future, EndTime: past }))).name).toBe('InvalidTimeRangeException');
  });

  test.each([
    [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
    [{ MaxResults: 0 }, 'InvalidMaxResultsException'],
    [{ NextToken: 'nonsense' }, 'InvalidNextTokenException'],
    [
      { LookupAttributes: Array(2).fill({ AttributeKey: 'EventName', AttributeValue: 'x' }) },
      'InvalidLookupAttributesException',
    ],
  ])('fails for %j', async (input, error) => {
    expect((await errorOf(lookup(input))).name).toBe(error);
  });

  test('lags', async () => {
    standIn.cloudTrail.options.historyLagMs = 60_000;
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    expect((await lookup()).Events).toEqual([]);
    standIn.cloudTrail.options.historyLagMs = 0;
    expect(names((await lookup()).Events)).toEqual(['LookupEvents', 'StopLogging']);
  });

  test('answers two calls a second', async () => {
    standIn.cloudTrail.options.lookupEventsPerSecond = 2;
    await lookup();
    await lookup();
    expect(await errorOf(lookup())).toEqual({ name: 'ThrottlingException', message: 'Rate exceeded', status: 400 });
  });
});
