import { METRIC } from '../../../lib/contract/metrics';
import { TRAIL_ARN } from '../../fixtures/records';
import { DEPLOYED, SETTLED, START, World } from './fakes';

const guarded = (changes?: ConstructorParameters<typeof World>[0]) => new World(changes).guarded();

describe('with the table unreachable', () => {
  const broken = async () => {
    const world = await guarded();
    world.store.broken = true;
    return world;
  };

  test('an event leads to a restore and a message', async () => {
    const world = await broken();
    expect(await world.handle(world.trails.stopBy(TRAIL_ARN))).toBeUndefined();
    expect(world.isLogging).toBe(true);
    expect(world.outcomes).toEqual(['restored']);
    expect(world.counted[METRIC.STATE_FAILURES]).toBeGreaterThan(0);
    expect(world.counted[METRIC.TRAILS_RESTORED]).toBe(1);
  });

  test('a sweep restores what was stopped since the guard exists', async () => {
    const world = await broken();
    world.trails.stopBy(TRAIL_ARN);
    await world.clock.pass(60_000);
    expect((await world.sweep())?.name).toBe('UnfinishedError');
    expect(world.messages).toMatchObject([{ outcome: 'restored', actor: { displayName: 'mallory' } }]);
  });

  test('a sweep leaves alone what was stopped before', async () => {
    const world = new World();
    world.store.broken = true;
    world.trails.add(TRAIL_ARN, { isLogging: false, startedAt: new Date(0), stoppedAt: DEPLOYED });
    await world.sweep();
    expect(world.outcomes).toEqual([]);
    expect(world.isLogging).toBe(false);
  });

  test('an attempt is told', async () => {
    const world = await broken();
    const event = world.trails.stopBy(TRAIL_ARN);
    await world.handle({ ...event, detail: { ...(event.detail as object), errorCode: 'AccessDenied' } });
    expect(world.outcomes).toEqual(['attempted']);
  });

  test('fails to complete a sweep, so that its alarm goes off', async () => {
    const world = await broken();
    const completed = world.store.completed;
    await world.clock.pass(SETTLED);
    expect(await world.sweep()).toBeDefined();
    expect(world.store.completed).toEqual(completed);
  });
});

describe('with the topic broken', () => {
  test('the message is kept and a later sweep sends it, exactly once', async () => {
    const world = await guarded();
    world.topicBroken = true;
    const event = world.trails.stopBy(TRAIL_ARN);
    expect((await world.handle(event, 'request'))?.message).toBe('the topic is broken');
    expect(world.isLogging).toBe(true);
    expect(world.counted[METRIC.MESSAGE_FAILURES]).toBe(1);
    expect(world.logged).toMatchObject([{ event: 'message-not-published', incident: { outcome: 'restored' } }]);
    await world.clock.pass(300_000);
    expect((await world.sweep())?.name).toBe('UnfinishedError');
    world.topicBroken = false;
    await world.clock.pass(300_000);
    expect(await world.sweep()).toBeUndefined();
    await world.sweep();
    expect(world.messages).toMatchObject([{ outcome: 'restored', revision: 1, actor: { displayName: 'mallory' } }]);
    expect(world.counted[METRIC.TRAILS_RESTORED]).toBe(1);
  });

  test("Lambda's own retry of the same request sends it at once", async () => {
    const world = await guarded();
    world.topicBroken = true;
    const event = world.trails.stopBy(TRAIL_ARN);
    await world.handle(event, 'request');
    world.topicBroken = false;
    expect(await world.handle(event, 'request')).toBeUndefined();
    await world.sweep();
    expect(world.outcomes).toEqual(['restored']);
  });

  test('fails to turn a restore of the guard into one of somebody else', async () => {
    const world = await guarded();
    world.topicBroken = true;
    const event = world.trails.stopBy(TRAIL_ARN);
    await world.handle(event);
    world.topicBroken = false;
    await world.clock.pass(60_000);
    world.trails.startFailures.push(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }));
    await world.handle(event);
    expect(world.outcomes).toEqual(['restored']);
  });

  test('a failed restore that later went well is told once, as restored', async () => {
    const world = await guarded();
    world.topicBroken = true;
    const event = world.trails.stopBy(TRAIL_ARN);
    world.trails.startFailures.push(Object.assign(new Error('late'), { name: 'TimeoutError' }));
    await world.handle(event, 'request');
    world.topicBroken = false;
    await world.handle(event, 'request');
    await world.sweep();
    expect(world.outcomes).toEqual(['restored']);
  });
});

test('fails to learn when the guard was deployed: the sweep is not complete', async () => {
  const world = new World();
  world.guardSince = new Error('AccessDenied');
  world.trails.add(TRAIL_ARN, { isLogging: false, startedAt: new Date(0), stoppedAt: new Date(START) });
  expect(await world.sweep()).toBeDefined();
  expect(world.store.completed).toBeUndefined();
});

test('an incident that is not readable is not lost: a newer one is written over it', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  const id = `${TRAIL_ARN}#${world.clock.now().toISOString()}`;
  world.store.incidents.set(id, { version: { S: 'of another kind' } });
  expect(await world.handle(event)).toBeUndefined();
  expect(world.outcomes).toEqual(['restored']);
  expect(world.store.peek(id)).toMatchObject({ state: 'sent' });
});
