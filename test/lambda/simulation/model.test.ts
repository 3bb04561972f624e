import fc from 'fast-check';
import { DENIED, recordOf } from './records';
import { eventOf, POLICY, TRAIL, World } from './world';

/** What an attacker, a best-effort event bus and a scheduler can do, in any order. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'stop' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      which: fc.nat(20),
      copies: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'sweep' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'denied' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 1_200 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'deliver-and-sweep' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function play(world: World, steps: readonly Step[]): Promise<number> {
  world.addTrail();
  await world.sweep();
  const events: unknown[] = [];
  let stops = 0;
  for (const move of steps) {
    switch (move.kind) {
      case 'stop':
        // Two stops are at least as far apart as the tolerance between an event's clock and the trail's.
        world.pass(30);
        if (world.status().isLogging) {
          events.push(world.stop());
          stops++;
        }
        break;
      case 'deliver': {
        const event = events[move.which % Math.max(1, events.length)];
        if (event !== undefined) {
          await Promise.all(Array.from({ length: move.copies }, () => world.handler(event)));
        }
        break;
      }
      case 'deliver-and-sweep':
        await Promise.all([...events.slice(-1).map((event) => world.handler(event)), world.sweep()]);
        break;
      case 'sweep':
        await world.sweep();
        break;
      case 'denied':
        await world.handler(eventOf(recordOf('StopLogging', TRAIL.arn, world.now, DENIED)));
        break;
      case 'pass':
        world.pass(move.seconds);
    }
  }
  world.pass(300);
  await world.sweep();
  world.pass(300);
  await world.sweep();
  return stops;
}

test('whatever is lost, doubled, late or at once: the trail logs in the end and each stop is told exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const world = new World();
      const stops = await play(world, steps);
      const told = world.messages.filter(({ outcome }) => outcome !== 'attempted');
      expect(world.status().isLogging).toBe(true);
      expect(told).toHaveLength(stops);
      expect(new Set(told.map(({ id }) => id)).size).toBe(stops);
      expect(told.every(({ outcome }) => outcome === 'restored')).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('observing, it never changes anything', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const world = new World({ ...POLICY, response: 'observe' });
      const stops = await play(world, steps);
      expect(world.calls).not.toContain('StartLogging');
      expect(world.messages.filter(({ outcome }) => outcome === 'observed')).toHaveLength(stops);
    }),
    { numRuns: 300 },
  );
});
