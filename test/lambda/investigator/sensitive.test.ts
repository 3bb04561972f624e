import { isSensitive, sensitivityOf } from '../../../lambda/investigator/sensitive';
import { SENSITIVE_CALLS } from '../../../lambda/investigator/sensitive-calls';
import { TECHNIQUES } from '../../../lib/contract/techniques';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { call, read } from './calls';

const why = (source: string, name: string, fields: Json = {}) => {
  const [record] = read(call(`${source}.amazonaws.com`, name, fields));
  return record && sensitivityOf(record);
};

test.each<[string, string, Json, RegExp]>([
  ['iam', 'CreateAccessKey', {}, /persistence/],
  ['iam', 'AnythingNew', { readOnly: false }, /persistence/],
  ['iam', 'AnythingNew', { readOnly: undefined }, /persistence/],
  ['iam', 'GetAccountAuthorizationDetails', { readOnly: true }, /credential access/],
  ['organizations', 'LeaveOrganization', { errorCode: 'AccessDenied' }, /persistence/],
  ['cloudtrail', 'StopLogging', {}, /defense impairment/],
  ['guardduty', 'DeleteDetector', {}, /defense impairment/],
  ['secretsmanager', 'GetSecretValue', { readOnly: true }, /secrets/],
  ['ec2', 'GetPasswordData', { readOnly: true }, /secrets/],
  ['kms', 'Decrypt', { readOnly: true }, /secrets/],
  ['kms', 'ScheduleKeyDeletion', {}, /impact/],
  ['ssm', 'GetParametersByPath', { readOnly: true, requestParameters: { withDecryption: true } }, /parameters/],
  ['sts', 'AssumeRole', { readOnly: true }, /new sessions/],
  ['signin', 'ConsoleLogin', {}, /persistence/],
  ['lambda', 'UpdateFunctionCode20150331v2', {}, /execution/],
  ['ec2', 'ModifySnapshotAttribute', {}, /exfiltration/],
  ['s3', 'PutBucketPolicy', {}, /exfiltration/],
])('%s:%s (%j) is sensitive', (source, name, fields, expected) => {
  expect(why(source, name, fields)).toMatch(expected);
});

test.each<[string, string, Json]>([
  ['iam', 'ListUsers', { readOnly: true }],
  ['cloudtrail', 'LookupEvents', { readOnly: true }],
  ['ec2', 'DescribeInstances', { readOnly: true }],
  ['sts', 'GetCallerIdentity', { readOnly: true }],
  ['sts', 'AssumeRole', { readOnly: true, userIdentity: IDENTITIES.AWSService }],
  ['kms', 'Decrypt', { readOnly: true, userIdentity: { ...IDENTITIES.IAMUser, invokedBy: 'ec2.amazonaws.com' } }],
  ['ssm', 'GetParameter', { readOnly: true, requestParameters: { withDecryption: false } }],
  ['ssm', 'GetParameter', { readOnly: true, requestParameters: null }],
  ['s3', 'CreateAccessKey', {}],
  ['iam', '*', { readOnly: true }],
])('%s:%s (%j) is not', (source, name, fields) => {
  expect(why(source, name, fields)).toBeUndefined();
});

test('a service that is called like what every object has is none', () => {
  expect(read(call('toString', 'constructor')).some(isSensitive)).toBe(false);
});

/** Objects of S3 are data: event history has none of their calls. */
const DATA_EVENTS = ['DeleteObject', 'DeleteObjects', 'PutObject'];

test('every technique of the catalogue is a sensitive call', () => {
  const missing = TECHNIQUES.filter(
    ({ eventSource, eventName }) =>
      !DATA_EVENTS.includes(eventName) && why(eventSource.replace('.amazonaws.com', ''), eventName) === undefined,
  ).map(({ eventSource, eventName }) => `${eventSource} ${eventName}`);
  expect([...new Set(missing)]).toEqual([]);
});

test('each call is in the catalogue once', () => {
  const all = SENSITIVE_CALLS.flatMap(({ calls }) =>
    Object.entries(calls).flatMap(([source, names]) => names.map((name) => `${source} ${name}`)),
  );
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
});
