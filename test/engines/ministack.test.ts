import { readFileSync } from 'node:fs';
import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Incident } from '../../lib/contract/incident';
import { SWEEP_TRIGGER } from '../../lib/contract/sweep';
import { TABLE } from '../../lib/contract/table';
import { type CloudTrailRecord, recordInCloudTrail } from './cloudtrail-door';
import { type Deployment, deploy } from './deployment';
import { startDrill } from './drill-command';
import { clientConfig, engines, eventually, REGION, sleep } from './engine';
import { Inbox } from './inbox';
import { matchesInMinistack, matchesInMoto, matchesInStandIn } from './matchers';
import { envelope, MALLORY, stopRecord } from './records';

const { ministack, moto } = engines();
const config = clientConfig(ministack);
const cloudTrail = new CloudTrailClient(config);
const eventBridge = new EventBridgeClient(config);

let guard: Deployment;
let inbox: Inbox;
let pattern: string;

beforeAll(async () => {
  // What is told at once; what is found out later is in investigation.test.ts.
  guard = await deploy(ministack, { investigation: 'off' });
  inbox = await Inbox.subscribe(ministack, guard.only('AWS::SNS::Topic'));
  const rules = await Promise.all(
    guard.all('AWS::Events::Rule').map((Name) => eventBridge.send(new DescribeRuleCommand({ Name }))),
  );
  pattern = rules.map(({ EventPattern = '' }) => EventPattern).find((text) => text.includes('StopLogging')) ?? '';
});

afterAll(() => guard.destroy());

/** A trail that logs. ministack has no AWS::CloudTrail::Trail and gives times in whole seconds. */
async function loggingTrail(name: string): Promise<string> {
  const { TrailARN = '' } = await cloudTrail.send(new CreateTrailCommand({ Name: name, S3BucketName: `${name}-logs` }));
  await cloudTrail.send(new StartLoggingCommand({ Name: TrailARN }));
  await sleep(1_100);
  return TrailARN;
}

/** On AWS the guard hears of a stop seconds later; here it must not be in the same second. */
async function stop(trail: string): Promise<Date> {
  await cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  const { IsLogging, StopLoggingTime } = await status(trail);
  expect(IsLogging).toBe(false);
  await sleep(1_100);
  return StopLoggingTime as Date;
}

function status(trail: string) {
  return cloudTrail.send(new GetTrailStatusCommand({ Name: trail }));
}

async function restored(trail: string, withinMs?: number): Promise<void> {
  const { StartLoggingTime, StopLoggingTime } = await eventually(
    `${trail} logs again`,
    () => status(trail),
    ({ IsLogging }) => IsLogging === true,
    withinMs,
  );
  expect(Number(StartLoggingTime)).toBeGreaterThan(Number(StopLoggingTime));
}

/** Invocations that have ended, successfully or not. */
function invocations(): number {
  return readFileSync(ministack.log, 'utf8').match(/^END RequestId: /gm)?.length ?? 0;
}

describe('the deployment', () => {
  test('holds every resource of the synthesized template', () => {
    const deployed = Object.fromEntries(
      guard.resources.map(({ logicalId, type, status }) => [logicalId, [type, status]]),
    );
    const synthesized = Object.entries(guard.template.Resources).map(([id, { Type }]) => [
      id,
      [Type, 'CREATE_COMPLETE'],
    ]);
    expect(deployed).toEqual(Object.fromEntries(synthesized));
  });

  test('runs the function on the runtime that the template names', async () => {
    const { Runtime, Architectures, State } = await new LambdaClient(config).send(
      new GetFunctionConfigurationCommand({ FunctionName: guard.only('AWS::Lambda::Function') }),
    );
    expect({ Runtime, Architectures, State }).toEqual({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      State: 'Active',
    });
  });
});

