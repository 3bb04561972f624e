import { matches } from '../../drill/stand-in/event-pattern';
import { callEventPattern } from '../../lib/contract/event-pattern';
import { TECHNIQUES } from '../../lib/contract/techniques';
import { guarded, IN_REGION, type Json, only } from './fixture';

const pattern = only(guarded({}, IN_REGION).template, 'AWS::Events::Rule').properties.EventPattern as Json;

const detail = (change: Json = {}): Json => ({
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  userIdentity: { type: 'IAMUser', userName: 'alice' },
  requestParameters: { name: 'management' },
  responseElements: null,
  ...change,
});

const event = (change: Json = {}): Json => ({
  version: '0',
  source: 'aws.cloudtrail',
  account: '111122223333',
  region: 'eu-west-1',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: detail(),
  ...change,
});

test.each([
  ['a call that succeeded', event()],
  ['a call that was denied', event({ detail: detail({ errorCode: 'AccessDenied', requestParameters: null }) })],
  ['a call that failed', event({ detail: detail({ errorCode: 'TrailNotFoundException' }) })],
  ['a call of another Region that CloudTrail forwards', event({ region: 'us-east-1' })],
  ['a call by root', event({ detail: detail({ userIdentity: { type: 'Root' } }) })],
  ['a call by a service', event({ detail: detail({ userIdentity: { type: 'AWSService' } }) })],
])('matches %s', (_, record) => {
  expect(matches(pattern, record)).toBe(true);
});

test.each([
  ['an event with a forged source', event({ source: 'custom.cloudtrail' })],
  ['an event of another service', event({ source: 'aws.s3' })],
  ['an event that another account forwarded', event({ account: '444455556666' })],
  ['a console sign-in', event({ 'detail-type': 'AWS Console Sign In via CloudTrail' })],
  ['an Insight event', event({ 'detail-type': 'AWS Insight via CloudTrail' })],
  ['a call of another API', event({ detail: detail({ eventSource: 'kinesis.amazonaws.com' }) })],
  ['the opposite call', event({ detail: detail({ eventName: 'StartLogging' }) })],
  ['a reading call', event({ detail: detail({ eventName: 'GetTrailStatus' }) })],
  ['a call with a similar name', event({ detail: detail({ eventName: 'StopLoggingNow' }) })],
  ['a name in another case', event({ detail: detail({ eventName: 'stoplogging' }) })],
  ['an event without detail', event({ detail: null })],
  ['an event with a detail that is a text', event({ detail: 'StopLogging' })],
  ['an empty event', {}],
])('does not match %s', (_, record) => {
  expect(matches(pattern, record)).toBe(false);
});

test.each(['source', 'account', 'detail-type', 'detail'])('every event must have %s', (field) => {
  const { [field]: _, ...rest } = event();
  expect(matches(pattern, rest)).toBe(false);
});

test.each(TECHNIQUES.map((technique) => [technique.id, technique] as const))('%s is matched', (_, technique) => {
  const { eventSource, eventName } = technique;
  expect(matches(pattern, event({ detail: detail({ eventSource, eventName }) }))).toBe(true);
});

test('techniques with the same source are listed once', () => {
  const [stop] = TECHNIQUES;
  if (!stop) throw new Error('the catalogue is empty');
  const twice = callEventPattern('111122223333', [stop, { ...stop, id: 'delete-trail', eventName: 'DeleteTrail' }]);
  expect(twice.detail).toEqual({
    eventSource: ['cloudtrail.amazonaws.com'],
    eventName: ['StopLogging', 'DeleteTrail'],
  });
});
