import fc from 'fast-check';
import { bounded, jsonBytes } from '../../../lambda/common/bounded';
import type { Incident } from '../../../lib/contract/incident';
import { hostile, huge, INCIDENTS } from '../channels/incidents';

const within = (bytes: number) => (candidate: Incident) => jsonBytes(candidate) <= bytes;
const never = () => false;
const investigated = INCIDENTS.investigated as Incident;

/** No half of a surrogate pair is left behind. */
const isWellFormed = (value: unknown) => !/\\ud[89ab][0-9a-f]{2}/i.test(JSON.stringify(value).replace(/\\\\/g, ''));

test('an incident that fits is left as it is', () => {
  expect(bounded(investigated, within(100_000))).toBe(investigated);
});

test('evidence goes first', () => {
  const { evidence, ...rest } = investigated;
  expect(evidence).toBeDefined();
  expect(bounded(investigated, within(jsonBytes(rest)))).toEqual(rest);
});

test('then values and details become shorter', () => {
  const told = huge(1);
  const {
    changes = [],
    actions,
    investigation,
  } = bounded(told, ({ changes: [change] = [] }) => {
    return (change?.before.length ?? 0) <= 200;
  });
  expect(changes.map(({ after }) => after.length)).toEqual(told.changes?.map(() => 200));
  expect(actions.map(({ detail }) => detail?.length)).toEqual([200]);
  expect(investigation?.dark?.sensitive).toHaveLength(told.investigation?.dark?.sensitive.length ?? Number.NaN);
  expect(investigation?.who.person).toHaveLength(200);
});

test('then lists, and what was left out is counted', () => {
  const told = huge(250);
  const { investigation, nextSteps, repetitions, occurrences } = bounded(told, within(100_000));
  const { sensitive = [], undetermined = [] } = investigation?.dark ?? {};
  expect(sensitive.length).toBeGreaterThan(0);
  expect(sensitive.map(({ eventId }) => eventId)).toEqual(
    told.investigation?.dark?.sensitive.slice(0, sensitive.length).map(({ eventId }) => eventId),
  );
  expect(undetermined).toContain(
    `${250 - sensitive.length} more sensitive calls: the message would have been too long`,
  );
  expect(nextSteps.at(-1)).toBe(`and ${250 - nextSteps.length + 1} more`);
  expect(repetitions?.at(-1)).toEqual(told.repetitions?.at(-1));
  expect(occurrences).toBe(250);
});

test('numbers and why it is bad are always told', () => {
  const { investigation, ...least } = bounded(huge(250), never);
  expect(investigation).toMatchObject({
    who: { credential: 'long-lived' },
    activity: { total: 44, sensitive: [] },
    dark: { total: 7, windows: [] },
    criticality: { severity: 'critical', reasons: ['and 250 more'] },
  });
  expect(least).toMatchObject({ outcome: 'restored', nextSteps: ['and 250 more'], repetitions: [] });
});

test.each(['"', '東', '😀', '\ud800', '\u202e', 'x'])('the least of one that is full of %j is small', (text) => {
  const least = bounded(huge(250, text), never);
  expect(jsonBytes(least)).toBeLessThan(30_000);
  expect(isWellFormed(least)).toBe(true);
});

test('each limit is kept, or the least there is comes back', () => {
  const told = huge(20);
  const least = jsonBytes(bounded(told, never));
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 800_000 }), (bytes) => {
      expect(jsonBytes(bounded(told, within(bytes)))).toBeLessThanOrEqual(Math.max(bytes, least));
    }),
    { numRuns: 30 },
  );
});

test('no character is cut in half', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (text) => {
      expect(isWellFormed(bounded(hostile(text), never))).toBe(true);
    }),
    { numRuns: 50 },
  );
});
