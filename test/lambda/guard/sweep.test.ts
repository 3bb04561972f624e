import { METRIC } from '../../../lib/contract/metrics';
import { ACCOUNT, IDENTITIES, OTHER_ACCOUNT, REGION } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { awsError } from './fake-trails';
import { DEPLOYED, SETTLED, START, World } from './fakes';

const guarded = (changes?: ConstructorParameters<typeof World>[0]) => new World(changes).guarded();
const before = (date: Date) => new Date(date.getTime() - 3_600_000);

test('a quiet sweep asks for the trails and for each status, and completes', async () => {
  const world = await guarded();
  await world.clock.pass(SETTLED);
  expect(await world.sweep()).toBeUndefined();
  expect(world.trails.calls).toEqual(['DescribeTrails', 'GetTrailStatus']);
  expect(world.store.completed).toEqual(world.clock.now());
  expect(world.messages).toEqual([]);
  expect(world.counted).toEqual({});
});

test('a stop whose event was lost is found, restored and attributed', async () => {
  const world = await guarded();
  world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(60_000);
  expect(await world.sweep()).toBeUndefined();
  expect(world.messages).toMatchObject([
    { outcome: 'restored', detectedBy: 'sweep', actor: { displayName: 'mallory' }, darkWindow: { seconds: 60 } },
  ]);
  expect(world.calls.indexOf('StartLogging')).toBeLessThan(world.calls.indexOf('LookupEvents'));
});

test('a trail that never started is left alone and told of once', async () => {
  const world = new World();
  world.trails.add(TRAIL_ARN, { isLogging: false });
  await world.sweep();
  await world.sweep();
  expect(world.outcomes).toEqual(['stopped-before-guard']);
  expect(world.trails.calls).not.toContain('StartLogging');
});

test('a trail that was stopped before the guard came is left alone until somebody starts it', async () => {
  const world = new World();
  world.trails.add(TRAIL_ARN, { isLogging: false, startedAt: new Date(0), stoppedAt: before(DEPLOYED) });
  await world.sweep();
  await world.sweep();
  expect(world.outcomes).toEqual(['stopped-before-guard']);
  world.trails.startBy(TRAIL_ARN);
  await world.sweep();
  await world.clock.pass(SETTLED);
  world.trails.stopBy(TRAIL_ARN);
  await world.sweep();
  expect(world.outcomes).toEqual(['stopped-before-guard', 'restored']);
});

test('a trail stopped after the guard was deployed but before its first sweep is restored', async () => {
  const world = new World();
  world.trails.add(TRAIL_ARN, { isLogging: false, startedAt: new Date(0), stoppedAt: new Date(START - 1000) });
  await world.sweep();
  expect(world.outcomes).toEqual(['restored']);
});

test('an organization trail that this account cannot start is told of once for each stop', async () => {
  const arn = `arn:aws:cloudtrail:${REGION}:${OTHER_ACCOUNT}:trail/organization`;
  const world = await guarded();
  world.trails.add(arn, { isLogging: false, startedAt: new Date(0), stoppedAt: new Date(START - 1000) });
  await world.sweep();
  await world.sweep();
  expect(world.messages).toMatchObject([
    { outcome: 'not-permitted', trail: { arn }, actorNote: expect.stringContaining(OTHER_ACCOUNT) },
  ]);
  expect(world.trails.calls).not.toContain('StartLogging');
});

test('a named organization trail is started: the policy is of a delegated administrator', async () => {
  const arn = `arn:aws:cloudtrail:${REGION}:${OTHER_ACCOUNT}:trail/organization`;
  const world = await new World({ trails: [arn] }).guarded(arn);
  world.trails.stopBy(arn);
  await world.sweep();
  expect(world.outcomes).toEqual(['restored']);
});

test('observing, a trail that is gone is told of once, and again when it came back and went', async () => {
  const world = await guarded({ response: 'observe' });
  const status = world.trails.real(TRAIL_ARN);
  world.trails.remove(TRAIL_ARN);
  await world.sweep();
  await world.sweep();
  expect(world.outcomes).toEqual(['trail-missing']);
  world.trails.add(TRAIL_ARN, status);
  await world.clock.pass(60_000);
  await world.sweep();
  world.trails.remove(TRAIL_ARN);
  await world.sweep();
  expect(world.outcomes).toEqual(['trail-missing', 'trail-missing']);
});

test('a named trail that never was is told of once', async () => {
  const world = new World({ trails: [TRAIL_ARN] });
  await world.sweep();
  await world.sweep();
  expect(world.outcomes).toEqual(['trail-missing']);
});

test('a trail out of scope is not even looked at', async () => {
  const world = new World({ trails: [TRAIL_ARN] });
  world.trails.add(TRAIL_ARN, { isLogging: true, startedAt: new Date(0) });
  world.trails.add(`${TRAIL_ARN}-2`, { isLogging: false, startedAt: new Date(0), stoppedAt: new Date(START) });
  await world.sweep();
  world.trails.calls.length = 0;
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.trails.calls).toEqual(['DescribeTrails', 'GetTrailStatus']);
  expect(world.outcomes).toEqual([]);
});

test("one trail's trouble does not keep the others from being restored", async () => {
  const other = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/other`;
  const world = await guarded();
  world.trails.add(other, { isLogging: true, startedAt: new Date(0) });
  await world.sweep();
  world.trails.stopBy(other);
  const completed = world.store.completed;
  await world.clock.pass(1000);
  world.trails.statusFailures.push(awsError('ThrottlingException'));
  expect((await world.sweep())?.name).toBe('UnfinishedError');
  expect(world.trails.real(other).isLogging).toBe(true);
  expect(world.store.completed).toEqual(completed);
});

test('fails to start: counted on each sweep, told once', async () => {
  const world = await guarded();
  world.trails.stopBy(TRAIL_ARN);
  world.trails.startFailures.push(awsError('AccessDeniedException'), awsError('AccessDeniedException'));
  expect((await world.sweep())?.message).toContain('restore-failed');
  await world.clock.pass(300_000);
  expect((await world.sweep())?.message).toContain('restore-failed');
  expect(world.outcomes).toEqual(['restore-failed']);
  expect(world.counted).toEqual({ [METRIC.RESTORE_FAILURES]: 2, [METRIC.COVERAGE_GAPS]: 2 });
  await world.clock.pass(300_000);
  expect(await world.sweep()).toBeUndefined();
  expect(world.outcomes).toEqual(['restore-failed', 'restored (2)']);
  expect(world.messages[1]).toMatchObject({
    actor: { displayName: 'mallory' },
    nextSteps: expect.arrayContaining([expect.stringContaining('update-access-key')]),
  });
});

test('a status read that shows an earlier episode does not hide this one', async () => {
  const world = await guarded();
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  await world.clock.pass(600_000);
  const stale = world.trails.real(TRAIL_ARN);
  world.trails.stopBy(TRAIL_ARN, IDENTITIES.Root);
  await world.clock.pass(60_000);
  const status = world.trails.status.bind(world.trails);
  let reads = 0;
  world.trails.status = (trail) => (++reads === 2 ? Promise.resolve(stale) : status(trail));
  await world.sweep();
  expect(world.outcomes).toEqual(['restored', 'restored']);
});
