import type { GuardPolicy } from '../../../lib/contract/policy';
import { IDENTITIES } from '../../fixtures/identities';
import { envelope, stopLoggingByArn, TRAIL_ARN } from '../../fixtures/records';
import { SETTLED, World } from './fakes';
import { exception } from './policy';

const HOUR = 3_600_000;
const guarded = (changes?: Partial<GuardPolicy>) => new World(changes).guarded();

test('a trail that was never seen is told as missing, not made up', async () => {
  const world = new World({ trails: [TRAIL_ARN] });
  await world.sweep();
  await world.sweep();
  expect(world.outcomes).toEqual(['trail-missing']);
});

test('a released trail is guarded until it is deleted', async () => {
  const world = await guarded();
  await world.handle({ trigger: 'baseline', action: 'release', trail: TRAIL_ARN });
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.outcomes).toEqual(['expected', 'restored']);
  world.trails.deleteBy(TRAIL_ARN);
  await world.sweep();
  expect(world.outcomes).toEqual(['expected', 'restored']);
});

test('a second deletion after the trail came back is another incident', async () => {
  const world = await guarded();
  for (let deletions = 0; deletions < 2; deletions++) {
    await world.clock.pass(HOUR);
    await world.handle(world.trails.deleteBy(TRAIL_ARN));
  }
  expect(world.outcomes).toEqual(['restored', 'restored']);
  expect(new Set(world.messages.map(({ id }) => id)).size).toBe(2);
});

test.each(['release', 'exception'])(
  'a trail that came back after an expected deletion (%s) is guarded again',
  async (how) => {
    const world = await guarded(how === 'exception' ? { exceptions: [exception()] } : {});
    if (how === 'release') {
      await world.handle({ trigger: 'baseline', action: 'release', trail: TRAIL_ARN });
    }
    const status = world.trails.real(TRAIL_ARN);
    world.trails.deleteBy(TRAIL_ARN);
    await world.sweep();
    await world.clock.pass(HOUR);
    world.trails.add(TRAIL_ARN, status);
    await world.sweep();
    const told = world.messages.length;
    await world.clock.pass(HOUR);
    world.trails.deleteBy(TRAIL_ARN, IDENTITIES.Root);
    await world.sweep();
    expect(world.messages.slice(told)).toMatchObject([{ outcome: 'restored', technique: { id: 'trail-deleted' } }]);
    expect(world.isLogging).toBe(true);
  },
);

test.each(['event', 'sweep'])(
  'a trail that came back is remembered as such by %s, and nothing else is forgotten',
  async (way) => {
    const world = await guarded({ response: 'observe' });
    const status = world.trails.real(TRAIL_ARN);
    world.trails.deleteBy(TRAIL_ARN);
    await world.sweep();
    world.trails.add(TRAIL_ARN, status);
    await world.clock.pass(60_000);
    const stale = envelope(stopLoggingByArn());
    await (way === 'event' ? world.handle(stale) : world.sweep());
    expect((await world.clock.run(world.store.trails())).get(TRAIL_ARN)).toEqual({
      arn: TRAIL_ARN,
      seenLoggingAt: world.clock.now().toISOString(),
      comparedAt: expect.any(String),
      selectorFlags: expect.any(String),
    });
  },
);
