import { matches } from '../../drill/stand-in/event-pattern';
import { callEventPattern, eventPatterns, isCloudTrailSource, sourceOf } from '../../lib/contract/event-pattern';
import { STOP_LOGGING, TECHNIQUES, type Technique } from '../../lib/contract/techniques';
import type { Json } from '../fixtures/identities';

const ACCOUNT = '111122223333';
const rendered = eventPatterns(ACCOUNT).map(
  ({ detailType, ...pattern }) => ({ ...pattern, 'detail-type': detailType }) as unknown as Json,
);
const fits = (event: Json) => rendered.some((pattern) => matches(pattern, event));

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
  account: ACCOUNT,
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
  expect(fits(record)).toBe(true);
});

test.each([
  ['an event with a forged source', event({ source: 'custom.cloudtrail' })],
  ['an event of another service', event({ source: 'aws.kinesis' })],
  ['an event that another account forwarded', event({ account: '444455556666' })],
  ['a console sign-in', event({ 'detail-type': 'AWS Console Sign In via CloudTrail' })],
  ['an Insight event', event({ 'detail-type': 'AWS Insight via CloudTrail' })],
  ['a call of another API', event({ detail: detail({ eventSource: 'kinesis.amazonaws.com' }) })],
  ['the opposite call', event({ detail: detail({ eventName: 'StartLogging' }) })],
  ['a reading call', event({ detail: detail({ eventName: 'GetTrailStatus' }) })],
  ['a call with a similar name', event({ detail: detail({ eventName: 'StopLoggingNow' }) })],
  ['a name in another case', event({ detail: detail({ eventName: 'stoplogging' }) })],
  [
    "another service's call of a name",
    event({ source: 'aws.s3', detail: detail({ eventSource: 's3.amazonaws.com' }) }),
  ],
  ['an event without detail', event({ detail: null })],
  ['an event with a detail that is a text', event({ detail: 'StopLogging' })],
  ['an empty event', {}],
])('does not match %s', (_, record) => {
  expect(fits(record)).toBe(false);
});

test.each(['source', 'account', 'detail-type', 'detail'])('every event must have %s', (field) => {
  const { [field]: _, ...rest } = event();
  expect(fits(rest)).toBe(false);
});

test('no pattern is longer than EventBridge takes', () => {
  expect(rendered.map((pattern) => JSON.stringify(pattern).length).filter((length) => length > 2_000)).toEqual([]);
});

test('the first pattern is that of CloudTrail’s own calls, and has them all', () => {
  const own = TECHNIQUES.filter(({ eventSource }) => eventSource === 'cloudtrail.amazonaws.com');
  expect(eventPatterns(ACCOUNT)[0]).toEqual(callEventPattern(ACCOUNT, own));
  expect(rendered.filter(({ source }) => (source as string[]).includes('aws.cloudtrail'))).toHaveLength(1);
});

test('the calls of a service are in one pattern', () => {
  const sources = rendered.flatMap(({ source }) => source as string[]);
  expect(new Set(sources).size).toBe(sources.length);
});

test('how the account is written does not change how the patterns are packed', () => {
  const token = 'a token that is not yet resolved '.repeat(50);
  const details = (account: string) => eventPatterns(account).map((pattern) => pattern.detail);
  expect(details(token)).toEqual(details(ACCOUNT));
});

test('techniques with the same call are listed once', () => {
  const twice: Technique[] = [STOP_LOGGING, { ...STOP_LOGGING, id: 'trail-deleted', eventName: 'DeleteTrail' }];
  expect(callEventPattern(ACCOUNT, [...twice, STOP_LOGGING]).detail).toEqual({
    eventSource: ['cloudtrail.amazonaws.com'],
    eventName: ['StopLogging', 'DeleteTrail'],
  });
});

test('a condition on a deep parameter is part of the pattern', () => {
  expect(callEventPattern(ACCOUNT, [{ ...STOP_LOGGING, when: { 'a.b': 'c', d: '*e*' } }]).detail).toEqual({
    eventSource: ['cloudtrail.amazonaws.com'],
    eventName: ['StopLogging'],
    requestParameters: { a: { b: ['c'] }, d: [{ wildcard: '*e*' }] },
  });
});

test.each(TECHNIQUES.map(({ eventSource }) => eventSource))('%s has a source', (eventSource) => {
  expect(isCloudTrailSource(sourceOf(eventSource), eventSource)).toBe(true);
});

test.each([
  ['a custom event', 'custom.s3', 's3.amazonaws.com'],
  ['a service that is not catalogued', 'aws.kinesis', 'kinesis.amazonaws.com'],
  ['one service about another', 'aws.s3', 'kms.amazonaws.com'],
  ['a service with a longer name', 'aws.s3', 's3.example.com'],
  ['nothing', '', ''],
])('%s is not a source', (_, source, eventSource) => {
  expect(isCloudTrailSource(source, eventSource)).toBe(false);
});
