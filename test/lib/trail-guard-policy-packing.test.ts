import fc from 'fast-check';
import { charactersOf, packed } from '../../lib/policy-packing';
import type { DenyStatement } from '../../lib/policy-statements';

const LIMIT = 400;

/** At most 324 characters, which fit. */
const action = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('a', 'b', 'c') });
const statements: fc.Arbitrary<DenyStatement[]> = fc
  .array(fc.array(action, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 30 })
  .map((lists) => lists.map((actions, index) => statement(`Statement${index}`, actions)));

function statement(sid: string, actions: string[]): DenyStatement {
  return { Sid: sid, Effect: 'Deny', Action: actions, Resource: ['*'], Condition: {} };
}

const bySid = (one: DenyStatement, other: DenyStatement) => one.Sid.localeCompare(other.Sid);

test('no statement is lost, doubled or changed', () => {
  fc.assert(
    fc.property(statements, (given) => {
      const found = packed(given, LIMIT).flatMap(({ Statement }) => Statement);
      expect([...found].sort(bySid)).toEqual([...given].sort(bySid));
    }),
  );
});

test('each policy is within the limit, and no two would fit into one', () => {
  fc.assert(
    fc.property(statements, (given) => {
      const policies = packed(given, LIMIT);
      for (const policy of policies) {
        expect(JSON.stringify(policy).length).toBeLessThanOrEqual(LIMIT);
      }
      for (const [index, { Version, Statement }] of policies.entries()) {
        for (const other of policies.slice(index + 1)) {
          expect(charactersOf({ Version, Statement: [...Statement, ...other.Statement] })).toBeGreaterThan(LIMIT);
        }
      }
    }),
  );
});

test('the order in which they are given does not matter to what fits', () => {
  fc.assert(
    fc.property(statements, (given) => {
      expect(packed([...given].reverse(), LIMIT)).toHaveLength(packed(given, LIMIT).length);
    }),
  );
});

test('a statement of just the limit fits, one that is longer by a character fails', () => {
  const rest = charactersOf({ Version: '2012-10-17', Statement: [statement('Long', [''])] });
  const long = (characters: number) => [statement('Long', ['a'.repeat(characters - rest)])];
  expect(packed(long(5_120))).toHaveLength(1);
  expect(() => packed(long(5_121))).toThrow(
    "TrailGuard: 'exemptRoles' is too long, with the resources of the statement 'Long', which takes 5121 characters, but must be at most 5120 characters for a service control policy. Use wildcards in the ARNs of the roles and resources, or fewer of them.",
  );
});

test('nothing makes no policy', () => {
  expect(packed([])).toEqual([]);
});
