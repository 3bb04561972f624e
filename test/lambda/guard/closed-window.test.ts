import { assumedRole, GUARD_ROLE_ARN, IDENTITIES } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { SETTLED, World } from './fakes';

const BY_GUARD = assumedRole(GUARD_ROLE_ARN, 'guard');

/** Somebody stopped the trail and it was started again; no event came. */
async function closed(by: typeof BY_GUARD): Promise<World> {
  const world = await new World().guarded();
  world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(30_000);
  world.trails.startBy(TRAIL_ARN, by);
  return world;
}

test.each([
  ["the guard's own role", BY_GUARD, 'restored'],
  ['somebody else', IDENTITIES.AssumedRole, 'already-logging'],
])('a dark window that %s closed is told of once', async (_, by, outcome) => {
  const world = await closed(by);
  await world.sweep();
  expect(world.outcomes).toEqual([]);
  await world.clock.pass(SETTLED);
  await world.sweep();
  await world.sweep();
  expect(world.messages).toMatchObject([
    { outcome, detectedBy: 'sweep', actor: { displayName: 'mallory' }, darkWindow: { seconds: 30 } },
  ]);
  expect(world.trails.calls).not.toContain('StartLogging');
});

test('a dark window from before the guard is none of its business', async () => {
  const world = new World();
  world.trails.add(TRAIL_ARN, { isLogging: true, startedAt: new Date(2000), stoppedAt: new Date(1000) });
  await world.sweep();
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.outcomes).toEqual([]);
});

test('a failed restore that went well in the end is told as restored', async () => {
  const world = await new World().guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  world.trails.startFailures.push(Object.assign(new Error('late'), { name: 'TimeoutError' }));
  await world.handle(event);
  world.trails.startBy(TRAIL_ARN, BY_GUARD);
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.outcomes).toEqual(['restore-failed', 'restored (2)']);
});

test('the actor is added when event history shows it', async () => {
  const world = await closed(BY_GUARD);
  world.trails.historyLag = 600_000;
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.messages).toMatchObject([{ actorNote: expect.stringContaining('does not show') }]);
  await world.clock.pass(600_000);
  await world.sweep();
  await world.sweep();
  expect(world.messages).toHaveLength(2);
  const [first, update] = world.messages;
  expect(update).toMatchObject({
    id: first?.id,
    outcome: first?.outcome,
    revision: 2,
    actor: { displayName: 'mallory' },
  });
  expect(update?.actorNote).toBeUndefined();
  expect(update?.nextSteps).toEqual(expect.arrayContaining([expect.stringContaining('update-access-key')]));
});

test('the actor is not waited for longer than event history takes', async () => {
  const world = await closed(BY_GUARD);
  world.trails.historyLag = 24 * 3_600_000;
  await world.clock.pass(SETTLED);
  await world.sweep();
  await world.clock.pass(31 * 60_000);
  await world.sweep();
  world.trails.calls.length = 0;
  await world.sweep();
  expect(world.trails.calls).not.toContain('LookupEvents');
});

test('fails softly when event history cannot be read', async () => {
  const world = await new World().guarded();
  world.trails.historyFailure = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
  world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(60_000);
  expect(await world.sweep()).toBeUndefined();
  expect(world.messages).toMatchObject([
    { outcome: 'restored', actorNote: 'Event history could not be read (ThrottlingException: Rate exceeded).' },
  ]);
});
