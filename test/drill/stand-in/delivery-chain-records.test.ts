import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Caller } from '../../../drill/stand-in';
import { recordOf } from './cloudtrail-fixture';
import type { Attack } from './delivery-chain-attack';
import { bucketAttacks } from './delivery-chain-bucket-attacks';
import { type Started, startChain } from './delivery-chain-fixture';
import { keyAttacks } from './delivery-chain-key-attacks';
import { logGroupAttacks } from './delivery-chain-log-group-attacks';
import { organizationAttacks } from './delivery-chain-organization-attacks';
import { roleAttacks, tableAttacks, topicAttacks } from './delivery-chain-other-attacks';
import { cleanUp, errorOf } from './fixture';

afterEach(cleanUp);

const rows = (service: string, attacks: readonly Attack[]) =>
  attacks.map((attack) => [service, attack.eventName, attack] as const);
const regional = [
  ...rows('s3', bucketAttacks),
  ...rows('kms', keyAttacks),
  ...rows('logs', logGroupAttacks),
  ...rows('sns', topicAttacks),
  ...rows('dynamodb', tableAttacks),
];
const global = [...rows('iam', roleAttacks), ...rows('organizations', organizationAttacks)];
const arnsOf = (resources: unknown) =>
  (resources as { ARN: string; accountId: string; type: string }[] | undefined)?.map(({ ARN }) => ARN);
const onBus = ({ standIn }: Started, name: string) =>
  standIn.timeline.of('event').filter((event) => event.name === name);

describe.each([...regional, ...global])('%s %s', (service, eventName, { call, requestParameters, resources }) => {
  test('is recorded as CloudTrail has it', async () => {
    const started = await startChain();
    await call(started);
    const record = recordOf(started.standIn, eventName);
    expect(record).toMatchObject({
      eventSource: `${service}.amazonaws.com`,
      awsRegion: 'us-east-1',
      readOnly: false,
      managementEvent: true,
      userIdentity: { userName: 'mallory' },
    });
    expect(record?.errorCode).toBeUndefined();
    expect(record?.requestParameters).toEqual(requestParameters);
    expect(arnsOf(record?.resources)).toEqual(resources);
    expect(onBus(started, eventName)).toMatchObject([{ source: `aws.${service}`, disposition: 'unmatched' }]);
  });
});

test.each(global)(
  '%s %s from another Region is recorded in us-east-1 and not on its bus',
  async (_, name, { call }) => {
    const started = await startChain('eu-west-1');
    await call(started);
    expect(recordOf(started.standIn, name)).toMatchObject({ awsRegion: 'us-east-1' });
    expect(onBus(started, name)).toEqual([]);
  },
);

describe('a call that does not succeed', () => {
  const Bucket = 'main-logs';
  const put = ({ s3 }: Started, bucket = Bucket) =>
    s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: '{}' }));
  const deny = ({ standIn }: Started, caller: Caller, action: string) => standIn.callers.deny(caller, action);

  test.each([
    ['s3', 's3:DeleteBucket', bucketAttacks[0], 'AccessDenied', 403],
    ['kms', 'kms:DisableKey', keyAttacks[0], 'AccessDeniedException', 400],
    ['logs', 'logs:DeleteLogGroup', logGroupAttacks[0], 'AccessDeniedException', 400],
    ['sns', 'sns:DeleteTopic', topicAttacks[0], 'AuthorizationErrorException', 403],
    ['iam', 'iam:DeleteRole', roleAttacks[0], 'AccessDenied', 403],
    ['organizations', 'organizations:EnableAWSServiceAccess', organizationAttacks[0], 'AccessDeniedException', 400],
    ['dynamodb', 'dynamodb:PutResourcePolicy', tableAttacks[0], 'AccessDeniedException', 400],
  ] as const)('is recorded without parameters if %s denies it', async (_, action, attack, name, status) => {
    const started = await startChain();
    deny(started, started.mallory, action);
    expect(await errorOf(attack?.call(started) ?? Promise.resolve())).toMatchObject({ name, status });
    expect(recordOf(started.standIn, action.split(':')[1] ?? '')).toMatchObject({
      errorCode: 'AccessDenied',
      errorMessage: expect.stringContaining(`is not authorized to perform: ${action} on resource: `),
      requestParameters: null,
      responseElements: null,
    });
  });

  test('is recorded with its parameters and its error if it fails', async () => {
    const started = await startChain();
    expect(await errorOf(put(started, 'elsewhere'))).toMatchObject({ name: 'NoSuchBucket', status: 404 });
    expect(recordOf(started.standIn, 'PutBucketPolicy')).toMatchObject({
      errorCode: 'NoSuchBucket',
      requestParameters: { bucketName: 'elsewhere', bucketPolicy: {} },
    });
  });
});
