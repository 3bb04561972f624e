import {
  CreateEventDataStoreCommand,
  DeleteEventDataStoreCommand,
  StopEventDataStoreIngestionCommand,
  UpdateEventDataStoreCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeKeyCommand, DisableKeyCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { DisableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Repairs } from '../../../lambda/guard/delivery/repairs';
import { bucketAttacks } from '../../drill/stand-in/delivery-chain-bucket-attacks';
import {
  bucket,
  denyAll,
  errorsOf,
  keyArn,
  type Started,
  startChain,
} from '../../drill/stand-in/delivery-chain-fixture';
import { keyAttacks } from '../../drill/stand-in/delivery-chain-key-attacks';
import { cleanUp } from '../../drill/stand-in/fixture';
import { logGroup, logGroupName, repairing, results, trail } from './repairing';

const { env } = process;
let started: Started;
let repairs: Repairs;

beforeEach(async () => {
  started = await startChain();
  const { accessKeyId, secretAccessKey } = started.mallory.credentials;
  process.env = {
    ...env,
    AWS_ENDPOINT_URL: started.standIn.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  repairs = repairing();
});
afterEach(async () => {
  process.env = env;
  await cleanUp();
});

const attack = async (eventName: string) =>
  [...bucketAttacks, ...keyAttacks].find((one) => one.eventName === eventName)?.call(started);
const bucketStatements = async (): Promise<unknown[]> => {
  const { Policy = '' } = await started.s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
  return JSON.parse(Policy).Statement;
};
const logGroups = async () => (await started.logs.send(new DescribeLogGroupsCommand({}))).logGroups ?? [];

const ENABLE = `enable the key ${keyArn}`;
const CANCEL = `cancel the deletion of the key ${keyArn}`;
const KEY_POLICY = `put CloudTrail's own statements back into the policy of the key ${keyArn}`;
const BUCKET_POLICY = `put CloudTrail's own statements back into the policy of the bucket ${bucket}`;
const KEEP = `keep the events of the log group ${logGroupName} as long as before`;
const CREATE = `create the log group ${logGroupName} again`;

test('where nothing is wrong, nothing is done', async () => {
  expect(await repairs.repair(trail(await repairs.snapshot(trail())))).toEqual([]);
});

test('a snapshot holds what a repair needs, and no more', async () => {
  await started.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
  const snapshot = await repairs.snapshot(trail());
  expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  const sids = (statements: readonly Record<string, unknown>[] = []) => statements.map(({ Sid }) => Sid);
  expect(sids(snapshot.bucket?.statements)).toEqual(['AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319']);
  expect(sids(snapshot.key?.statements)).toEqual([
    'Allow CloudTrail to encrypt logs',
    'Allow CloudTrail to describe key',
  ]);
  expect(snapshot.logGroup).toEqual({ retentionInDays: 30, logGroupClass: 'STANDARD' });
});

test.each<[string, string[][]]>([
  ['DisableKey', [[ENABLE, 'succeeded']]],
  [
    'ScheduleKeyDeletion',
    [
      [CANCEL, 'succeeded'],
      [ENABLE, 'succeeded'],
    ],
  ],
  ['DeleteBucketPolicy', [[BUCKET_POLICY, 'succeeded']]],
])('after %s the trail delivers again', async (eventName, expected) => {
  const snapshot = await repairs.snapshot(trail());
  await attack(eventName);
  expect(await errorsOf(started)).not.toEqual({});
  expect(results(await repairs.repair(trail(snapshot)))).toEqual(expected);
  expect(await errorsOf(started)).toEqual({});
  expect(await repairs.repair(trail(snapshot))).toEqual([]);
});

test('a policy that was replaced gets the statements that the baseline knows, beside those of others', async () => {
  const snapshot = await repairs.snapshot(trail());
  const own = await bucketStatements();
  const others = {
    Sid: 'Others',
    Effect: 'Allow',
    Principal: { AWS: '444455556666' },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [others] });
  await started.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  expect(results(await repairs.repair(trail(snapshot)))).toEqual([[BUCKET_POLICY, 'succeeded']]);
  expect(await bucketStatements()).toEqual([others, ...own]);
});

test('without a snapshot, the statements are those that AWS documents', async () => {
  await started.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  expect(results(await repairs.repair(trail()))).toEqual([[BUCKET_POLICY, 'succeeded']]);
  expect(await errorsOf(started)).toEqual({});
});

test('a Deny that somebody added stays, and is shown', async () => {
  const snapshot = await repairs.snapshot(trail());
  await started.kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: 'default', Policy: denyAll }));
  const actions = await repairs.repair(trail(snapshot));
  expect(results(actions)).toEqual([
    [KEY_POLICY, 'succeeded'],
    [`remove a statement that denies CloudTrail from the policy of the key ${keyArn}`, 'not-done'],
  ]);
  expect(actions[1]?.detail).toContain('"Effect":"Deny"');
  const { Policy = '' } = await started.kms.send(new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: 'default' }));
  const [deny, ...put] = JSON.parse(Policy).Statement;
  expect(deny).toEqual(JSON.parse(denyAll).Statement[0]);
  expect(put).toEqual(snapshot.key?.statements);
});

