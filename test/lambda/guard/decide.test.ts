import { type Context, decide, FRESH_SECONDS } from '../../../lambda/guard/decide';
import { signalOf } from '../../../lambda/guard/signal';
import { SWEEP_TRIGGER } from '../../../lib/contract/sweep';
import { ACCOUNT, assumedRole, GUARD_ROLE_ARN, type Json, OTHER_ACCOUNT, REGION } from '../../fixtures/identities';
import {
  deniedStopLogging,
  EVENT_TIME,
  envelope,
  NEGATIVES,
  notFoundStopLogging,
  stopLogging,
  stopLoggingByArn,
  TRAIL_ARN,
} from '../../fixtures/records';
import { exception, policy } from './policy';

const at = (seconds: number) => new Date(Date.parse(EVENT_TIME) + seconds * 1000);
const context = (changes: Parameters<typeof policy>[0] = {}, seconds = 5): Context => ({
  policy: policy(changes),
  ownRoleArn: GUARD_ROLE_ARN,
  now: at(seconds),
});

const named = (name: unknown) => stopLogging({ requestParameters: { name } });
const abroad = TRAIL_ARN.replace(REGION, 'us-east-1');
const others = TRAIL_ARN.replace(ACCOUNT, OTHER_ACCOUNT);
const byGuard = { userIdentity: assumedRole(GUARD_ROLE_ARN, 'session') };
const observe = { response: 'observe' } as const;
const exceptions = [exception()];

type Row = [name: string, record: Json, context: Context, kind: string];

test.each<Row>([
  ['stopped, by name', stopLogging(), context(), 'restore'],
  ['stopped, by ARN', stopLoggingByArn(), context(), 'restore'],
  ['stopped, named by the policy', stopLogging(), context({ trails: [TRAIL_ARN] }), 'restore'],
  ['stopped, another Region, named', named(abroad), context({ trails: [abroad] }), 'restore'],
  ['stopped in the future', stopLogging(), context({}, -60), 'restore'],
  ['stopped, just fresh', stopLogging(), context({}, FRESH_SECONDS), 'restore'],
  ['stopped, stale', stopLogging(), context({}, FRESH_SECONDS + 1), 'inspect'],
  ['stopped, only observed', stopLogging(), context(observe), 'inspect'],
  ['stopped, no trail to be named', named(undefined), context(), 'sweep'],
  ['stopped, a name that is none', named('../../x'), context(), 'ignore'],
  ['stopped, not named by the policy', named('other'), context({ trails: [TRAIL_ARN] }), 'ignore'],
  ['stopped, another Region', named(abroad), context(), 'ignore'],
  ['stopped, trail of another account', named(others), context(), 'inspect'],
  ['stopped, trail of another account, named', named(others), context({ trails: [others] }), 'restore'],
  ["stopped, with the guard's role, which never does", stopLogging(byGuard), context(), 'restore'],
  ['stopped, expected', stopLogging(), context({ exceptions }), 'expect'],
  ['stopped, expected, only observed', stopLogging(), context({ exceptions, ...observe }), 'expect'],
  ['stopped, expected, just over', stopLogging(), context({ exceptions }, 3600), 'inspect'],
  ['stopped, expected of others', stopLogging({ sourceIPAddress: '192.0.2.1' }), context({ exceptions }), 'restore'],
  [
    'stopped, short exception is over',
    stopLogging(),
    context({ exceptions: [exception({ maximumDurationSeconds: 4 })] }),
    'restore',
  ],
  ['denied', deniedStopLogging(), context(), 'attempt'],
  ['denied, only observed', deniedStopLogging(), context(observe), 'attempt'],
  ['denied, expected', deniedStopLogging(), context({ exceptions }), 'attempt'],
  ['denied, stale', deniedStopLogging(), context({}, 90_000), 'attempt'],
  [
    'denied, no trail to be named',
    deniedStopLogging({ errorMessage: 'no' }),
    context({ trails: [TRAIL_ARN] }),
    'attempt',
  ],
  ['denied, not named by the policy', deniedStopLogging(), context({ trails: [`${TRAIL_ARN}-2`] }), 'ignore'],
  ["denied, with the guard's role", deniedStopLogging(byGuard), context(), 'attempt'],
  ['failed', notFoundStopLogging(), context(), 'attempt'],
  ['failed, throttled', stopLogging({ errorCode: 'ThrottlingException' }), context(), 'attempt'],
])('%s', (_, record, where, kind) => {
  expect(decide(signalOf(envelope(record)), where).kind).toBe(kind);
});

test.each(Object.entries(NEGATIVES))('fails to do anything for %s', (_, event) => {
  expect(decide(signalOf(event), context())).toMatchObject({ kind: 'ignore', senseless: true });
});

test('fails to do anything for an event of another account', () => {
  const event = envelope(stopLogging(), { account: OTHER_ACCOUNT });
  expect(decide(signalOf(event), context())).toMatchObject({ kind: 'ignore', senseless: false });
});

test('names the trail by ARN, however it was named', () => {
  for (const record of [
    stopLogging(),
    stopLoggingByArn(),
    deniedStopLogging(),
    notFoundStopLogging('management-events'),
  ]) {
    expect(decide(signalOf(envelope(record)), context())).toMatchObject({ trail: { arn: TRAIL_ARN } });
  }
});

test('says until when a stop is expected', () => {
  expect(decide(signalOf(envelope(stopLogging())), context({ exceptions }))).toMatchObject({
    exception: { reason: 'yearly maintenance' },
    until: at(3600),
  });
});

test('hands the schedule on to the sweep', () => {
  expect(decide(signalOf({ trigger: SWEEP_TRIGGER, schedule: 'arn' }), context())).toEqual({
    kind: 'sweep',
    scheduleArn: 'arn',
  });
});
