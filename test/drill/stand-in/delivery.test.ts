import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { cleanUp, clientConfig, errorOf, start } from './fixture';

const trailArn = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main';
const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:guard';
const ruleArn = 'arn:aws:events:us-east-1:111122223333:rule/guard-rule';
const scheduleArn = 'arn:aws:scheduler:us-east-1:111122223333:schedule/default/guard-sweep';

let standIn: StandIn;
let mallory: Caller;

const stop = (Name = trailArn) =>
  new CloudTrailClient(clientConfig(standIn, mallory)).send(new StopLoggingCommand({ Name }));
const invocations = (phase: string) => standIn.timeline.of('invocation').filter((entry) => entry.phase === phase);
const dispositions = () =>
  standIn.timeline
    .of('event')
    .filter(({ name }) => name === 'StopLogging')
    .map(({ disposition }) => disposition);
const deadLetters = () => standIn.queues.all.find(({ name }) => name === 'guard-dead-letters')?.messages() ?? [];

beforeEach(async () => {
  standIn = await start();
  mallory = standIn.callers.register({ type: 'IAMUser', userName: 'mallory' });
  standIn.cloudTrail.addTrail({ Name: 'main' });
});
afterEach(cleanUp);

test('a stopped trail is started again by the function, over the bus', async () => {
  await stop();
  expect(standIn.cloudTrail.trails[0]?.status.isLogging).toBe(false);
  await standIn.settled();
  expect(standIn.cloudTrail.trails[0]?.status.isLogging).toBe(true);
  expect(dispositions()).toEqual(['matched']);
  const [call] = standIn.timeline.calls('cloudtrail', 'StartLogging');
  expect(call).toMatchObject({
    caller: 'arn:aws:sts::111122223333:assumed-role/guard-role/guard',
    region: 'us-east-1',
    parameters: { Name: trailArn },
    outcome: 'ok',
  });
  expect(standIn.cloudTrail.records.at(-1)?.userIdentity).toMatchObject({
    sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/security/guard-role' } },
  });
  expect(standIn.timeline.calls('cloudtrail')).toHaveLength(2);
});

