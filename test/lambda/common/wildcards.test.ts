import fc from 'fast-check';
import { matchesWildcards } from '../../../lambda/common/wildcards';

test.each([
  ['arn:aws:iam::*:role/ops/*', 'arn:aws:iam::111122223333:role/ops/admin', true],
  ['arn:aws:iam::*:role/ops/*', 'arn:aws:iam::111122223333:role/dev/admin', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['?', '', false],
  ['a?c', 'abc', true],
  ['a.c', 'abc', false],
  ['*a*b', 'xaxbxab', true],
  ['role/*-ci', 'role/x-ci\n', false],
])('%j and %j: %s', (pattern, text, expected) => {
  expect(matchesWildcards(pattern, text)).toBe(expected);
});

test('agrees with a regular expression', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (wild, candidate) => {
      const naive = new RegExp(`^${wild.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
      expect(matchesWildcards(wild, candidate)).toBe(naive.test(candidate));
    }),
    { numRuns: 2000 },
  );
});

test('fails to be kept busy by a hostile text', () => {
  const started = process.cpuUsage();
  expect(matchesWildcards(`${'*a'.repeat(60)}b`, 'a'.repeat(2048))).toBe(false);
  expect(process.cpuUsage(started).user).toBeLessThan(500_000);
});
