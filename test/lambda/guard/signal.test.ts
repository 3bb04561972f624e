import fc from 'fast-check';
import { signalOf } from '../../../lambda/guard/signal';
import { SWEEP_TRIGGER } from '../../../lib/contract/sweep';
import { ACCOUNT, IDENTITIES } from '../../fixtures/identities';
import {
  deniedStopLogging,
  EVENT_TIME,
  envelope,
  NEGATIVES,
  notFoundStopLogging,
  stopLogging,
  stopLoggingByArn,
  TRAIL_ARN,
  TRAIL_NAME,
  updatedStopLogging,
} from '../../fixtures/records';

test.each([
  ['by name', stopLogging(), { target: TRAIL_NAME, failed: false }],
  ['by ARN', stopLoggingByArn(), { target: TRAIL_ARN, failed: false }],
  ['that was denied', deniedStopLogging(), { failed: true }],
  ['on a missing trail', notFoundStopLogging('gone'), { target: 'gone', failed: true }],
  ['with an error message only', stopLogging({ errorMessage: 'odd' }), { target: TRAIL_NAME, failed: true }],
  ['of an updated record', updatedStopLogging('first'), { target: TRAIL_NAME, failed: false }],
  ['with a name that is no text', stopLogging({ requestParameters: { name: 7 } }), { failed: false }],
  ['with an empty name', stopLogging({ requestParameters: { name: '' } }), { failed: false }],
  ['with odd parameters', stopLogging({ requestParameters: 'name' }), { failed: false }],
])('a call %s', (_, record, expected) => {
  const { kind, account, target, failed, at } = { target: undefined, ...signalOf(envelope(record)) } as never as {
    [key: string]: unknown;
  };
  expect({ kind, account, target, failed, at }).toEqual({
    kind: 'call',
    account: ACCOUNT,
    at: new Date(EVENT_TIME),
    target: undefined,
    ...expected,
  });
});

test.each(Object.keys(IDENTITIES) as (keyof typeof IDENTITIES)[])('a call of %s', (name) => {
  expect(signalOf(envelope(stopLogging({ userIdentity: IDENTITIES[name] }))).kind).toBe('call');
});

test('unknown fields and odd optional ones do no harm', () => {
  const record = stopLogging({
    userAgent: 5,
    userIdentity: 'me',
    addendum: 'none',
    newField: {},
    sourceIPAddress: null,
  });
  expect(signalOf(envelope(record))).toMatchObject({ kind: 'call', target: TRAIL_NAME, record: { userIdentity: {} } });
});

test('a sweep', () => {
  const schedule = 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/sweep';
  expect(signalOf({ trigger: SWEEP_TRIGGER, schedule })).toEqual({ kind: 'sweep', scheduleArn: schedule });
  expect(signalOf({ trigger: SWEEP_TRIGGER })).toEqual({ kind: 'sweep' });
});

test.each(Object.entries(NEGATIVES))('fails to be a call: %s', (_, event) => {
  expect(signalOf(event)).toEqual({ kind: 'ignored', reason: expect.stringMatching(/^(no|not) /) });
});

test.each([
  ['nothing', undefined, 'neither a sweep nor an EventBridge event'],
  ['an empty object', {}, 'source: Invalid key'],
  ['another trigger', { trigger: 'other' }, 'neither a sweep nor an EventBridge event'],
  ['an envelope without a record', envelope({}), 'not a CloudTrail record (eventID: Invalid key'],
  ['a record without a time', envelope(stopLogging({ eventTime: 'yesterday' })), 'not a CloudTrail record (eventTime'],
  ['a time that no clock shows', envelope(stopLogging({ eventTime: '2026-03-02T10:00:00+05' })), '(eventTime'],
])('fails for %s, with a reason', (_, input, reason) => {
  const signal = signalOf(input);
  expect(signal.kind).toBe('ignored');
  expect('reason' in signal ? signal.reason : '').toContain(reason);
});

test('is total: whatever comes in, a signal comes out', () => {
  const mangled = fc
    .record(
      {
        detail: fc.oneof(
          fc.jsonValue(),
          fc
            .record(
              {
                eventTime: fc.oneof(fc.string(), fc.constant(EVENT_TIME)),
                userIdentity: fc.jsonValue(),
                requestParameters: fc.jsonValue(),
                errorCode: fc.jsonValue(),
                addendum: fc.jsonValue(),
              },
              { requiredKeys: [] },
            )
            .map((fields) => stopLogging(fields)),
        ),
      },
      { requiredKeys: ['detail'] },
    )
    .map(({ detail }) => envelope(stopLogging(), { detail }));
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.jsonValue(), mangled), (input) => {
      const signal = signalOf(input);
      expect(['call', 'sweep', 'ignored']).toContain(signal.kind);
      if (signal.kind === 'call') {
        expect(signal.at.getTime()).not.toBeNaN();
      }
    }),
  );
});
