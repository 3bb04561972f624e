import {
  CloudTrailClient,
  GetEventDataStoreCommand,
  ListEventDataStoresCommand,
  RestoreEventDataStoreCommand,
  StartEventDataStoreIngestionCommand,
  UpdateEventDataStoreCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  type KeyState,
  KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import {
  EnableAWSServiceAccessCommand,
  ListAWSServiceAccessForOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import type { EventDataStoreState } from '../../../lambda/guard/delivery/repairs';
import { createRepairs } from '../../../lambda/repairs';
import { bucket, keyArn } from '../../drill/stand-in/delivery-chain-fixture';
import { awsError } from '../guard/aws-error';
import { policy } from '../guard/policy';
import { logGroup, logGroupName, repairing, results, trail } from './repairing';

const kms = mockClient(KMSClient);
const s3 = mockClient(S3Client);
const logs = mockClient(CloudWatchLogsClient);
const cloudTrail = mockClient(CloudTrailClient);
const organizations = mockClient(OrganizationsClient);

beforeEach(() => {
  for (const client of [kms, s3, logs, cloudTrail, organizations]) client.reset();
});

const denied = awsError('AccessDeniedException', 'not authorized');

describe('a key', () => {
  const named = repairing({ keys: [keyArn] });
  const other = trail(undefined, { KmsKeyId: `${keyArn}0` });
  const states = (...all: KeyState[]) => {
    const answers = kms.on(DescribeKeyCommand);
    for (const KeyState of all) answers.resolvesOnce({ KeyMetadata: { KeyId: keyArn, KeyState } });
    kms.on(EnableKeyCommand).resolves({}).on(CancelKeyDeletionCommand).resolves({});
  };
  const calls = () => kms.calls().map(({ args }) => args[0].constructor.name);

  test('whose replicas wait to be deleted is saved too', async () => {
    states('PendingReplicaDeletion', 'Enabled');
    expect((await named.repair(other)).map(({ result }) => result)).toEqual(['succeeded', 'succeeded']);
    expect(calls()).toEqual([
      'DescribeKeyCommand',
      'CancelKeyDeletionCommand',
      'EnableKeyCommand',
      'DescribeKeyCommand',
    ]);
  });

  test.each<[KeyState, RegExp]>([
    ['PendingImport', /key material was deleted/],
    ['Unavailable', /custom key store/],
  ])('that is %s is for a person', async (state, detail) => {
    states(state);
    expect(await named.repair(other)).toEqual([
      { action: `enable the key ${keyArn}`, result: 'not-done', detail: expect.stringMatching(detail) },
    ]);
    expect(calls()).toEqual(['DescribeKeyCommand']);
  });

  test.each<[KeyState]>([['Enabled'], ['Creating'], ['Updating']])('that is %s is left alone', async (state) => {
    states(state);
    expect(await named.repair(other)).toEqual([]);
  });

  test('that is gone cannot be brought back', async () => {
    kms.on(DescribeKeyCommand).rejects(awsError('NotFoundException'));
    expect(await named.repair(other)).toMatchObject([
      { result: 'not-done', detail: expect.stringMatching(/^It is gone/) },
    ]);
  });

  test('fails if it is not enabled when read back', async () => {
    states('Disabled', 'Disabled');
    expect(await named.repair(other)).toMatchObject([
      { result: 'failed', detail: 'Error: it is Disabled when read back' },
    ]);
  });

  test('fails and is not enabled where its deletion cannot be cancelled', async () => {
    states('PendingDeletion');
    kms.on(CancelKeyDeletionCommand).rejects(denied);
    const actions = await named.repair(other);
    expect(results(actions)).toEqual([[`cancel the deletion of the key ${keyArn}`, 'failed']]);
    expect(actions[0]?.detail).toContain('only that account can mend it');
    expect(calls()).not.toContain('EnableKeyCommand');
  });

  test('fails where it cannot be looked at, and its policy still is', async () => {
    kms.on(DescribeKeyCommand).rejects(denied).on(GetKeyPolicyCommand).rejects(denied);
    expect((await named.repair(trail())).map(({ result }) => result)).toEqual(['failed', 'failed']);
  });

  test('is called in its own Region', async () => {
    const foreign = keyArn.replace('us-east-1', 'eu-west-1');
    states('Enabled');
    await repairing({ keys: [foreign] }).repair(other);
    expect(await kms.call(0).thisValue.config.region()).toBe('eu-west-1');
  });

  test('fails and writes no policy where none was read: that would lock everybody out', async () => {
    states('Enabled');
    kms.on(GetKeyPolicyCommand).resolves({});
    expect(await named.repair(trail())).toMatchObject([{ result: 'failed', detail: 'Error: the key has no policy' }]);
    expect(kms.commandCalls(PutKeyPolicyCommand)).toEqual([]);
  });
});

describe('a bucket', () => {
  const named = repairing({ buckets: [bucket] });

  test('is read and written to only while it is the account\u2019s', async () => {
    s3.on(GetBucketPolicyCommand).rejects(awsError('NoSuchBucketPolicy')).on(PutBucketPolicyCommand).resolves({});
    const actions = await named.repair(trail());
    expect(actions).toMatchObject([{ result: 'failed', detail: '2 of 2 were not there when read back' }]);
    const inputs = s3.calls().map(({ args }) => args[0].input as Record<string, unknown>);
    expect(inputs.map(({ ExpectedBucketOwner }) => ExpectedBucketOwner)).toEqual(Array(3).fill('111122223333'));
  });

  test('keeps a policy that cannot be understood', async () => {
    s3.on(GetBucketPolicyCommand).resolves({ Policy: '{' });
    expect(await named.repair(trail())).toEqual([]);
    expect(s3.commandCalls(PutBucketPolicyCommand)).toEqual([]);
  });
});

describe('a log group', () => {
  const named = repairing({ logGroups: [logGroup] });

  test('whose name begins another one\u2019s is told apart from it', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: `${logGroupName}-2` }] });
    logs.on(CreateLogGroupCommand).resolves({});
    expect(await named.repair(trail())).toMatchObject([
      {
        action: `create the log group ${logGroupName} again`,
        result: 'failed',
        detail: expect.stringMatching(/not there/),
      },
    ]);
  });

  test('is made with the class and the key that it had', async () => {
    logs
      .on(DescribeLogGroupsCommand)
      .resolvesOnce({})
      .resolves({ logGroups: [{ logGroupName }] });
    logs.on(CreateLogGroupCommand).resolves({});
    const known = { logGroup: { logGroupClass: 'INFREQUENT_ACCESS', kmsKeyId: keyArn } };
    expect((await named.repair(trail(known))).map(({ result }) => result)).toEqual(['succeeded']);
    expect(logs.commandCalls(CreateLogGroupCommand)[0]?.args[0].input).toEqual({
      logGroupName,
      ...known.logGroup,
    });
  });

  test('fails where the retention is another one when read back', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName, retentionInDays: 7 }] });
    logs.on(PutRetentionPolicyCommand).resolves({});
    expect(await named.repair(trail({ logGroup: { retentionInDays: 30 } }))).toMatchObject([
      { result: 'failed', detail: 'Error: they expire after 7 days when read back' },
    ]);
  });

  test('fails where it may not be looked at', async () => {
    logs.on(DescribeLogGroupsCommand).rejects(denied);
    expect(results(await named.repair(trail()))).toEqual([[`look at the log group ${logGroupName}`, 'failed']]);
  });

  test('fails where it may not be made, and no retention is put on nothing', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({}).on(CreateLogGroupCommand).rejects(denied);
    const actions = await named.repair(trail({ logGroup: { retentionInDays: 30 } }));
    expect(results(actions)).toEqual([[`create the log group ${logGroupName} again`, 'failed']]);
  });
});

