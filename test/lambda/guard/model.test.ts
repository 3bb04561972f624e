import fc from 'fast-check';
import type { Incident } from '../../../lib/contract/incident';
import { METRIC } from '../../../lib/contract/metrics';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { deniedStopLogging, envelope, TRAIL_ARN } from '../../fixtures/records';
import { awsError } from './fake-trails';
import { SCHEDULE, SETTLED, World } from './fakes';

/** A reader of status and of event history sees what was; the guard's reads go on for 16 seconds. */
const surroundings = fc.record({
  latencies: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 }),
  statusLag: fc.constantFrom(0, 300, 3000),
  historyLag: fc.constantFrom(0, 60_000, 600_000),
});

const stop = fc.record({
  kind: fc.constant('stop' as const),
  by: fc.constantFrom<Json>(IDENTITIES.IAMUser, IDENTITIES.Root, IDENTITIES.IdentityCenterSession),
  /** When the event arrives: never, at once, late, more than once. */
  arrivals: fc.array(fc.constantFrom(0, 50, 2000, 40_000, 300_000, 1_200_000), { maxLength: 3 }),
});
const move = fc.oneof(
  { weight: 3, arbitrary: stop },
  { weight: 2, arbitrary: fc.constant({ kind: 'sweep' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'denied' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'failing-start' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'topic' as const }) },
);
/** Stops are further apart than the guard's own work, so that an episode is over when the next one begins. */
const moves = fc.array(fc.tuple(move, fc.integer({ min: 0, max: 120_000 })), { maxLength: 10 });

type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;
type Surroundings = typeof surroundings extends fc.Arbitrary<infer T> ? T : never;

const EPISODE = 400_000;

/** Plays it all at once, in virtual time, then lets the world settle. Returns when the trail was stopped. */
async function play(
  world: World,
  steps: readonly (readonly [Move, number])[],
  around: Surroundings,
): Promise<string[]> {
  await world.guarded();
  await world.clock.pass(60_000);
  let calls = 0;
  world.latency = () => around.latencies[calls++ % around.latencies.length] ?? 0;
  world.trails.statusLag = around.statusLag;
  world.trails.historyLag = around.historyLag;
  const stops: string[] = [];
  const running: Promise<unknown>[] = [];
  const later = (delay: number, input: unknown) =>
    running.push(world.clock.sleep(delay).then(() => world.invoke(input)));
  for (const [step, pause] of steps) {
    switch (step.kind) {
      case 'stop':
        if (world.isLogging) {
          const event = world.trails.stopBy(TRAIL_ARN, step.by);
          stops.push(world.clock.now().toISOString());
          for (const delay of step.arrivals) {
            later(delay, event);
          }
          later(pause, { trigger: 'sweep', schedule: SCHEDULE });
          await world.clock.pass(EPISODE);
        }
        break;
      case 'sweep':
        later(0, { trigger: 'sweep', schedule: SCHEDULE });
        break;
      case 'denied':
        later(0, envelope(deniedStopLogging()));
        break;
      case 'failing-start':
        world.trails.startFailures.push(awsError('InternalFailure'));
        break;
      case 'topic':
        world.topicBroken = !world.topicBroken;
    }
    await world.clock.pass(pause);
  }
  await world.clock.run(Promise.all(running));
  world.topicBroken = false;
  world.trails.startFailures.length = 0;
  // Long enough for the messages of a campaign, which come at growing intervals.
  for (let sweeps = 0; sweeps < 16; sweeps++) {
    await world.clock.pass(SETTLED * 5);
    await world.sweep();
  }
  return stops;
}

const idsOf = (stops: readonly string[]) => stops.map((at) => `${TRAIL_ARN}#${at}`).sort();

/** Every episode that the last messages tell of, by itself or as a repetition. */
function episodesOf(messages: readonly Incident[]): string[] {
  const last = new Map(messages.map((message) => [message.id, message]));
  return [...last.values()].flatMap(({ id, repetitions }) =>
    repetitions ? repetitions.map(({ incidentId }) => incidentId) : [id],
  );
}

test('any order, copy, delay and loss ends with the trail logging and each stop told once', async () => {
  await fc.assert(
    fc.asyncProperty(moves, surroundings, async (steps, around) => {
      const world = new World();
      const stops = await play(world, steps, around);
      expect(world.isLogging).toBe(true);
      const told = world.messages.filter(({ outcome }) => outcome !== 'attempted');
      expect(episodesOf(told).sort()).toEqual(idsOf(stops));
      // An update comes only when the episode went on, was repeated, or the actor became known.
      for (const update of told.filter(({ revision }) => revision > 1)) {
        const before = told.find(({ id, revision }) => id === update.id && revision === update.revision - 1);
        expect(before).toBeDefined();
        expect(
          before?.outcome !== update.outcome ||
            (before.occurrences ?? 1) < (update.occurrences ?? 1) ||
            (before.actor === undefined && update.actor !== undefined),
        ).toBe(true);
      }
      for (const last of new Map(told.map((message) => [message.id, message])).values()) {
        expect(['restored', 'already-logging']).toContain(last.outcome);
        expect(last.actor).toBeDefined();
      }
      expect(world.counted[METRIC.TRAILS_RESTORED] ?? 0).toBeLessThanOrEqual(stops.length);
    }),
    { numRuns: 150 },
  );
});

test('only observing, it never starts a trail, and tells of the one stop', async () => {
  await fc.assert(
    fc.asyncProperty(moves, surroundings, async (steps, around) => {
      const world = new World({ response: 'observe' });
      const stops = await play(world, steps, around);
      expect(world.trails.calls).not.toContain('StartLogging');
      const told = world.messages.filter(({ outcome, revision }) => outcome !== 'attempted' && revision === 1);
      expect(told.map(({ id }) => id)).toEqual(idsOf(stops));
      expect(told.every(({ outcome }) => outcome === 'observed')).toBe(true);
    }),
    { numRuns: 80 },
  );
});
