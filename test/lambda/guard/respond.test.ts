import { METRIC } from '../../../lib/contract/metrics';
import { IDENTITIES } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
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
  expect(world.counted).toEqual({
    [METRIC.TRAILS_RESTORED]: 1,
    [METRIC.DARK_SECONDS]: 3,
    [METRIC.RESTORE_SECONDS]: 3,
  });
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

test('a trail that is gone is created again and told of once, by event and sweep', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  world.trails.remove(TRAIL_ARN);
  expect(await world.handle(event)).toBeUndefined();
  await world.sweep();
  await world.sweep();
  expect(world.outcomes).toEqual(['restored']);
  expect(world.isLogging).toBe(true);
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
