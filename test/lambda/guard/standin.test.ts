import { METRIC } from '../../../lib/contract/metrics';
import { Deployed, MAIL, synthesize } from './deployed';

let app: ReturnType<typeof synthesize>;
let guard: Deployed;

beforeAll(() => {
  app = synthesize();
});
afterAll(() => app.remove());

beforeEach(async () => {
  guard = await Deployed.start(app.assembly);
});
afterEach(() => guard.end());

test('by event: started by ARN first, then read back, then one mail', async () => {
  await guard.stop();
  expect(guard.isLogging).toBe(true);
  const calls = guard.standIn.timeline.of('api').filter(({ caller }) => caller.includes('assumed-role'));
  expect(calls.slice(0, 2)).toMatchObject([
    { operation: 'StartLogging', outcome: 'ok', parameters: { Name: guard.standIn.cloudTrail.trails[0]?.arn } },
    { operation: 'GetTrailStatus', outcome: 'ok' },
  ]);
  expect(guard.incidents).toMatchObject([{ outcome: 'restored', detectedBy: 'event', actor: { userName: 'mallory' } }]);
  expect(guard.standIn.topics.mails).toMatchObject([
    { to: MAIL, subject: 'CloudTrail logging RESTORED: main (111122223333 us-east-1)' },
  ]);
  expect(guard.metric(METRIC.TRAILS_RESTORED)).toBe(1);
  await guard.sweep();
  expect(guard.outcomes).toEqual(['restored']);
});

test('by sweep: an event that was lost is made up for', async () => {
  await guard.sweep();
  guard.standIn.bus.loseNext();
  await guard.stop();
  expect(guard.isLogging).toBe(false);
  await guard.sweep();
  expect(guard.isLogging).toBe(true);
  expect(guard.incidents).toMatchObject([{ outcome: 'restored', detectedBy: 'sweep', actor: { userName: 'mallory' } }]);
});

test('an event that comes twice at once is told once', async () => {
  guard.standIn.bus.duplicateNext();
  await guard.stop();
  expect(guard.endings).toEqual(['end', 'end']);
  expect(guard.outcomes).toEqual(['restored']);
});

test('a status that lags is waited for', async () => {
  guard.standIn.cloudTrail.options.statusLagMs = 600;
  await guard.stop();
  expect(guard.endings).toEqual(['end']);
  expect(guard.incidents).toMatchObject([
    { outcome: 'restored', checks: [{ result: 'passed' }, { result: 'passed' }] },
  ]);
});

test('without a table name the trail is started and told of', async () => {
  guard.unset('TRAIL_GUARD_TABLE_NAME');
  await guard.stop();
  expect(guard.isLogging).toBe(true);
  expect(guard.outcomes).toEqual(['restored']);
  expect(guard.metric(METRIC.STATE_FAILURES)).toBeGreaterThan(0);
});

test('fails without a topic: the trail is started, the event ends in the dead-letter queue', async () => {
  guard.unset('TRAIL_GUARD_TOPIC_ARN');
  await guard.stop();
  expect(guard.isLogging).toBe(true);
  expect(guard.endings).toEqual(['failed', 'failed', 'failed']);
  expect(guard.deadLetters).toEqual([expect.stringContaining('TRAIL_GUARD_TOPIC_ARN is missing')]);
});

test('fails without a policy: the event ends in the dead-letter queue, with the reason', async () => {
  guard.unset('TRAIL_GUARD_POLICY');
  await guard.stop();
  expect(guard.isLogging).toBe(false);
  expect(guard.deadLetters).toEqual([expect.stringContaining('"eventName":"StopLogging"')]);
});

test('with SNS down the message waits, and a later sweep sends it once', async () => {
  const down = guard.fault('sns', undefined, { kind: 'status', status: 503 }, { times: 'always' });
  await guard.stop();
  expect(guard.isLogging).toBe(true);
  expect(guard.endings).toEqual(['failed', 'failed', 'failed']);
  expect(guard.deadLetters).toHaveLength(1);
  expect(guard.metric(METRIC.MESSAGE_FAILURES)).toBe(3);
  down.remove();
  await guard.sweep();
  await guard.sweep();
  expect(guard.incidents).toMatchObject([{ outcome: 'restored', revision: 1, actor: { userName: 'mallory' } }]);
});

test('with DynamoDB down the trail is started and told of', async () => {
  guard.fault('dynamodb', undefined, { kind: 'status', status: 500 }, { times: 'always' });
  await guard.stop();
  expect(guard.isLogging).toBe(true);
  expect(guard.outcomes).toEqual(['restored']);
  expect(guard.metric(METRIC.STATE_FAILURES)).toBeGreaterThan(0);
});

test('a denied attempt is told and nothing is changed', async () => {
  await guard.stopDenied();
  expect(guard.incidents).toMatchObject([{ outcome: 'attempted', severity: 'low', actor: { type: 'Root' } }]);
  expect(guard.standIn.timeline.calls('cloudtrail', 'StartLogging')).toEqual([]);
});
