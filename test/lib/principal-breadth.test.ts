import { createHash } from 'node:crypto';
import { Duration } from 'aws-cdk-lib';
import fc from 'fast-check';
import { matchesWildcards } from '../../lambda/common/wildcards';
import { ActivitySource } from '../../lib';
import { exceptionPolicy } from '../../lib/expected-activity';

/** Role names that have nothing in common. */
const NAMES = Array.from({ length: 100 }, (_, index) =>
  createHash('sha256').update(String(index)).digest('base64url').replace(/[-_]/g, '').slice(0, 24),
);

const accepted = (arn: string): boolean => {
  try {
    exceptionPolicy(
      {
        principalArns: [arn],
        sources: [ActivitySource.cidr('203.0.113.0/24')],
        maximumDuration: Duration.minutes(5),
        reason: 'test',
      },
      0,
    );
    return true;
  } catch {
    return false;
  }
};

const KINDS = [
  { shape: (name: string) => `arn:aws:iam::111122223333:role/${name}` },
  { shape: (name: string) => `arn:aws:iam::111122223333:user/${name}` },
  { shape: (name: string) => `arn:aws:sts::111122223333:assumed-role/${name}/session` },
];

/** Wildcards, single letters, separators, and words that occur in ARNs. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('*', '?') },
  { weight: 3, arbitrary: fc.constantFrom(...'aeiort013AEIORT/:-') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('role/', 'user/', 'assumed-role/', 'arn:', 'aws', 'iam', 'sts', '::', '1111'),
  },
);
const pattern = fc
  .array(piece, { minLength: 1, maxLength: 10 })
  .map((pieces) => pieces.join(''))
  .chain((tail) =>
    fc.constantFrom(
      tail,
      `arn:aws:iam::111122223333:role/${tail}`,
      `arn:aws:iam::*:user/${tail}`,
      `arn:*:sts::111122223333:assumed-role/${tail}`,
      `arn:aws:sts::111122223333:assumed-role/${tail}/*`,
    ),
  );

test('no pattern that passes matches two principals whose names have nothing in common', () => {
  fc.assert(
    fc.property(pattern, (arn) => {
      fc.pre(accepted(arn));
      for (const { shape } of KINDS) {
        expect(NAMES.filter((name) => matchesWildcards(arn, shape(name))).slice(0, 2)).not.toHaveLength(2);
      }
    }),
    { seed: 20261124, numRuns: 2_000 },
  );
});

test('a name passes and matches itself alone', () => {
  for (const name of NAMES) {
    const arn = `arn:aws:iam::111122223333:role/${name}`;
    expect(accepted(arn)).toBe(true);
    expect(NAMES.filter((other) => matchesWildcards(arn, `arn:aws:iam::111122223333:role/${other}`))).toEqual([name]);
  }
});