describe('the bus', () => {
  test('hands over the event in its envelope', async () => {
    standIn.faults.add({ service: 'lambda', times: 'always', fault: { kind: 'error', code: 'ServiceException' } });
    await stop();
    await standIn.settled();
    const { id, ...event } = JSON.parse(deadLetters()[0]?.body ?? '{}');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const [record] = standIn.cloudTrail.records;
    expect(event).toEqual({
      version: '0',
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.cloudtrail',
      account: '111122223333',
      time: record?.eventTime,
      region: 'us-east-1',
      resources: [],
      detail: record,
    });
  });

  test('loses an event', async () => {
    standIn.bus.loseNext();
    await stop();
    await standIn.settled();
    expect(dispositions()).toEqual(['lost']);
    expect(invocations('start')).toEqual([]);
  });

  test('delivers an event twice', async () => {
    standIn.bus.duplicateNext();
    await stop();
    await standIn.settled();
    const [first, second] = standIn.timeline.of('event');
    expect(first?.eventId).toBe(second?.eventId);
    expect(invocations('end')).toHaveLength(2);
  });

  test('holds events and releases them in another order', async () => {
    standIn.cloudTrail.addTrail({ Name: 'second' });
    standIn.bus.hold();
    await stop();
    await stop('second');
    await standIn.settled();
    expect(dispositions()).toEqual(['held', 'held']);
    expect(invocations('start')).toEqual([]);
    const held = standIn.timeline.of('event').map(({ eventId }) => eventId);
    standIn.bus.release((events) => events.reverse());
    await standIn.settled();
    const released = standIn.timeline
      .of('event')
      .filter(({ disposition, name }) => disposition === 'matched' && name === 'StopLogging');
    expect(released.map(({ eventId }) => eventId)).toEqual(held.reverse());
    expect(standIn.cloudTrail.trails.map(({ status }) => status.isLogging)).toEqual([true, true]);
  });

  test('takes its time', async () => {
    standIn.bus.deliveryDelayMs = 100;
    await stop();
    const put = standIn.timeline.of('event')[0]?.at ?? 0;
    await standIn.settled();
    expect((invocations('start')[0]?.at ?? 0) - put).toBeGreaterThanOrEqual(95);
  });

  test('does nothing when the rule is disabled', async () => {
    standIn.bus.rule('guard-rule').state = 'DISABLED';
    await stop();
    await standIn.settled();
    expect(dispositions()).toEqual(['unmatched']);
  });

  test('turns to the dead-letter queue at once when the function is gone', async () => {
    await standIn.functions.delete('guard');
    await stop();
    await standIn.settled();
    expect(deadLetters().map(({ attributes }) => attributes)).toEqual([
      {
        RULE_ARN: ruleArn,
        TARGET_ARN: functionArn,
        ERROR_CODE: 'NO_RESOURCE',
        ERROR_MESSAGE: `Function not found: ${functionArn}`,
        RETRY_ATTEMPTS: '0',
      },
    ]);
    expect(standIn.timeline.of('deadLetter')).toMatchObject([
      { queue: 'guard-dead-letters', from: ruleArn, reason: 'ResourceNotFoundException' },
    ]);
  });

  test('tries a failing target again, then gives up', async () => {
    const fault = standIn.faults.add({
      service: 'lambda',
      operation: 'Invoke',
      times: 'always',
      fault: { kind: 'throttle' },
    });
    await stop();
    await standIn.settled();
    expect(fault.hits).toBe(3);
    expect(deadLetters()[0]?.attributes).toMatchObject({
      ERROR_CODE: 'TooManyRequestsException',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  test('tries again until the target works', async () => {
    standIn.faults.add({ service: 'lambda', times: 2, fault: { kind: 'throttle' } });
    await stop();
    await standIn.settled();
    expect(deadLetters()).toEqual([]);
    expect(invocations('end')).toHaveLength(1);
  });

  test('takes custom events, but none in the name of AWS', async () => {
    const events = new EventBridgeClient(clientConfig(standIn, mallory));
    const entry = { DetailType: 'AWS API Call via CloudTrail', Detail: '{"eventName":"StopLogging"}' };
    const { FailedEntryCount, Entries } = await events.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, Source: 'aws.cloudtrail' },
          { ...entry, Source: 'my.app' },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(1);
    expect(Entries?.[0]?.ErrorCode).toBe('NotAuthorizedForSourceException');
    expect(standIn.timeline.of('event')).toMatchObject([
      { name: 'StopLogging', source: 'my.app', eventId: Entries?.[1]?.EventId, disposition: 'unmatched' },
    ]);
  });
});

describe('the schedule', () => {
  test('fires with its context filled in', async () => {
    standIn.faults.add({ service: 'lambda', times: 'always', fault: { kind: 'error', code: 'ServiceException' } });
    standIn.scheduler.fire();
    await standIn.settled();
    const [fired] = standIn.timeline.of('schedule');
    expect(fired?.scheduledTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(JSON.parse(deadLetters()[0]?.body ?? '{}')).toEqual({
      trigger: 'sweep',
      schedule: scheduleArn,
      scheduledTime: fired?.scheduledTime,
    });
    expect(deadLetters()[0]?.attributes).toEqual({
      SCHEDULE_ARN: scheduleArn,
      TARGET_ARN: functionArn,
      SCHEDULED_TIME: fired?.scheduledTime,
      ERROR_CODE: 'ServiceException',
      ERROR_MESSAGE: 'ServiceException',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '1',
    });
  });

  test('invokes the function', async () => {
    standIn.scheduler.fire();
    await standIn.settled();
    expect(invocations('end')).toMatchObject([{ functionName: 'guard', attempt: 1, coldStart: true }]);
  });

  test('fires by itself when time runs, until it is paused', async () => {
    await standIn.functions.delete('guard');
    standIn.scheduler.start(300_000 / 20);
    await standIn.timeline.until(() => standIn.timeline.of('schedule').length >= 2);
    standIn.scheduler.pause();
    const fired = standIn.timeline.of('schedule').length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(standIn.timeline.of('schedule')).toHaveLength(fired);
  });

  test('does not fire when it is disabled', () => {
    for (const schedule of standIn.scheduler.schedules) schedule.state = 'DISABLED';
    standIn.scheduler.fire();
    expect(standIn.timeline.of('schedule')).toEqual([]);
  });

  test('is described', async () => {
    const client = new SchedulerClient(clientConfig(standIn, mallory));
    for (const schedule of standIn.scheduler.schedules) schedule.createdAt = 1_700_000_000_123;
    const schedule = await client.send(new GetScheduleCommand({ Name: 'guard-sweep', GroupName: 'default' }));
    expect(schedule).toMatchObject({
      Arn: scheduleArn,
      State: 'ENABLED',
      GroupName: 'default',
      ScheduleExpression: 'rate(5 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: functionArn },
    });
    expect(schedule.CreationDate?.getTime()).toBe(1_700_000_000_123);
    expect(await errorOf(client.send(new GetScheduleCommand({ Name: 'other' })))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Schedule other does not exist.',
      status: 404,
    });
  });
});
