import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { busEvents, startCloudTrail } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

const stop = (Name = 'main', client = cloudTrail) => client.send(new StopLoggingCommand({ Name }));
const lookup = (input: LookupEventsCommandInput = {}) => cloudTrail.send(new LookupEventsCommand(input));

beforeEach(async () => {
  ({ standIn, mallory, cloudTrail } = await startCloudTrail());
});
afterEach(cleanUp);

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
    expect(busEvents(standIn)).toEqual(['StopLogging unmatched', 'CreateUser lost']);
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

describe('a recorded call', () => {
  const call = { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', requestParameters: { userName: 'x' } };

  test('may be of before, and takes its place in event history', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    await stop();
    standIn.cloudTrail.recordCall({ ...call, caller: mallory, at: Date.parse('2020-01-02T03:04:05.678Z') });
    standIn.cloudTrail.recordCall({ ...call, caller: mallory, at: Date.now() - 3_600_000 });
    const { Events } = await lookup();
    expect(Events?.map(({ EventName }) => EventName)).toEqual(['StopLogging', 'CreateUser']);
    expect(standIn.cloudTrail.records[1]?.eventTime).toBe('2020-01-02T03:04:05Z');
    expect(busEvents(standIn)).toEqual(['StopLogging unmatched']);
  });

  test('may come late by itself', async () => {
    standIn.cloudTrail.options.historyLagMs = ({ eventName }) => (eventName === 'CreateUser' ? 60_000 : 0);
    standIn.cloudTrail.recordCall({ ...call, caller: mallory });
    standIn.cloudTrail.recordCall({ ...call, caller: mallory, eventName: 'DeleteUser' });
    expect((await lookup()).Events?.map(({ EventName }) => EventName)).toEqual(['DeleteUser']);
  });

  test('of a service by itself has no user', async () => {
    const caller = standIn.callers.register({ type: 'AWSService', service: 'autoscaling.amazonaws.com' });
    const made = standIn.cloudTrail.recordCall({ ...call, caller });
    expect(made).toMatchObject({
      userIdentity: { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
      sourceIPAddress: 'autoscaling.amazonaws.com',
    });
    const [found] = (await lookup()).Events ?? [];
    expect([found?.EventId, found?.Username, found?.AccessKeyId]).toEqual([made.eventID, undefined, undefined]);
  });

  test('may be a sign-in to the console, which has no key', () => {
    const made = standIn.cloudTrail.recordCall({
      caller: mallory,
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      eventType: 'AwsConsoleSignIn',
      requestParameters: null,
      responseElements: { ConsoleLogin: 'Success' },
      spelledAsRecorded: true,
      additionalEventData: { MFAUsed: 'No' },
    });
    expect(made).toMatchObject({
      eventType: 'AwsConsoleSignIn',
      requestParameters: null,
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No' },
      userIdentity: { userName: 'mallory' },
    });
    expect(made.userIdentity).not.toHaveProperty('accessKeyId');
  });
});

describe('looking up fails as drills want it', () => {
  test('on a later page only', async () => {
    for (let index = 0; index < 3; index += 1) await lookup();
    standIn.faults.add({
      service: 'cloudtrail',
      operation: 'LookupEvents',
      when: ({ NextToken }) => NextToken !== undefined,
      fault: { kind: 'error', code: 'InternalFailure', status: 500 },
    });
    const { NextToken, Events } = await lookup({ MaxResults: 2 });
    expect(Events).toHaveLength(2);
    const next = NextToken === undefined ? {} : { NextToken };
    expect(await errorOf(lookup({ MaxResults: 2, ...next }))).toMatchObject({ name: 'InternalFailure', status: 500 });
  });

  test('for want of permission', async () => {
    standIn.callers.deny(mallory, 'cloudtrail:LookupEvents');
    expect((await errorOf(lookup())).name).toBe('AccessDeniedException');
  });
});
