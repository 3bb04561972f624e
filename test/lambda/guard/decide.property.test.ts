import fc from 'fast-check';
import { decide } from '../../../lambda/guard/decide';
import { type CallSignal, signalOf } from '../../../lambda/guard/signal';
import type { GuardPolicy } from '../../../lib/contract/policy';
import { ACCOUNT, assumedRole, GUARD_ROLE_ARN, IDENTITIES, OTHER_ACCOUNT, REGION } from '../../fixtures/identities';
import { EVENT_TIME, envelope, stopLogging, TRAIL_ARN, TRAIL_NAME } from '../../fixtures/records';
import { exception, policy } from './policy';

const identity = fc.oneof(
  fc.constantFrom(...Object.values(IDENTITIES)),
  fc.string().map((session) => assumedRole(GUARD_ROLE_ARN, session)),
);
const name = fc.oneof(
  fc.constantFrom(
    TRAIL_NAME,
    TRAIL_ARN,
    TRAIL_ARN.replace(REGION, 'us-east-1'),
    TRAIL_ARN.replace(ACCOUNT, OTHER_ACCOUNT),
  ),
  fc.jsonValue(),
);
const record = fc
  .record(
    {
      userIdentity: identity,
      requestParameters: fc.oneof(
        name.map((value) => ({ name: value })),
        fc.constant(null),
      ),
      errorCode: fc.oneof(fc.constantFrom('AccessDenied', 'TrailNotFoundException', ''), fc.constant(null)),
      errorMessage: fc.oneof(fc.string(), fc.constant(null)),
      sourceIPAddress: fc.oneof(fc.ipV4(), fc.constant('198.51.100.66')),
    },
    { requiredKeys: [] },
  )
  .map((fields) => stopLogging(fields));
const event = fc
  .tuple(record, fc.constantFrom(ACCOUNT, ACCOUNT, OTHER_ACCOUNT))
  .map(([detail, account]) => signalOf(envelope(detail, { account })) as CallSignal);
const anyPolicy: fc.Arbitrary<GuardPolicy> = fc
  .record(
    {
      response: fc.constantFrom('restore' as const, 'observe' as const),
      trails: fc.subarray([TRAIL_ARN, `${TRAIL_ARN}-2`]),
      exceptions: fc.subarray([exception(), exception({ principals: ['*'], cidrs: ['0.0.0.0/0'] })]),
    },
    { requiredKeys: [] },
  )
  .map((changes) => policy(changes));
const now = fc.integer({ min: -100, max: 100_000 }).map((seconds) => new Date(Date.parse(EVENT_TIME) + seconds * 1000));

const CHANGES = ['restore'];

/** A decision that ends in a change without a further look, and why it must not be one. */
const FORBIDDEN: [string, (call: CallSignal, policy: GuardPolicy) => boolean][] = [
  ['a denied or failed call', ({ record: { errorCode, errorMessage } }) => Boolean(errorCode || errorMessage)],
  ['an event of another account', ({ account }) => account !== ACCOUNT],
  ['a guard that only observes', (_, { response }) => response === 'observe'],
  ['a call that names no trail', ({ record: { requestParameters } }) => typeof requestParameters?.name !== 'string'],
];

test.each(FORBIDDEN)('never changes anything for %s', (_, forbidden) => {
  let met = 0;
  fc.assert(
    fc.property(event, anyPolicy, now, (call, rules, time) => {
      fc.pre(forbidden(call, rules));
      met += 1;
      const decision = decide(call, { policy: rules, ownRoleArn: GUARD_ROLE_ARN, now: time });
      expect(CHANGES).not.toContain(decision.kind);
    }),
    { numRuns: 300 },
  );
  expect(met).toBeGreaterThan(100);
});

test('a restore is always of a trail in scope', () => {
  fc.assert(
    fc.property(event, anyPolicy, now, (call, rules, time) => {
      const decision = decide(call, { policy: rules, ownRoleArn: GUARD_ROLE_ARN, now: time });
      if (decision.kind === 'restore') {
        const { arn, region } = decision.trail;
        expect(rules.trails ? rules.trails.includes(arn) : region === REGION).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
