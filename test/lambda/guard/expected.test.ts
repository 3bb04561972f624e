import { TRAIL_ARN } from '../../fixtures/records';
import { SETTLED, World } from './fakes';
import { exception } from './policy';

const expecting = () => new World({ exceptions: [exception()] }).guarded();
const HOUR = 3_600_000;

test('an expected stop is told and left alone until its time is over', async () => {
  const world = await expecting();
  const event = world.trails.stopBy(TRAIL_ARN);
  expect(await world.handle(event)).toBeUndefined();
  expect(world.messages).toMatchObject([
    {
      outcome: 'expected',
      severity: 'low',
      exception: { reason: 'yearly maintenance', until: '2026-03-02T11:00:00.000Z' },
    },
  ]);
  await world.clock.pass(HOUR / 2);
  await world.sweep();
  expect(world.isLogging).toBe(false);
  await world.clock.pass(HOUR / 2);
  expect(await world.sweep()).toBeUndefined();
  expect(world.isLogging).toBe(true);
  expect(world.outcomes).toEqual(['expected', 'restored (2)']);
  expect(world.messages[1]).toMatchObject({ severity: 'high', actor: { displayName: 'mallory' } });
});

test('an expected stop whose event was lost is recognised by event history', async () => {
  const world = await expecting();
  world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(60_000);
  await world.sweep();
  expect(world.isLogging).toBe(false);
  expect(world.outcomes).toEqual(['expected']);
});

test('a stop that event history does not know is restored, exception or not', async () => {
  const world = await expecting();
  world.trails.historyLag = HOUR;
  world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(60_000);
  await world.sweep();
  expect(world.isLogging).toBe(true);
});

test('an expected stop that its maker ends is told as ended', async () => {
  const world = await expecting();
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  await world.clock.pass(60_000);
  world.trails.startBy(TRAIL_ARN);
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.outcomes).toEqual(['expected', 'already-logging (2)']);
});

test('an expected stop is told once when the status lags', async () => {
  const world = await expecting();
  await world.clock.pass(60_000);
  world.trails.statusLag = 3000;
  const event = world.trails.stopBy(TRAIL_ARN);
  expect(await world.handle(event)).toBeUndefined();
  await world.clock.pass(60_000);
  await world.sweep();
  expect(world.outcomes).toEqual(['expected']);
  expect(world.isLogging).toBe(false);
});
