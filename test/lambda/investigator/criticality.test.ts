import fc from 'fast-check';
import { type CriticalityFacts, criticality } from '../../../lambda/investigator/criticality';
import type { Incident } from '../../../lib/contract/incident';
import type { Severity } from '../../../lib/contract/techniques';
import { incident, OUTCOMES } from '../guard/incidents';

const LEVELS: Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];
const rated = (severity: Severity, riskScore: number, changes: Partial<Incident> = {}): Incident => ({
  ...incident('restored'),
  severity,
  riskScore,
  ...changes,
});
const MEDIUM = rated('medium', 47);

test('without a fact it is what the guard says', () => {
  expect(criticality(MEDIUM, {})).toEqual({
    severity: 'medium',
    riskScore: 47,
    reasons: [`${MEDIUM.technique.name}: medium (47) by itself.`],
  });
});

test.each<[CriticalityFacts, number, Severity, string]>([
  [{ onlyTrail: true }, 60, 'medium', 'No other trail was logging.'],
  [{ organizationTrail: true }, 73, 'high', 'It is a trail of the whole organization.'],
  [{ production: true }, 60, 'medium', 'The account is one of production.'],
  [{ credential: 'root' }, 73, 'high', 'The root user did it.'],
  [{ credential: 'long-lived' }, 53, 'medium', 'The access key is a long-lived one: it works until it is deactivated.'],
  [{ darkSeconds: 90 }, 53, 'medium', 'It was dark for 90 seconds.'],
  [{ darkSeconds: 600 }, 60, 'medium', 'It was dark for 10 minutes.'],
  [{ darkSeconds: 3600 }, 73, 'high', 'It was dark for 60 minutes.'],
  [{ occurrences: 4 }, 99, 'critical', 'It was done 4 times in all.'],
  [{ alerts: 1 }, 60, 'medium', '1 finding of other detectors about the actor or the address.'],
  [{ sensitiveInDark: 2 }, 60, 'medium', '2 sensitive calls in the dark.'],
  [{ sensitiveInDark: 10 }, 73, 'high', '10 sensitive calls in the dark.'],
  [{ credentialsMadeInDark: 1 }, 73, 'high', '1 new way in, made in the dark.'],
  [{ changeCalendarOpen: false }, 53, 'medium', 'A change calendar was closed: no change was expected.'],
])('%j raises it', (facts, riskScore, severity, reason) => {
  expect(criticality(MEDIUM, facts)).toEqual({ severity, riskScore, reasons: [expect.any(String), reason] });
});

test.each<[CriticalityFacts]>([
  [{ onlyTrail: false }],
  [{ organizationTrail: false, production: false }],
  [{ credential: 'temporary' }],
  [{ credential: 'service' }],
  [{ darkSeconds: 59 }],
  [{ alerts: 0, sensitiveInDark: 0, credentialsMadeInDark: 0 }],
  [{ changeCalendarOpen: true }],
  [{ occurrences: 1 }],
])('%j does not', (facts) => {
  expect(criticality(MEDIUM, facts)).toEqual(criticality(MEDIUM, {}));
});

test('what the guard raised for repetitions is not raised again', () => {
  const often = rated('critical', 73, { occurrences: 3 });
  expect(criticality(often, { occurrences: 3 })).toMatchObject({ riskScore: 73 });
  expect(criticality(often, { occurrences: 3 }).reasons[0]).toContain(', 3 times: critical (73)');
  expect(criticality(often, { occurrences: 4 })).toMatchObject({ riskScore: 99 });
});

test('of what is expected only behaviour counts', () => {
  const expected = rated('low', 21, { outcome: 'expected' });
  const facts: CriticalityFacts = {
    expectedByException: true,
    organizationTrail: true,
    production: true,
    credential: 'root',
    darkSeconds: 7200,
  };
  expect(criticality(expected, facts)).toMatchObject({ severity: 'low', riskScore: 21 });
  expect(criticality(expected, { ...facts, credentialsMadeInDark: 1 })).toMatchObject({
    severity: 'medium',
    riskScore: 47,
  });
});

