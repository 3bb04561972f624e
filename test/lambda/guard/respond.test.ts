import { METRIC } from '../../../lib/contract/metrics';
import { ACCOUNT, IDENTITIES, OTHER_ACCOUNT } from '../../fixtures/identities';
import { deniedStopLogging, envelope, NEGATIVES, notFoundStopLogging, TRAIL_ARN } from '../../fixtures/records';
import { awsError } from './fake-trails';
import { SETTLED, World } from './fakes';

const guarded = (changes?: ConstructorParameters<typeof World>[0]) => new World(changes).guarded();

test('a stopped trail is started, read back and told of once', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(3000);
  expect(await world.handle(event)).toBeUndefined();
  expect(world.isLogging).toBe(true);
  expect(world.messages).toMatchObject([
    {
      outcome: 'restored',
      detectedBy: 'event',
      actor: { displayName: 'mallory' },
      darkWindow: { seconds: 3 },
      actions: [{ action: 'cloudtrail:StartLogging', result: 'succeeded' }],
      checks: [{ result: 'passed' }, { result: 'passed' }],
    },
  ]);
  expect(world.counted).toEqual({ [METRIC.TRAILS_RESTORED]: 1, [METRIC.DARK_SECONDS]: 3 });
  await world.clock.pass(SETTLED);
  expect(await world.sweep()).toBeUndefined();
  expect(world.outcomes).toEqual(['restored']);
});

test('starting comes first: before any other call, and before the tools have loaded', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  world.latency = () => 100;
  await world.handle(event);
  expect(world.calls.slice(0, 3)).toEqual(['StartLogging', 'loadTools', 'toolsLoaded']);
  const lookedAt = world.calls.indexOf('GetTrailStatus');
  for (const later of ['store.incident', 'publish']) {
    expect(world.calls.indexOf(later)).toBeGreaterThan(lookedAt);
  }
  expect(world.calls).not.toContain('LookupEvents');
});

test('fails without tools only when the trail is logging', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  world.toolsFailure = new Error('The environment variable TRAIL_GUARD_TABLE_NAME is missing');
  expect((await world.handle(event))?.message).toContain('TRAIL_GUARD_TABLE_NAME');
  expect(world.isLogging).toBe(true);
});

test.each([500, 5000])('a status that lags %d ms is read until it shows the start', async (lag) => {
  const world = await guarded();
  await world.clock.pass(60_000);
  world.trails.statusLag = lag;
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(100);
  expect(await world.handle(event)).toBeUndefined();
  expect(world.messages).toMatchObject([{ outcome: 'restored', darkWindow: { seconds: 0.1 } }]);
});

test('fails to claim a restore that no read shows', async () => {
  const world = await guarded();
  await world.clock.pass(60_000);
  world.trails.statusLag = 30_000;
  const event = world.trails.stopBy(TRAIL_ARN);
  const failure = await world.handle(event, 'request');
  expect(failure).toMatchObject({ name: 'UnfinishedError', message: `${TRAIL_ARN}: restore-unverified` });
  expect(world.outcomes).toEqual(['restore-unverified']);
  expect(world.counted).toEqual({ [METRIC.RESTORE_FAILURES]: 1 });
  await world.clock.pass(60_000);
  expect(await world.handle(event, 'request')).toBeUndefined();
  expect(world.messages.at(-1)?.outcome).toBe('restored');
});

test('fails to start: it is told, counted and thrown; the retry restores', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  world.trails.startFailures.push(awsError('ThrottlingException', 'Rate exceeded'));
  const failure = await world.handle(event, 'request');
  expect(failure?.message).toBe(`${TRAIL_ARN}: restore-failed (ThrottlingException: Rate exceeded)`);
  expect(world.messages).toMatchObject([
    {
      outcome: 'restore-failed',
      actions: [{ result: 'failed' }],
      checks: [{ result: 'failed' }, { result: 'failed' }],
    },
  ]);
  expect(world.counted).toEqual({ [METRIC.RESTORE_FAILURES]: 1 });
  expect(await world.handle(event, 'request')).toBeUndefined();
  expect(world.outcomes).toEqual(['restore-failed', 'restored (2)']);
  expect(world.messages[1]?.actor?.displayName).toBe('mallory');
});