describe('an event', () => {
  let trail: string;
  let stoppedAt: Date;
  let record: CloudTrailRecord;
  let first: Incident;
  beforeAll(async () => {
    trail = await loggingTrail('by-event');
    const before = invocations();
    stoppedAt = await stop(trail);
    record = stopRecord(trail);
    await recordInCloudTrail(ministack, record, { deliver: true });
    await restored(trail);
    first = await inbox.next((incident) => incident.trail.arn === trail);
    // After the message come the further channels.
    await eventually(
      'it is handled',
      async () => invocations() - before,
      (count) => count === 1,
    );
  });

  test('restores the trail and tells who stopped it', () => {
    expect(first).toMatchObject({
      id: `${trail}#${stoppedAt.toISOString()}`,
      revision: 1,
      outcome: 'restored',
      detectedBy: 'event',
      region: REGION,
      actor: { type: 'IAMUser', arn: MALLORY },
      call: { eventName: 'StopLogging', sourceIpAddress: '198.51.100.7' },
      darkWindow: { stoppedAt: stoppedAt.toISOString() },
      actions: [{ action: 'cloudtrail:StartLogging', result: 'succeeded' }],
    });
    expect(first.checks.map(({ result }) => result)).toEqual(first.checks.map(() => 'passed'));
  });

  test('leaves the incident in the table', async () => {
    const { Item } = await new DynamoDBClient(config).send(
      new GetItemCommand({
        TableName: guard.only('AWS::DynamoDB::Table'),
        Key: { [TABLE.PARTITION_KEY]: { S: 'incident' }, [TABLE.SORT_KEY]: { S: first.id } },
        ConsistentRead: true,
      }),
    );
    expect(Item?.[TABLE.TIME_TO_LIVE]?.N).toMatch(/^\d{10}$/);
    // Sparse index: nothing is left to do for this one.
    expect(Item).not.toHaveProperty(TABLE.OPEN_KEY);
  });

  test('delivered three times is told once', async () => {
    const before = invocations();
    await recordInCloudTrail(ministack, record, { deliver: true });
    await recordInCloudTrail(ministack, record, { deliver: true });
    await eventually(
      'both are handled',
      async () => invocations() - before,
      (count) => count === 2,
    );
    expect(await inbox.received((incident) => incident.trail.arn === trail)).toEqual([first]);
    expect((await status(trail)).IsLogging).toBe(true);
  });

  test('that anybody could send is refused', async () => {
    const { Entries = [] } = await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          { Source: 'aws.cloudtrail', DetailType: 'AWS API Call via CloudTrail', Detail: JSON.stringify(record) },
        ],
      }),
    );
    expect(Entries).toMatchObject([{ ErrorCode: 'NotAuthorizedForSourceException' }]);
  });
});

describe('the sweep', () => {
  test('restores a trail of whose stop no event came, and finds in event history who stopped it', async () => {
    const trail = await loggingTrail('by-sweep');
    const stoppedAt = await stop(trail);
    await recordInCloudTrail(ministack, stopRecord(trail), { deliver: false });
    await scheduleNow();
    // ministack looks every 10 seconds which schedules are due.
    await restored(trail, 30_000);

    expect(await inbox.next((incident) => incident.trail.arn === trail)).toMatchObject({
      id: `${trail}#${stoppedAt.toISOString()}`,
      outcome: 'restored',
      detectedBy: 'sweep',
      actor: { type: 'IAMUser', arn: MALLORY },
      actions: [{ action: 'cloudtrail:StartLogging', result: 'succeeded' }],
    });
  });

  /** The deployed schedule's target, once and now: ministack fills in no context attributes and cannot wait minutes. */
  async function scheduleNow(): Promise<void> {
    const scheduler = new SchedulerClient(config);
    const {
      Target,
      Arn = '',
      State,
    } = await scheduler.send(new GetScheduleCommand({ Name: guard.only('AWS::Scheduler::Schedule') }));
    expect(State).toBe('ENABLED');
    const input = (Target?.Input ?? '')
      .replace('<aws.scheduler.schedule-arn>', Arn)
      .replace('<aws.scheduler.scheduled-time>', new Date().toISOString());
    expect(JSON.parse(input)).toMatchObject({ trigger: SWEEP_TRIGGER, schedule: Arn });
    await scheduler.send(
      new CreateScheduleCommand({
        Name: 'now',
        ScheduleExpression: `at(${new Date().toISOString().slice(0, 19)})`,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: Target?.Arn, RoleArn: Target?.RoleArn, Input: input },
      }),
    );
  }
});