test('of an attempt, what it would have hit does not count', () => {
  const attempt = rated('low', 21, { outcome: 'attempted' });
  expect(criticality(attempt, { organizationTrail: true, production: true })).toMatchObject({ riskScore: 21 });
  expect(criticality(attempt, { credential: 'root' })).toMatchObject({ severity: 'medium', riskScore: 47 });
});

const someIncident = fc
  .record({
    severity: fc.constantFrom(...LEVELS),
    riskScore: fc.nat({ max: 99 }),
    outcome: fc.constantFrom(...OUTCOMES),
    occurrences: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  })
  .map(({ occurrences, ...changes }) => ({ ...MEDIUM, ...changes, ...(occurrences ? { occurrences } : {}) }));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const someFacts: fc.Arbitrary<CriticalityFacts> = fc
  .record({
    onlyTrail: maybe(fc.boolean()),
    organizationTrail: maybe(fc.boolean()),
    production: maybe(fc.boolean()),
    credential: maybe(fc.constantFrom('root', 'long-lived', 'temporary', 'service')),
    darkSeconds: maybe(fc.oneof(fc.nat({ max: 10_000 }), fc.double({ min: 0, max: 10_000, noNaN: true }))),
    occurrences: maybe(fc.integer({ min: 1, max: 200 })),
    alerts: maybe(fc.nat({ max: 50 })),
    sensitiveInDark: maybe(fc.nat({ max: 50 })),
    credentialsMadeInDark: maybe(fc.nat({ max: 50 })),
    expectedByException: maybe(fc.boolean()),
    changeCalendarOpen: maybe(fc.boolean()),
  })
  .map((facts) => JSON.parse(JSON.stringify(facts)) as CriticalityFacts);

/** What each fact is at its worst; or more of it. */
const worse: fc.Arbitrary<(facts: CriticalityFacts) => CriticalityFacts> = fc.oneof(
  fc
    .constantFrom<CriticalityFacts[]>(
      [{ onlyTrail: true }],
      [{ organizationTrail: true }],
      [{ production: true }],
      [{ credential: 'root' }],
      [{ expectedByException: false }],
      [{ changeCalendarOpen: false }],
    )
    .map(([bad]) => (facts: CriticalityFacts) => ({ ...facts, ...bad })),
  fc
    .tuple(
      fc.constantFrom('darkSeconds', 'occurrences', 'alerts', 'sensitiveInDark', 'credentialsMadeInDark' as const),
      fc.integer({ min: 1, max: 5_000 }),
    )
    .map(([field, more]) => (facts: CriticalityFacts) => ({
      ...facts,
      [field]: (facts[field as 'alerts'] ?? 0) + more,
    })),
);

test('one more bad fact never lowers it', () => {
  fc.assert(
    fc.property(someIncident, someFacts, worse, (given, facts, worsen) => {
      const [before, after] = [criticality(given, facts), criticality(given, worsen(facts))];
      expect(after.riskScore).toBeGreaterThanOrEqual(before.riskScore);
      expect(LEVELS.indexOf(after.severity)).toBeGreaterThanOrEqual(LEVELS.indexOf(before.severity));
    }),
    { numRuns: 2_000 },
  );
});

test('it is never below what the guard says, never above the scale, and every raise has its reason', () => {
  fc.assert(
    fc.property(someIncident, someFacts, (given, facts) => {
      const { severity, riskScore, reasons } = criticality(given, facts);
      expect(riskScore).toBeGreaterThanOrEqual(given.riskScore);
      expect(riskScore).toBeLessThanOrEqual(99);
      expect(LEVELS.indexOf(severity)).toBeGreaterThanOrEqual(LEVELS.indexOf(given.severity));
      expect(reasons.every((reason) => /\S.*\.$/.test(reason))).toBe(true);
      expect(new Set(reasons).size).toBe(reasons.length);
      if (riskScore > given.riskScore) expect(reasons.length).toBeGreaterThan(1);
      if (reasons.length > 1 && given.riskScore < 99) expect(riskScore).toBeGreaterThan(given.riskScore);
    }),
    { numRuns: 2_000 },
  );
});
