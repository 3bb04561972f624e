import type { DeliveryRecord } from '../../../../lambda/guard/delivery/delivery-record';
import { touches } from '../../../../lambda/guard/delivery/touches';
import type { TargetKind } from '../../../../lib/contract/techniques';
import { ACCOUNT, OTHER_ACCOUNT, REGION } from '../../../fixtures/identities';
import { TRAIL_ARN } from '../../../fixtures/records';
import { BUCKET, KEY_ARN, LOG_GROUP_ARN, ROLE_NAME, TOPIC_ARN } from '../../../fixtures/techniques/configuration';
import { delivering, technique } from './trail';

const KEY_ID = KEY_ARN.slice(KEY_ARN.indexOf('/') + 1);
const LOG_GROUP = 'management-events';
const OTHER_REGION = 'us-west-2';

const record = (named: string | undefined, changes: Partial<DeliveryRecord> = {}): DeliveryRecord => ({
  eventName: 'Call',
  awsRegion: REGION,
  recipientAccountId: ACCOUNT,
  requestParameters: named === undefined ? null : { target: named },
  resources: null,
  ...changes,
});
const touched = (target: TargetKind, call: DeliveryRecord, trail = delivering()) =>
  touches(technique(target, 'Call', 'other', 'target'), call, [trail]);

test.each<[TargetKind, string]>([
  ['bucket', BUCKET],
  ['key', KEY_ID],
  ['key', KEY_ARN],
  ['log-group', LOG_GROUP],
  ['log-group', LOG_GROUP_ARN],
  ['log-group', `${LOG_GROUP_ARN}:*`],
  ['topic', TOPIC_ARN],
  ['topic', `${TOPIC_ARN}:11111111-2222-3333-4444-555555555555`],
  ['role', ROLE_NAME],
  ['role', ROLE_NAME.toUpperCase()],
])('a %s that the trail delivers through is known as %s', (target, named) => {
  expect(touched(target, record(named))).toEqual([TRAIL_ARN]);
});

test.each<[TargetKind, string]>([
  ['bucket', `${BUCKET}-copy`],
  ['bucket', BUCKET.slice(0, -1)],
  ['key', KEY_ARN.replace(REGION, OTHER_REGION)],
  ['key', KEY_ARN.replace(ACCOUNT, OTHER_ACCOUNT)],
  ['key', 'alias/management-events'],
  ['log-group', `${LOG_GROUP}/2`],
  ['log-group', LOG_GROUP_ARN.replace(REGION, OTHER_REGION)],
  ['topic', `${TOPIC_ARN}-2`],
  ['topic', `${TOPIC_ARN}-2:11111111-2222-3333-4444-555555555555`],
  ['topic', TOPIC_ARN.replace(ACCOUNT, OTHER_ACCOUNT)],
  ['role', `${ROLE_NAME}-2`],
  ['trail', TRAIL_ARN],
  ['organization', ACCOUNT],
])('a %s of somebody else is not the trail\u2019s: %s', (target, named) => {
  expect(touched(target, record(named))).toEqual([]);
});

test.each<[TargetKind, string, Partial<DeliveryRecord>]>([
  ['key', KEY_ID, { awsRegion: OTHER_REGION }],
  ['key', KEY_ID, { recipientAccountId: OTHER_ACCOUNT }],
  ['log-group', LOG_GROUP, { awsRegion: OTHER_REGION }],
  ['role', ROLE_NAME, { recipientAccountId: OTHER_ACCOUNT }],
])('a %s of the same name elsewhere is another one', (target, named, place) => {
  expect(touched(target, record(named, place))).toEqual([]);
});

test('a role belongs to every Region', () => {
  expect(touched('role', record(ROLE_NAME, { awsRegion: 'us-east-1' }))).toEqual([TRAIL_ARN]);
});

test.each<[TargetKind, string]>([
  ['bucket', `arn:aws:s3:::${BUCKET}`],
  ['key', KEY_ARN],
])('the ARN that is recorded beside the parameters names a %s too', (target, ARN) => {
  expect(touched(target, record('alias/anything', { resources: [{}, { ARN: null }, { ARN }] }))).toEqual([TRAIL_ARN]);
  expect(touched(target, record(undefined, { resources: [{ ARN }] }))).toEqual([TRAIL_ARN]);
});

test('a key that the trail knows by its alias is known by it', () => {
  const alias = `arn:aws:kms:${REGION}:${ACCOUNT}:alias/logs`;
  const trail = delivering({ KmsKeyId: alias });
  expect(touched('key', record('alias/logs'), trail)).toEqual([TRAIL_ARN]);
  expect(touched('key', record(alias), trail)).toEqual([TRAIL_ARN]);
});

test("the log group's key is the trail's business where it is known", () => {
  const kmsKeyId = KEY_ARN.replace('1111', '9999');
  expect(touched('key', record(kmsKeyId))).toEqual([]);
  expect(touched('key', record(kmsKeyId), delivering({}, { logGroup: { kmsKeyId } }))).toEqual([TRAIL_ARN]);
});

test('each trail that shares what was touched is named', () => {
  const other = { ...delivering(), arn: `${TRAIL_ARN}-2` };
  const elsewhere = { ...delivering({ S3BucketName: 'elsewhere' }), arn: `${TRAIL_ARN}-3` };
  const found = touches(technique('bucket', 'Call', 'target'), record(BUCKET), [delivering(), other, elsewhere]);
  expect(found).toEqual([TRAIL_ARN, `${TRAIL_ARN}-2`]);
});

test.each([[null], [{}], [{ target: 5 }], [{ target: '' }], [{ target: { name: BUCKET } }]])(
  'parameters that name nothing touch nothing: %j',
  (requestParameters) => {
    expect(touched('bucket', record(undefined, { requestParameters }))).toEqual([]);
  },
);