describe('the configuration', () => {
  const lambda = new LambdaClient(config);
  let trail: string;
  let intact: unknown[];
  beforeAll(async () => {
    trail = await loggingTrail('exactly-as-it-was');
    await cloudTrail.send(
      new UpdateTrailCommand({ Name: trail, IsMultiRegionTrail: true, EnableLogFileValidation: true }),
    );
    intact = await configuration();
    await sweep();
  });

  afterAll(async () => {
    await ask('release');
    await cloudTrail.send(new DeleteTrailCommand({ Name: trail }));
  });

  /** The guard's function as the schedule invokes it. */
  async function sweep(): Promise<void> {
    const Payload = JSON.stringify({ trigger: SWEEP_TRIGGER });
    await lambda.send(new InvokeCommand({ FunctionName: guard.only('AWS::Lambda::Function'), Payload }));
  }

  async function configuration(): Promise<unknown[]> {
    const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ trailNameList: [trail] }));
    const { EventSelectors } = await cloudTrail.send(new GetEventSelectorsCommand({ TrailName: trail }));
    return [trailList[0]?.IsMultiRegionTrail, trailList[0]?.LogFileValidationEnabled, EventSelectors];
  }

  const ask = async (action: string) => {
    const Payload = JSON.stringify({ trigger: 'baseline', action, trail });
    const answer = await lambda.send(new InvokeCommand({ FunctionName: guard.only('AWS::Lambda::Function'), Payload }));
    return JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as unknown;
  };

  test('is adopted by the first sweep', async () => {
    expect(await ask('show')).toMatchObject({ trail, versions: [{ version: 1, reason: 'first-seen' }] });
  });

  test('is put back by the event, and told field by field', async () => {
    await cloudTrail.send(
      new UpdateTrailCommand({ Name: trail, IsMultiRegionTrail: false, EnableLogFileValidation: false }),
    );
    const record = stopRecord(trail, {
      eventName: 'UpdateTrail',
      requestParameters: { name: trail, isMultiRegionTrail: false, enableLogFileValidation: false },
    });
    await recordInCloudTrail(ministack, record, { deliver: true });
    const incident = await inbox.next((found) => found.trail.arn === trail);
    expect(incident).toMatchObject({ outcome: 'restored', detectedBy: 'event', actor: { arn: MALLORY } });
    expect(incident.changes?.map(({ field, result }) => [field, result])).toEqual([
      ['IsMultiRegionTrail', 'restored'],
      ['LogFileValidationEnabled', 'restored'],
    ]);
    expect(await configuration()).toEqual(intact);
  });

  test('is put back by a sweep where the event is lost', async () => {
    const EventSelectors = [{ ReadWriteType: 'ReadOnly' as const, IncludeManagementEvents: true }];
    await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: trail, EventSelectors }));
    await sweep();
    expect(await inbox.next((found) => found.trail.arn === trail && found.detectedBy === 'sweep')).toMatchObject({
      outcome: 'restored',
      technique: { id: 'read-write-narrowed' },
    });
    expect(await configuration()).toEqual(intact);
  });

  test('comes back with a trail that was deleted', async () => {
    await cloudTrail.send(new DeleteTrailCommand({ Name: trail }));
    await recordInCloudTrail(ministack, stopRecord(trail, { eventName: 'DeleteTrail' }), { deliver: true });
    expect(
      await inbox.next((found) => found.trail.arn === trail && found.technique.id === 'trail-deleted'),
    ).toMatchObject({ outcome: 'restored' });
    expect(await configuration()).toEqual(intact);
    expect((await status(trail)).IsLogging).toBe(true);
  });
});

describe('the command line', () => {
  test('drills against the deployed guard with a trail of its own, and leaves nothing behind', async () => {
    const drill = startDrill(ministack);
    const trail = await eventually('the drill has stopped its trail', stoppedDrillTrail, (arn) => arn !== '');
    // ministack does not report the drill's call to EventBridge.
    await recordInCloudTrail(ministack, stopRecord(trail), { deliver: true });

    const { exitCode, output } = await drill;
    expect(JSON.parse(output)).toMatchObject({ passed: true, results: [{ restored: true }] });
    expect(exitCode).toBe(0);
    expect(await drillTrails()).toEqual([]);
    const { Buckets = [] } = await new S3Client({ ...config, forcePathStyle: true }).send(new ListBucketsCommand({}));
    expect(Buckets.filter(({ Name }) => Name?.startsWith('trail-guard-drill'))).toEqual([]);
  });

  async function drillTrails(): Promise<string[]> {
    const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({}));
    return trailList.flatMap(({ TrailARN = '', Name }) => (Name?.startsWith('trail-guard-drill') ? [TrailARN] : []));
  }

  async function stoppedDrillTrail(): Promise<string> {
    const [arn = ''] = await drillTrails();
    if (arn === '') {
      return '';
    }
    const { IsLogging, StopLoggingTime } = await status(arn);
    return !IsLogging && StopLoggingTime ? arn : '';
  }
});

