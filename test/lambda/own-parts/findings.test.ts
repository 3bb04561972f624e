import fc from 'fast-check';
import { told } from '../../../lambda/own-parts/compare/difference';
import { environmentDifferences } from '../../../lambda/own-parts/compare/environment';
import { policyDifference } from '../../../lambda/own-parts/compare/policy';
import { findingsOf } from '../../../lambda/own-parts/findings';

const part = { kind: 'function', name: 'Guard' } as const;

test('a value is told harmless and at most 2,000 characters long', () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 3 }), (value) => {
      const text = told(
        typeof value === 'bigint' ? String(value) : JSON.parse(JSON.stringify(value ?? null) ?? 'null'),
      );
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
  expect(told('x'.repeat(3_000))).toHaveLength(2_000);
});

test.each([
  [undefined, 'none'],
  ['', 'none'],
  [0, '0'],
  [{ a: ['b'] }, '{"a":["b"]}'],
  ['https://evil.example', 'https[:]//evil.example'],
])('%j is told as %s', (value, text) => {
  expect(told(value)).toBe(text);
});

test.each([
  ['what is short', 'AWS_ENDPOINT_URL', 'https://198.51.100.7', 'https://198.51.100.7'],
  ['what is long by its length', 'POLICY', 'x'.repeat(101), '101 characters'],
  ['a key by its length', 'AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI', '13 characters'],
  ['a token by its length', 'apiToken', 'abc', '3 characters'],
])('variables are told by name: %s', (_, name, value, shown) => {
  expect(environmentDifferences({}, { [name]: value })).toEqual([
    { field: `environment ${name}`, expected: undefined, actual: shown },
  ]);
});

test('variables with names like those of what objects have are variables', () => {
  const variables = Object.fromEntries([
    ['constructor', 'x'],
    ['__proto__', 'y'],
  ]);
  expect(environmentDifferences({}, variables).map(({ field }) => field)).toEqual([
    'environment constructor',
    'environment __proto__',
  ]);
});

test('whoever adds a thousand variables does not make the message too long', () => {
  const variables = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`A${index}`, '']));
  const differences = environmentDifferences({}, variables).map((found) => ({
    technique: 'guard-function-changed',
    repairable: true,
    ...found,
  }));
  const findings = findingsOf(part, differences, 'advice');
  expect(findings).toHaveLength(21);
  expect(findings.at(-1)).toMatchObject({ field: '980 more', repairable: true });
  expect(JSON.stringify(findings).length).toBeLessThan(8_000);
});

test('of a policy the statements that differ are told', () => {
  const kept = { Sid: 'Kept', Effect: 'Allow', Action: ['a:b'], Resource: 'x'.repeat(3_000) };
  const [lost, added] = [
    { Effect: 'Allow', Action: 'a:c', Resource: '*' },
    { Effect: 'Deny', Action: '*', Resource: '*' },
  ];
  const how = { technique: 'guard-role-policy-changed', field: 'policy', repairable: false };
  const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
  expect(policyDifference(policy(kept, lost), JSON.stringify(policy(added, { ...kept, Action: 'a:b' })), how)).toEqual([
    { ...how, expected: [lost], actual: [added] },
  ]);
  expect(policyDifference(policy(kept), JSON.stringify(policy(kept)), how)).toEqual([]);
  // Older policies know no variables.
  const old = { ...policy(kept), Version: '2008-10-17' };
  expect(policyDifference(policy(kept), old, how)).toEqual([{ ...how, expected: policy(kept), actual: old }]);
});
