import type { Fault, FaultOptions } from '../../../drill/stand-in';
import { METRIC } from '../../../lib/contract/metrics';
import { Deployed, synthesize } from './deployed';

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

const throttled: Fault = { kind: 'throttle' };
const conflict: Fault = {
  kind: 'error',
  code: 'ConflictException',
  message: 'another operation is modifying the trail',
};
const unavailable: Fault = { kind: 'status', status: 503 };
const reset: Fault = { kind: 'reset' };
const lost = { afterEffect: true };

test.each<[string, string, Fault, Partial<FaultOptions>]>([
  ['StartLogging is throttled', 'StartLogging', throttled, { times: 2 }],
  ['StartLogging conflicts', 'StartLogging', conflict, {}],
  ['StartLogging is unavailable', 'StartLogging', unavailable, { times: 2 }],
  ['StartLogging is cut off', 'StartLogging', reset, {}],
  ['the answer of StartLogging is lost', 'StartLogging', reset, lost],
  ['GetTrailStatus is throttled', 'GetTrailStatus', throttled, { times: 2 }],
  ['GetTrailStatus is unavailable', 'GetTrailStatus', unavailable, { times: 2 }],
  ['GetTrailStatus is cut off', 'GetTrailStatus', reset, {}],
])('%s: the invocation itself gets over it', async (_, operation, fault, options) => {
  const planned = guard.fault('cloudtrail', operation, fault, options);
  await guard.stop();
  expect(planned.hits).toBe(options.times ?? 1);
  expect(guard.isLogging).toBe(true);
  expect(guard.endings).toEqual(['end']);
  expect(guard.outcomes).toEqual(['restored']);
});

test("StartLogging fails in one invocation: Lambda's retry restores", async () => {
  const denied: Fault = { kind: 'error', code: 'InsufficientDependencyServiceAccessPermissionException' };
  guard.fault('cloudtrail', 'StartLogging', denied);
  await guard.stop();
  expect(guard.endings).toEqual(['failed', 'end']);
  expect(guard.outcomes).toEqual(['restore-failed', 'restored']);
  expect(guard.metric(METRIC.RESTORE_FAILURES)).toBe(1);
});

test('StartLogging fails in all of them: told, counted, dead-lettered; the next sweep restores', async () => {
  await guard.sweep();
  const denied: Fault = { kind: 'error', code: 'AccessDeniedException', message: 'an explicit deny' };
  const planned = guard.fault('cloudtrail', 'StartLogging', denied, { times: 'always' });
  await guard.stop();
  expect(guard.endings).toEqual(['end', 'failed', 'failed', 'failed']);
  expect(guard.outcomes).toEqual(['restore-failed']);
  expect(guard.metric(METRIC.RESTORE_FAILURES)).toBe(3);
  const [letter = '{}'] = guard.deadLetters;
  expect(JSON.parse(letter)).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { detail: { eventName: 'StopLogging' } },
    responsePayload: { errorType: 'UnfinishedError', errorMessage: expect.stringContaining('an explicit deny') },
  });
  planned.remove();
  await guard.sweep();
  expect(guard.isLogging).toBe(true);
  expect(guard.incidents.at(-1)).toMatchObject({ outcome: 'restored', revision: 2, actor: { userName: 'mallory' } });
});

test('the trail is gone when the event arrives: told, nothing thrown', async () => {
  guard.fault('cloudtrail', 'StartLogging', { kind: 'error', code: 'TrailNotFoundException' });
  await guard.stop();
  expect(guard.endings).toEqual(['end']);
  expect(guard.outcomes).toEqual(['trail-missing']);
});

test('event history cannot be read: restored, the actor said to be unknown', async () => {
  await guard.sweep();
  guard.standIn.bus.loseNext();
  const denied: Fault = { kind: 'error', code: 'AccessDeniedException' };
  guard.fault('cloudtrail', 'LookupEvents', denied, { times: 'always' });
  await guard.stop();
  await guard.sweep();
  expect(guard.incidents).toMatchObject([
    { outcome: 'restored', actorNote: expect.stringContaining('AccessDeniedException') },
  ]);
});

test('the schedule cannot be read: a trail never seen logging is left to the retry', async () => {
  guard.standIn.bus.loseNext();
  guard.fault('scheduler', undefined, { kind: 'error', code: 'InternalServerException', status: 500 }, { times: 3 });
  await guard.stop();
  await guard.sweep();
  expect(guard.endings).toEqual(['failed', 'end']);
  expect(guard.outcomes).toEqual(['restored']);
});