test('a snapshot goes without what cannot be read', async () => {
  kms.on(GetKeyPolicyCommand).rejects(denied);
  s3.on(GetBucketPolicyCommand).rejects(awsError('NoSuchBucket'));
  logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName }] });
  expect(await repairing().snapshot(trail())).toEqual({ logGroup: {} });
});

describe('event data stores', () => {
  const repairs = repairing();
  const arn = 'arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/1';
  const store: EventDataStoreState = {
    arn,
    name: 'lake',
    status: 'ENABLED',
    advancedEventSelectors: [],
    multiRegion: true,
    organization: true,
    retentionPeriod: 366,
    terminationProtection: true,
  };

  test('are read page by page', async () => {
    cloudTrail
      .on(ListEventDataStoresCommand)
      .resolvesOnce({ EventDataStores: [{ EventDataStoreArn: arn }, {}], NextToken: 'more' })
      .resolves({ EventDataStores: [{ EventDataStoreArn: `${arn}2` }] });
    cloudTrail.on(GetEventDataStoreCommand).resolves({});
    expect((await repairs.eventDataStores()).map((one) => one.arn)).toEqual([arn, `${arn}2`]);
  });

  test('fails where they cannot be read: what is unknown is not none', async () => {
    cloudTrail.on(ListEventDataStoresCommand).rejects(denied);
    await expect(repairs.eventDataStores()).rejects.toThrow('not authorized');
  });

  test('fails where one is not what it was when read back', async () => {
    cloudTrail.on(UpdateEventDataStoreCommand).resolves({}).on(StartEventDataStoreIngestionCommand).resolves({});
    cloudTrail
      .on(GetEventDataStoreCommand)
      .resolves({ Name: 'lake', Status: 'STOPPED_INGESTION', RetentionPeriod: 366 });
    const actions = await repairs.restoreEventDataStore(store, {
      ...store,
      status: 'STOPPED_INGESTION',
      organization: false,
    });
    expect(actions.map(({ result }) => result)).toEqual(['succeeded', 'succeeded', 'failed']);
    expect(actions[2]?.detail).toBe(
      'it is not yet what it was: MultiRegionEnabled, OrganizationEnabled, TerminationProtectionEnabled, ' +
        'status STOPPED_INGESTION',
    );
    expect(cloudTrail.commandCalls(UpdateEventDataStoreCommand)[0]?.args[0].input).toEqual({
      EventDataStore: arn,
      OrganizationEnabled: true,
    });
  });

  test('one that is still to be deleted is not written to', async () => {
    cloudTrail.on(RestoreEventDataStoreCommand).rejects(denied);
    cloudTrail.on(GetEventDataStoreCommand).resolves({ Name: 'lake', Status: 'PENDING_DELETION' });
    const actions = await repairs.restoreEventDataStore(store, { ...store, status: 'PENDING_DELETION' });
    expect(actions.map(({ result }) => result)).toEqual(['failed']);
    expect(cloudTrail.commandCalls(UpdateEventDataStoreCommand)).toEqual([]);
  });

  test('fails without an exception where one cannot be read back', async () => {
    cloudTrail.on(RestoreEventDataStoreCommand).resolves({}).on(GetEventDataStoreCommand).rejects(denied);
    const actions = await repairs.restoreEventDataStore(store, { ...store, status: 'PENDING_DELETION' });
    expect(actions.map(({ result }) => result)).toEqual(['succeeded', 'failed']);
  });

  test.each([
    ['was stopped before', { status: 'STOPPED_INGESTION' }, { status: 'STOPPED_INGESTION' }],
    ['was to be deleted before', { status: 'PENDING_DELETION' }, { status: 'PENDING_DELETION' }],
    ['keeps events longer', {}, { retentionPeriod: 3653 }],
    ['sees more than before', { multiRegion: false, organization: false, terminationProtection: false }, {}],
  ])('one that %s stays so', async (_, before, now) => {
    expect(await repairs.restoreEventDataStore({ ...store, ...before }, { ...store, ...now })).toEqual([]);
    expect(cloudTrail.calls()).toEqual([]);
  });
});

