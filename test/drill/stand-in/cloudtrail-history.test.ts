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