describe('a log group', () => {
  test('that is gone is made again with its retention', async () => {
    await started.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
    const snapshot = await repairs.snapshot(trail());
    await started.logs.send(new DeleteLogGroupCommand({ logGroupName }));
    expect(results(await repairs.repair(trail(snapshot)))).toEqual([
      [CREATE, 'succeeded'],
      [KEEP, 'succeeded'],
    ]);
    expect(await logGroups()).toMatchObject([{ logGroupName, retentionInDays: 30 }]);
  });

  test.each([
    [30, 7, 30, [[KEEP, 'succeeded']]],
    [undefined, 7, undefined, [[KEEP, 'succeeded']]],
    [30, 365, 365, []],
  ])('that kept events %p days and now %p days keeps them %p days', async (known, now, after, expected) => {
    if (known) await started.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: known }));
    const snapshot = await repairs.snapshot(trail());
    await started.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: now }));
    expect(results(await repairs.repair(trail(snapshot)))).toEqual(expected);
    expect((await logGroups())[0]?.retentionInDays).toBe(after);
  });
});

test('what is not named is not touched', async () => {
  const none = repairing({});
  await started.kms.send(new DisableKeyCommand({ KeyId: keyArn }));
  await started.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  await started.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  expect(await none.snapshot(trail())).toEqual({});
  expect(await none.repair(trail())).toEqual([]);
  const { KeyMetadata } = await started.kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
  expect(KeyMetadata?.KeyState).toBe('Disabled');
});

test('of a trail that delivers elsewhere, what is named is not touched, but a key is enabled', async () => {
  const elsewhere = { S3BucketName: 'elsewhere', KmsKeyId: `${keyArn}0`, CloudWatchLogsLogGroupArn: `${logGroup}-2:*` };
  await started.kms.send(new DisableKeyCommand({ KeyId: keyArn }));
  await started.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  await started.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  expect(results(await repairs.repair(trail({}, elsewhere)))).toEqual([[ENABLE, 'succeeded']]);
});

test.each([
  ['s3:GetBucketPolicy', BUCKET_POLICY],
  ['s3:PutBucketPolicy', BUCKET_POLICY],
])('fails and says whom to ask where %s is denied', async (permission, action) => {
  await started.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  started.standIn.callers.deny(started.mallory, permission);
  const actions = await repairs.repair(trail());
  expect(results(actions)).toEqual([[action, 'failed']]);
  expect(actions[0]?.detail).toMatch(/^AccessDenied.*only that account can mend it$/);
});

test('fails and says why where the bucket is gone', async () => {
  await attack('DeleteBucket');
  const [action] = await repairs.repair(trail());
  expect(action).toMatchObject({ action: BUCKET_POLICY, result: 'failed' });
  expect(action?.detail).toMatch(/^NoSuchBucket: .*The bucket is gone/);
});

describe('an event data store', () => {
  const wanted = async () => {
    await started.cloudTrail.send(new CreateEventDataStoreCommand({ Name: 'lake' }));
    const [store] = await repairs.eventDataStores();
    if (!store) throw new Error('no event data store');
    return store;
  };
  const now = async () => (await repairs.eventDataStores())[0];

  test('is told as it is', async () => {
    expect(await wanted()).toEqual({
      arn: expect.stringMatching(/:eventdatastore\//),
      name: 'lake',
      status: 'ENABLED',
      advancedEventSelectors: [
        {
          Name: 'Default management events',
          FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
        },
      ],
      multiRegion: true,
      organization: false,
      retentionPeriod: 366,
      terminationProtection: true,
    });
  });

  test('that was weakened and is to be deleted is what it was', async () => {
    const baseline = await wanted();
    const { cloudTrail } = started;
    await cloudTrail.send(
      new UpdateEventDataStoreCommand({
        EventDataStore: baseline.arn,
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Data'] },
              { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
            ],
          },
        ],
        MultiRegionEnabled: false,
        RetentionPeriod: 30,
        TerminationProtectionEnabled: false,
      }),
    );
    await cloudTrail.send(new DeleteEventDataStoreCommand({ EventDataStore: baseline.arn }));
    const current = await now();
    const actions = await repairs.restoreEventDataStore(baseline, current ?? baseline);
    expect(results(actions)).toEqual([
      ['restore the event data store lake, which was to be deleted', 'succeeded'],
      [
        'put back what the event data store lake was: AdvancedEventSelectors, MultiRegionEnabled, RetentionPeriod, ' +
          'TerminationProtectionEnabled',
        'succeeded',
      ],
    ]);
    expect(await now()).toEqual(baseline);
    expect(await repairs.restoreEventDataStore(baseline, baseline)).toEqual([]);
  });

  test('that was stopped takes events in again', async () => {
    const baseline = await wanted();
    await started.cloudTrail.send(new StopEventDataStoreIngestionCommand({ EventDataStore: baseline.arn }));
    const current = await now();
    const actions = await repairs.restoreEventDataStore(baseline, current ?? baseline);
    expect(results(actions)).toEqual([['start the ingestion of the event data store lake', 'succeeded']]);
    expect(await now()).toEqual(baseline);
  });

  test('fails without an exception where it is gone', async () => {
    const baseline = await wanted();
    const gone = { ...baseline, arn: baseline.arn.replace(/.$/, 'x'), status: 'STOPPED_INGESTION' };
    const actions = await repairs.restoreEventDataStore(baseline, gone);
    expect(results(actions)).toEqual([['start the ingestion of the event data store lake', 'failed']]);
    expect(actions[0]?.detail).toMatch(/^EventDataStoreNotFoundException/);
  });
});

test('CloudTrail is let back into the organization', async () => {
  expect(await repairs.trustedAccess()).toBe('enabled');
  await started.organizations.send(
    new DisableAWSServiceAccessCommand({ ServicePrincipal: 'cloudtrail.amazonaws.com' }),
  );
  expect(await repairs.trustedAccess()).toBe('disabled');
  expect(results(await repairs.enableTrustedAccess())).toEqual([
    ["enable CloudTrail's trusted access to the organization", 'succeeded'],
  ]);
  expect(await repairs.trustedAccess()).toBe('enabled');
});
