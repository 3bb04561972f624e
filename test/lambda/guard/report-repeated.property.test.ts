import fc from 'fast-check';
import type { Incident, Outcome } from '../../../lib/contract/incident';
import { METRIC } from '../../../lib/contract/metrics';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { Desk } from './desk';
import { incident } from './incidents';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const ACTORS = [IDENTITIES.IAMUser, IDENTITIES.Root] as readonly Json[];
const DARK: readonly Outcome[] = ['restore-failed', 'restore-unverified'];

const attack = fc.record({
  actor: fc.constantFrom(0, 1),
  /** First what the guard managed at once, then what became of it. */
  outcomes: fc.constantFrom<Outcome[]>(['restored'], ['already-logging'], ['restore-failed', 'restored']),
  /** How many runs come to know of it, all at once. */
  runs: fc.integer({ min: 1, max: 3 }),
  /** Until the next thing happens. */
  pause: fc.constantFrom(0, 1, 7, 20, 59, 61, 130),
  isSwept: fc.boolean(),
  topicBroken: fc.boolean(),
});

interface Told {
  readonly at: number;
  readonly message: Incident;
}

/** What was told, when, of how many attacks. */
class Story {
  readonly desk = new Desk();
  readonly told: Told[] = [];
  readonly episodes: string[] = [];
  private runs = 0;

  async attack({ actor, outcomes, runs, topicBroken }: typeof attack extends fc.Arbitrary<infer T> ? T : never) {
    this.desk.fails = topicBroken;
    const at = new Date(this.desk.clock.now().getTime() + this.episodes.length);
    const id = `trail#${at.toISOString()}`;
    this.episodes.push(id);
    for (const outcome of outcomes) {
      const fields = { userIdentity: ACTORS[actor] as Json, eventID: id, eventTime: at.toISOString() };
      const { darkWindow: _, ...told } = incident(outcome, fields);
      await this.tell({ ...told, id, detectedAt: at.toISOString() }, runs);
    }
    this.desk.fails = false;
  }

  /** Runs that know of the same, and Lambda's retries of those that throw. */
  private async tell(one: Incident, runs: number): Promise<void> {
    const owners = Array.from({ length: runs }, () => `run-${++this.runs}`);
    const results = await Promise.allSettled(owners.map((owner) => this.desk.report(one, owner)));
    this.note();
    await this.desk.clock.pass(MINUTE);
    for (const owner of owners.filter((_, index) => results[index]?.status === 'rejected')) {
      await this.desk.report(one, owner).catch(() => undefined);
      this.note();
    }
  }

  async sweep(): Promise<void> {
    await this.desk.finish(`sweep-${++this.runs}`).catch(() => undefined);
    this.note();
  }

  note(): void {
    for (const message of this.desk.messages.slice(this.told.length)) {
      this.told.push({ at: this.desk.clock.now().getTime(), message });
    }
  }

  of(id: string): Told[] {
    return this.told.filter(({ message }) => message.id === id);
  }

  get last(): Incident[] {
    return [...new Map(this.told.map(({ message }) => [message.id, message])).values()];
  }
}

test('each attack is counted once, the first told at once, the others at intervals, and the last state always', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(attack, { minLength: 1, maxLength: 14 }), async (attacks) => {
      const story = new Story();
      for (const one of attacks) {
        await story.attack(one);
        if (one.isSwept) {
          await story.sweep();
        }
        await story.desk.clock.pass(one.pause * MINUTE);
      }
      for (let sweeps = 0; sweeps < 30; sweeps++) {
        await story.desk.clock.pass(5 * MINUTE);
        await story.sweep();
      }

      const timelines = story.last.flatMap(({ id, repetitions }) => repetitions?.map((one) => one.incidentId) ?? [id]);
      expect(timelines.sort()).toEqual([...story.episodes].sort());
      const counted = story.last.reduce((sum, { occurrences = 1 }) => sum + occurrences, 0);
      expect(counted).toBe(attacks.length);
      const restored = attacks.filter(({ outcomes }) => outcomes.at(-1) === 'restored').length;
      expect(story.desk.counted.filter((metric) => metric === METRIC.TRAILS_RESTORED)).toHaveLength(restored);
      expect(await story.desk.store.openIncidents()).toEqual([]);

      for (const { id, outcome } of story.last) {
        expect(DARK).not.toContain(outcome);
        const told = story.of(id);
        expect(told.map(({ message }) => message.revision)).toEqual(told.map((_, index) => index + 1));
        for (const [index, { at, message }] of told.entries()) {
          const before = told[index - 1];
          // What happened once is told as it goes; a trail that is not back is told at once.
          if (before && (message.occurrences ?? 1) > 1 && !DARK.includes(message.outcome)) {
            expect(at - before.at).toBeGreaterThanOrEqual(QUARTER);
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});