test('fails to start, and the status is not readable: unknown, not fine', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  world.trails.startFailures.push(awsError('TimeoutError'));
  world.trails.statusFailures.push(...Array.from({ length: 9 }, () => awsError('TimeoutError')));
  await world.handle(event);
  expect(world.messages).toMatchObject([
    { outcome: 'restore-failed', checks: [{ result: 'unknown' }, { result: 'unknown' }] },
  ]);
});

test('fails to start while the status lags: the failure is not taken for the earlier episode', async () => {
  const world = await guarded();
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  await world.clock.pass(600_000);
  world.trails.statusLag = 1000;
  const event = world.trails.stopBy(TRAIL_ARN);
  world.trails.startFailures.push(awsError('InternalFailure'));
  await world.handle(event, 'request');
  expect(world.outcomes).toEqual(['restored', 'restore-failed']);
  await world.handle(event, 'request');
  expect(world.outcomes).toEqual(['restored', 'restore-failed', 'restored (2)']);
});

test('fails to start a trail that somebody else started meanwhile: it is logging', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(1000);
  world.trails.startBy(TRAIL_ARN);
  world.trails.startFailures.push(awsError('ConflictException'));
  expect(await world.handle(event)).toBeUndefined();
  expect(world.outcomes).toEqual(['already-logging']);
});

test('a trail that was stopped again while it was stopped is restored and seen to be', async () => {
  const world = await guarded();
  world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(60_000);
  const second = world.trails.stopBy(TRAIL_ARN, IDENTITIES.Root);
  await world.clock.pass(3000);
  expect(await world.handle(second)).toBeUndefined();
  expect(world.messages).toMatchObject([
    { outcome: 'restored', darkWindow: { seconds: 63 }, actor: { displayName: 'mallory' } },
  ]);
});

test('a trail that is gone is told of once, by event and sweep', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  world.trails.remove(TRAIL_ARN);
  expect(await world.handle(event)).toBeUndefined();
  await world.sweep();
  await world.sweep();
  expect(world.outcomes).toEqual(['trail-missing']);
});

test('an attempt is told quietly, once an hour for an actor, and changes nothing', async () => {
  const world = await guarded();
  for (let i = 0; i < 3; i++) {
    await world.handle(envelope(deniedStopLogging()));
  }
  await world.handle(envelope(deniedStopLogging({ userIdentity: IDENTITIES.Root })));
  await world.handle(envelope(deniedStopLogging({ eventTime: '2026-03-02T11:00:00Z' })));
  await world.handle(envelope(notFoundStopLogging()));
  expect(world.outcomes).toEqual(Array(4).fill('attempted'));
  expect(world.messages[0]).toMatchObject({ severity: 'low', trail: { arn: TRAIL_ARN } });
  expect(world.counted).toEqual({ [METRIC.ATTEMPTS]: 6 });
  expect(world.trails.calls).toEqual([]);
});

test.each(Object.entries(NEGATIVES))('fails to make sense of %s: it is logged and counted', async (_, event) => {
  const world = await guarded();
  expect(await world.handle(event)).toBeUndefined();
  expect(world.logged).toMatchObject([{ event: 'input-ignored' }]);
  expect(world.counted).toEqual({ [METRIC.INPUTS_IGNORED]: 1 });
  expect(world.trails.calls).toEqual([]);
});

test('an event of another account is no matter of it', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.handle({ ...event, account: OTHER_ACCOUNT });
  expect(world.counted).toEqual({});
  expect(JSON.stringify(world.logged)).not.toContain(ACCOUNT);
  expect(world.isLogging).toBe(false);
});

test('a stale event leads to a look, by which nothing is told twice', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.handle(event);
  await world.clock.pass(3_600_000);
  world.calls.length = 0;
  expect(await world.handle(event)).toBeUndefined();
  expect(world.trails.calls.filter((call) => call === 'StartLogging')).toHaveLength(1);
  expect(world.outcomes).toEqual(['restored']);
});

test('a stale event of a trail that is still stopped has it restored', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(3_600_000);
  expect(await world.handle(event)).toBeUndefined();
  expect(world.messages).toMatchObject([{ outcome: 'restored', actor: { displayName: 'mallory' } }]);
});

test('a guard that observes tells and never starts', async () => {
  const world = await guarded({ response: 'observe' });
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.handle(event);
  await world.handle(event);
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.outcomes).toEqual(['observed']);
  expect(world.trails.calls).not.toContain('StartLogging');
  world.trails.startBy(TRAIL_ARN);
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.outcomes).toEqual(['observed', 'already-logging (2)']);
});