describe("the function's role", () => {
  const iam = new IAMClient(config);
  const PolicyName = 'taken-away';
  const RoleName = () => guardRole();

  /** The role that the function's own template entry names. */
  function guardRole(): string {
    const [fn] = Object.values(guard.template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    const { 'Fn::GetAtt': [logicalId] = [] } = (fn?.Properties?.Role ?? {}) as { 'Fn::GetAtt'?: string[] };
    return guard.resources.find((resource) => resource.logicalId === logicalId)?.physicalId ?? '';
  }

  async function deny(...Action: string[]): Promise<void> {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action, Resource: '*' }],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: RoleName(), PolicyName, PolicyDocument }));
  }

  afterEach(() => iam.send(new DeleteRolePolicyCommand({ RoleName: RoleName(), PolicyName })));

  test('without the table, the topic and event history, the trail is restored all the same', async () => {
    const trail = await loggingTrail('restore-first');
    await deny('dynamodb:*', 'sns:*', 'cloudtrail:LookupEvents', 'scheduler:*');
    await stop(trail);
    await recordInCloudTrail(ministack, stopRecord(trail), { deliver: true });
    await restored(trail);
  });

  test('without StartLogging, the trail stays stopped and that is told', async () => {
    const trail = await loggingTrail('not-allowed');
    await deny('cloudtrail:StartLogging');
    await stop(trail);
    await recordInCloudTrail(ministack, stopRecord(trail), { deliver: true });

    expect(await inbox.next((incident) => incident.trail.arn === trail)).toMatchObject({
      outcome: 'restore-failed',
      actions: [
        { action: 'cloudtrail:StartLogging', result: 'failed', detail: expect.stringContaining('AccessDenied') },
      ],
    });
    expect((await status(trail)).IsLogging).toBe(false);
  });
});

describe("the rule's pattern", () => {
  const trail = 'any-trail';
  const denied = { errorCode: 'AccessDenied', errorMessage: 'not authorized', requestParameters: null };
  const events: readonly [string, boolean, ReturnType<typeof envelope>][] = [
    ['StopLogging', true, envelope(stopRecord(trail))],
    ['a denied StopLogging', true, envelope(stopRecord(trail, denied))],
    ['StopLogging by a service', true, envelope(stopRecord(trail, { userIdentity: { type: 'AWSService' } }))],
    [
      'StopLogging of a later record version',
      true,
      envelope(stopRecord(trail, { eventVersion: '1.99', newField: {} })),
    ],
    ['StartLogging', false, envelope(stopRecord(trail, { eventName: 'StartLogging' }))],
    ['GetTrailStatus', false, envelope(stopRecord(trail, { eventName: 'GetTrailStatus', readOnly: true }))],
    ['another case', false, envelope(stopRecord(trail, { eventName: 'stoplogging' }))],
    ["another service's StopLogging", false, envelope(stopRecord(trail, { eventSource: 'glue.amazonaws.com' }))],
    ['a custom source', false, envelope(stopRecord(trail), { source: 'my.cloudtrail' })],
    ['a service event', false, envelope(stopRecord(trail), { 'detail-type': 'AWS Service Event via CloudTrail' })],
    ['a sign-in', false, envelope(stopRecord(trail), { 'detail-type': 'AWS Console Sign In via CloudTrail' })],
  ];

  test.each([
    ...events,
    ['an event of another account', false, envelope(stopRecord(trail), { account: '444455556666' })],
  ])("%s: %s by ministack's matcher and the stand-in's", async (_what, expected, event) => {
    expect(await matchesInMinistack(ministack, pattern, event)).toBe(expected);
    expect(matchesInStandIn(pattern, event)).toBe(expected);
  });

  /** moto's PutEvents, unlike AWS's, lets a caller send as AWS does; the account is always its own. */
  test("all of its own account's by moto's matcher", async () => {
    const matched = await matchesInMoto(
      moto,
      pattern,
      events.map(([, , event]) => event),
    );
    expect(matched).toEqual(events.map(([, expected]) => expected));
  });
});
