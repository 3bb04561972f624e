import fc from 'fast-check';
import { compareConfigurations } from '../../../lambda/guard/configuration/compare';
import type { Incident } from '../../../lib/contract/incident';
import { TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques';
import { type Harm, latencies, moves, play } from './configuration-model';
import { World } from './fakes';

/** A message tells of what was done if it is of its kind and of then or later: its first time, or a repetition. */
function tells({ at, what }: Harm): (message: Incident) => boolean {
  return ({ technique, changes = [], detectedAt, darkWindow, repetitions = [] }) => {
    const isOfKind =
      what === 'stop'
        ? technique.id === 'stop-logging' || darkWindow !== undefined
        : what === 'delete'
          ? technique.id === 'trail-deleted'
          : changes.some(({ field }) => field === what);
    const latest = Math.max(Date.parse(detectedAt), ...repetitions.map((repetition) => Date.parse(repetition.at)));
    // Records and repetitions count in seconds.
    return isOfKind && latest >= at.getTime() - 1000;
  };
}

test('any order, copy, delay, loss and failure ends with the trail as it was, logging, and every tampering told', async () => {
  await fc.assert(
    fc.asyncProperty(moves, latencies, async (steps, delays) => {
      const world = new World();
      const harms = await play(world, steps, delays);
      expect(world.isLogging).toBe(true);
      const now = world.trails.configurationOf(TRAIL_ARN);
      for (const before of [FIXTURE_CONFIGURATION, world.baselines.peek(TRAIL_ARN)?.configuration ?? now]) {
        const lost = compareConfigurations(before, now).fields.filter(({ relation }) => relation !== 'wider');
        expect(lost).toEqual([]);
      }
      for (const harm of harms) {
        expect([harm, world.messages.some(tells(harm))]).toEqual([harm, true]);
      }
    }),
    { numRuns: 150 },
  );
});

test('only observing, it changes nothing, and every tampering is told', async () => {
  await fc.assert(
    fc.asyncProperty(moves, latencies, async (steps, delays) => {
      const world = new World({ response: 'observe' });
      const withoutDeletions = steps.filter(([{ kind }]) => kind === 'tamper' || kind === 'sweep');
      const harms = await play(world, withoutDeletions, delays);
      const writes = /^(Start|Update|Create|Put|Add)/;
      expect(world.trails.calls.filter((call) => writes.test(call))).toEqual([]);
      // What was never put back and is done again makes no difference.
      const first = harms.filter(({ what }, index) => harms.findIndex((harm) => harm.what === what) === index);
      for (const harm of first) {
        expect([harm, world.messages.some(tells(harm))]).toEqual([harm, true]);
      }
    }),
    { numRuns: 80 },
  );
});
