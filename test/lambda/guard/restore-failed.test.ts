import { METRIC } from '../../../lib/contract/metrics';
import { TRAIL_ARN } from '../../fixtures/records';
import { awsError } from './fake-trails';
import { World } from './fakes';

const guarded = () => new World().guarded();

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
  // Told under the same incident, at its next turn.
  await world.clock.pass(15 * 60_000);
  await world.sweep();
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
  // The same actor again: one incident, and darkness is told at once.
  expect(world.outcomes).toEqual(['restored', 'restore-failed (2)']);
  await world.handle(event, 'request');
  await world.clock.pass(2 * 3_600_000);
  await world.sweep();
  expect(world.outcomes).toEqual(['restored', 'restore-failed (2)', 'restored (3)']);
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