test('a guard that names nothing repairs nothing', async () => {
  const repairs = createRepairs(policy(), { requestHandler: {} as never, covers: () => true });
  expect(await repairs.snapshot(trail())).toEqual({});
  expect(await repairs.repair(trail())).toEqual([]);
});

describe('trusted access', () => {
  const repairs = repairing();
  const access = (...ServicePrincipals: string[]) => ({
    EnabledServicePrincipals: ServicePrincipals.map((ServicePrincipal) => ({ ServicePrincipal })),
  });

  test('is looked for on every page', async () => {
    organizations
      .on(ListAWSServiceAccessForOrganizationCommand)
      .resolvesOnce({ ...access('config.amazonaws.com'), NextToken: 'more' })
      .resolves(access('cloudtrail.amazonaws.com'));
    expect(await repairs.trustedAccess()).toBe('enabled');
  });

  test('is unknown outside the management account', async () => {
    organizations.on(ListAWSServiceAccessForOrganizationCommand).rejects(denied);
    expect(await repairs.trustedAccess()).toBe('unknown');
  });

  test.each([
    ['it is denied', () => organizations.on(EnableAWSServiceAccessCommand).rejects(denied)],
    ['it is not enabled when read back', () => organizations.on(EnableAWSServiceAccessCommand).resolves({})],
  ])('fails without an exception if %s', async (_, given) => {
    given();
    organizations.on(ListAWSServiceAccessForOrganizationCommand).resolves({});
    expect((await repairs.enableTrustedAccess()).map(({ result }) => result)).toEqual(['failed']);
  });
});
