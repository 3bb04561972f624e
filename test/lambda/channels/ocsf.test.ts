import fc from 'fast-check';
import { ocsfOf } from '../../../lambda/channels/ocsf';
import type { Incident, Outcome } from '../../../lib/contract/incident';
import { incident, OUTCOMES } from '../guard/incidents';
import { hostile, huge, INCIDENTS, KINDS } from './incidents';
import { ocsfErrors, wrongCaptions } from './ocsf-schema';

const MAXIMUM_BYTES = 240_000;
const bytes = (event: object) => Buffer.byteLength(JSON.stringify(event));
const of = (kind: string) => INCIDENTS[kind] as Incident;
// biome-ignore lint/suspicious/noExplicitAny: looked into as a rule does
const finding = (told: Incident) => ocsfOf(told) as any;

test.each(KINDS)('%s is valid, and named in the words of OCSF', (kind) => {
  const event = ocsfOf(of(kind));
  expect(ocsfErrors(event)).toEqual([]);
  expect(wrongCaptions(event)).toEqual([]);
});

test.each(KINDS.filter((kind) => !kind.startsWith('outcome')))('%s is told as before', (kind) => {
  const { unmapped, ...event } = finding(of(kind));
  expect(unmapped).toEqual(of(kind));
  expect(event).toMatchSnapshot();
});

test.each<[string, object, string]>([
  ['an unknown attribute', { extra: 1 }, ' must NOT have additional properties'],
  ['a missing attribute', { time: undefined }, " must have required property 'time'"],
  ['a time in words', { time: '2026-03-02T10:00:00Z' }, '/time must be integer'],
  ['a severity that there is none of', { severity_id: 7 }, '/severity_id must match a schema in anyOf'],
  ['another class', { class_uid: 2001 }, '/class_uid must match a schema in anyOf'],
  [
    'an address that is none',
    { evidences: [{ src_endpoint: { ip: 'x' } }] },
    '/evidences/0/src_endpoint/ip must match',
  ],
  ['evidence of nothing', { evidences: [{ uid: '1' }] }, '/evidences/0 must match a schema in anyOf'],
  ['a product without a name', { metadata: { version: '1', product: {} } }, '/metadata/product must match a schema'],
])('fails for %s', (_, change, error) => {
  const errors = ocsfErrors({ ...ocsfOf(of('by IAMUser')), ...change });
  expect(errors.join('\n')).toContain(error);
});

test('fails for other words than those of OCSF', () => {
  expect(wrongCaptions({ ...ocsfOf(of('by IAMUser')), severity: 'Low', type_name: 'x' })).toEqual([
    '/type_uid is Detection Finding: Create, not x',
    '/severity_id is High, not Low',
  ]);
});

test.each<[string, Partial<Incident>, number]>([
  ['the first message', { outcome: 'restored', revision: 1 }, 200401],
  ['the first message of what is over', { outcome: 'adopted', severity: 'low', revision: 1 }, 200401],
  ['the next one', { outcome: 'restore-failed', revision: 2 }, 200402],
  ['a trail that was put back, while who did it is at large', { outcome: 'restored', revision: 2 }, 200402],
  ['a denied attempt, of whom more became known', { outcome: 'attempted', severity: 'low', revision: 2 }, 200402],
  ['a delivery that recovered', { outcome: 'delivery-recovered', severity: 'low', revision: 2 }, 200403],
  ['a stop that was expected', { outcome: 'already-logging', severity: 'low', revision: 2 }, 200403],
])('%s', (_, told, type) => {
  const event = finding({ ...of('by IAMUser'), ...told });
  expect(event.type_uid).toBe(type);
  expect(event.activity_id).toBe(type % 100);
});

test('what became of the trail can be matched by a rule', () => {
  const told = (outcome: Outcome) => {
    const { status_code, action, disposition } = finding(incident(outcome));
    return [status_code, `${action}, ${disposition}`];
  };
  expect(Object.fromEntries(OUTCOMES.map(told))).toMatchInlineSnapshot(`
{
  "adopted": "Allowed, Approved",
  "already-logging": "Observed, Corrected",
  "attempted": "Denied, Unauthorized",
  "delivery-failing": "Observed, Alert",
  "delivery-recovered": "Observed, Corrected",
  "expected": "Allowed, Approved",
  "not-permitted": "Observed, Uncorrected",
  "observed": "Observed, Detected",
  "reported": "Observed, Alert",
  "restore-failed": "Observed, Uncorrected",
  "restore-unverified": "Modified, Unknown",
  "restored": "Modified, Corrected",
  "stopped-before-guard": "Observed, Detected",
  "trail-missing": "Observed, Uncorrected",
}
`);
});

test('each value to search for is in the finding, where it says', () => {
  for (const kind of KINDS) {
    const event = finding(of(kind));
    for (const { name, value } of event.observables as { name: string; value: string }[]) {
      const path = name.replace(/\[(\d)\]/g, '.$1').split('.');
      expect(path.reduce((part, key) => part?.[key], event)).toBe(value);
    }
  }
});

test.each([50, 250])('%d sensitive calls are told in a finding that fits, and says that it was cut', (records) => {
  const event = finding(huge(records));
  expect(bytes(event)).toBeLessThanOrEqual(MAXIMUM_BYTES);
  expect(ocsfErrors(event)).toEqual([]);
  expect(event.metadata).toMatchObject({ is_truncated: true });
  expect(event).toMatchObject({ severity: 'Critical', unmapped: { id: huge(records).id, occurrences: records } });
});

test('any text makes a valid finding that fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }), (text) => {
      const event = ocsfOf(hostile(text));
      expect(ocsfErrors(event)).toEqual([]);
      expect(bytes(event)).toBeLessThanOrEqual(MAXIMUM_BYTES);
    }),
    { numRuns: 50 },
  );
});
