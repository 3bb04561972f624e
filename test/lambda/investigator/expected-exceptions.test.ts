import fc from 'fast-check';
import * as v from 'valibot';
import { matchingException } from '../../../lambda/common/exceptions';
import { RecordSchema } from '../../../lambda/common/record';
import { expectedExceptions } from '../../../lambda/investigator/expected-exceptions';
import type { Incident, Outcome } from '../../../lib/contract/incident';
import type { ExceptionPolicy } from '../../../lib/contract/policy';
import { ACCOUNT, assumedRole, IDENTITIES, type Json } from '../../fixtures/identities';
import { stopLogging, TRAIL_ARN } from '../../fixtures/records';
import { incident, STARTED } from '../guard/incidents';
import { exception } from '../guard/policy';

interface Asked {
  readonly fields?: Json;
  readonly outcome?: Outcome;
  readonly changes?: Partial<Incident>;
  readonly withRecord?: boolean;
  readonly now?: Date;
}

function ask(
  exceptions: ExceptionPolicy[],
  { fields = {}, outcome = 'restored', changes, withRecord, now }: Asked = {},
) {
  return expectedExceptions({
    incident: { ...incident(outcome, fields), ...changes },
    ...(withRecord ? { record: v.parse(RecordSchema, stopLogging(fields)) } : {}),
    exceptions,
    now: now ?? STARTED,
  });
}

const one = (changes: Partial<ExceptionPolicy>, asked?: Asked) => ask([exception(changes)], asked).exceptions?.[0];

test.each([true, false])('it applies where all matches; with the record: %s', (withRecord) => {
  expect(one({}, { withRecord })).toEqual({
    reason: 'yearly maintenance',
    applies: true,
    why: 'principal, source, trail, technique and duration match',
  });
});

test.each<[string, Partial<ExceptionPolicy>, Asked, string]>([
  ['the principal', { principals: ['arn:aws:iam::111122223333:role/other'] }, {}, 'it is for other principals'],
  ['the source', { cidrs: ['203.0.113.0/24'] }, {}, 'it is for other sources than 198.51.100.66'],
  ['the trail', { trails: [`${TRAIL_ARN}-2`] }, {}, 'it is for other trails'],
  ['a trail that nobody knows', {}, { changes: { trail: {} } }, 'it is for other trails'],
  ['the technique', { techniques: ['trail-deleted'] }, {}, 'it is for other techniques'],
  [
    'several things',
    { principals: ['arn:aws:iam::111122223333:role/other'], cidrs: [], techniques: ['trail-deleted'] },
    {},
    'it is for other principals; it is for other sources than 198.51.100.66; it is for other techniques',
  ],
  [
    'the duration of a closed window',
    { maximumDurationSeconds: 9 },
    {},
    'it is over: the trail was stopped for 9.3 seconds, and 9 seconds is the most',
  ],
  [
    'the duration of an open window',
    { maximumDurationSeconds: 600 },
    { outcome: 'restore-failed', now: new Date('2026-03-02T10:20:00.250Z') },
    'it is over: the trail was stopped for 20 minutes, and 10 minutes is the most',
  ],
])('it does not apply because of %s', (_, changes, asked, why) => {
  for (const withRecord of [true, false]) {
    expect(one(changes, { ...asked, withRecord })).toEqual({ reason: 'yearly maintenance', applies: false, why });
  }
});

test('each exception has its own answer, in their order', () => {
  const answers = ask([exception({ reason: 'a', cidrs: [] }), exception({ reason: 'b' })]).exceptions;
  expect(answers?.map(({ reason, applies }) => [reason, applies])).toEqual([
    ['a', false],
    ['b', true],
  ]);
});

test('no exceptions, and nobody known', () => {
  expect(ask([])).toEqual({ exceptions: [] });
  expect(ask([exception()], { outcome: 'trail-missing' })).toEqual({
    undetermined: ['whether an exception applies: nobody is known to have made the call'],
  });
});

test('a role session is expected by its role', () => {
  const fields = { userIdentity: IDENTITIES.AssumedRole };
  const principals = [`arn:aws:iam::${ACCOUNT}:role/ops/admin`];
  for (const withRecord of [true, false]) {
    expect(one({ principals }, { fields, withRecord })?.applies).toBe(true);
  }
});

test.each(['eve\u202e', 'x'.repeat(300), 'eve://x', 'www.eve'])(
  'a text that was made harmless matches no more than what was sent: %j',
  (session) => {
    const fields = { userIdentity: assumedRole(`arn:aws:iam::${ACCOUNT}:role/ops/admin`, session) };
    const principals = [`arn:aws:sts::${ACCOUNT}:assumed-role/admin/*u{202e}`, `arn:aws:sts::*:assumed-role/admin/*…`];
    expect(one({ principals }, { fields })?.applies).toBe(false);
  },
);

const ROLE = `arn:aws:iam::${ACCOUNT}:role/ops/admin`;
const someRecord = fc.record({
  userIdentity: fc.oneof(
    fc.constantFrom<Json>(...Object.values(IDENTITIES)),
    fc.string({ unit: 'binary', maxLength: 20 }).map((session) => assumedRole(ROLE, session)),
  ),
  sourceIPAddress: fc.constantFrom('198.51.100.66', '203.0.113.1', '2001:db8::1', 'cloudformation.amazonaws.com', ''),
  vpcEndpointId: fc.constantFrom(undefined, 'vpce-1'),
  eventName: fc.constantFrom('StopLogging', 'DeleteTrail', 'UpdateTrail'),
});
const PRINCIPALS = [ROLE, `arn:aws:iam::${ACCOUNT}:user/dev/*`, 'arn:aws:sts::*:assumed-role/admin/*', '*u{*'];
/** Often wide, so that many apply. */
const someException = fc.record({
  principals: fc.oneof(fc.constant(PRINCIPALS), fc.subarray(PRINCIPALS)),
  cidrs: fc.oneof(
    fc.constant(['198.51.100.0/24', '203.0.113.0/24']),
    fc.subarray(['198.51.100.0/24', '2001:db8::/32']),
  ),
  vpcEndpoints: fc.subarray(['vpce-1']),
  services: fc.subarray(['cloudformation.amazonaws.com']),
  trails: fc.constantFrom(undefined, undefined, [TRAIL_ARN], []),
  techniques: fc.constantFrom(undefined, undefined, ['stop-logging'], ['trail-deleted']),
  maximumDurationSeconds: fc.constantFrom(5, 3600),
  reason: fc.constant('because'),
});

test('what applies here applies for the guard too, whatever was called by whom', () => {
  let applied = 0;
  fc.assert(
    fc.property(someRecord, someException, fc.boolean(), (fields, given, withRecord) => {
      // As the function reads it: what is undefined is not there.
      const policy = JSON.parse(JSON.stringify(given)) as ExceptionPolicy;
      const record = v.parse(RecordSchema, stopLogging(fields));
      const [answer] = ask([policy], { fields, withRecord }).exceptions ?? [];
      if (answer?.applies) {
        applied += 1;
        expect(matchingException([policy], record, TRAIL_ARN)).toBe(policy);
      }
      expect(answer?.why).not.toBe('');
    }),
    { numRuns: 1_000 },
  );
  expect(applied).toBeGreaterThan(10);
});
