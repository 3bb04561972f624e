import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  ListParentsCommand,
  ListTagsForResourceCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCalendarStateCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { account, recordOf, startCloudTrail } from './cloudtrail-fixture';
import { cleanUp, clientConfig, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
beforeEach(async () => {
  ({ standIn, mallory } = await startCloudTrail());
});
afterEach(cleanUp);

test('the account tells its Regions, by their state and in pages', async () => {
  const client = new AccountClient(clientConfig(standIn, mallory));
  const { Regions } = await client.send(new ListRegionsCommand({ RegionOptStatusContains: ['DISABLED'] }));
  expect(Regions).toEqual([{ RegionName: 'ap-east-1', RegionOptStatus: 'DISABLED' }]);
  standIn.accountManagement.regions.set('ap-east-1', 'ENABLED');
  const first = await client.send(new ListRegionsCommand({ MaxResults: 3 }));
  const second = await client.send(new ListRegionsCommand({ MaxResults: 3, NextToken: first.NextToken }));
  const names = [first, second].flatMap((page) => page.Regions?.map(({ RegionName }) => RegionName));
  expect(names).toEqual(['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1', 'ap-east-1']);
  expect(second.NextToken).toBeUndefined();
  expect(recordOf(standIn, 'ListRegions')).toMatchObject({ readOnly: true, eventSource: 'account.amazonaws.com' });
});

describe('the organization', () => {
  const client = () => new OrganizationsClient(clientConfig(standIn, mallory));
  const describeAccount = () => client().send(new DescribeAccountCommand({ AccountId: account }));
  const parent = async (ChildId: string) => (await client().send(new ListParentsCommand({ ChildId }))).Parents;

  test('is none until it has an account', async () => {
    expect((await errorOf(describeAccount())).name).toBe('AWSOrganizationsNotInUseException');
    expect((await errorOf(parent(account))).name).toBe('AWSOrganizationsNotInUseException');
  });

  test('tells of an account, its place and its tags', async () => {
    const path = ['r-root', 'ou-workloads', 'ou-production'] as const;
    standIn.organizations.accounts.set(account, { name: 'shop', path, tags: { environment: 'production' } });
    expect((await describeAccount()).Account).toMatchObject({ Id: account, Name: 'shop', Status: 'ACTIVE' });
    expect(await parent(account)).toEqual([{ Id: 'ou-production', Type: 'ORGANIZATIONAL_UNIT' }]);
    expect(await parent('ou-workloads')).toEqual([{ Id: 'r-root', Type: 'ROOT' }]);
    expect((await errorOf(parent('r-root'))).name).toBe('ChildNotFoundException');
    const { Tags } = await client().send(new ListTagsForResourceCommand({ ResourceId: account }));
    expect(Tags).toEqual([{ Key: 'environment', Value: 'production' }]);
    const { Organization } = await client().send(new DescribeOrganizationCommand({}));
    expect(Organization?.MasterAccountId).toBe(account);
  });
});

test('change calendars are open when all of them are', async () => {
  const client = new SSMClient(clientConfig(standIn, mallory));
  const state = async (...CalendarNames: string[]) =>
    (await client.send(new GetCalendarStateCommand({ CalendarNames }))).State;
  standIn.changeCalendars.states.set('releases', 'OPEN').set('holidays', 'CLOSED');
  expect([await state('releases'), await state('releases', 'holidays')]).toEqual(['OPEN', 'CLOSED']);
  expect((await errorOf(state('unknown'))).name).toBe('InvalidDocument');
});

test('an object is kept as it was put, and is a data event', async () => {
  const s3 = new S3Client(clientConfig(standIn, mallory));
  const at = { Bucket: 'evidence', Key: 'dark/incident 1.jsonl' };
  const put = () => s3.send(new PutObjectCommand({ ...at, Body: '{"name":"<ö>"}\n{}\n' }));
  const get = () => s3.send(new GetObjectCommand(at));
  expect((await errorOf(put())).name).toBe('NoSuchBucket');
  const bucket = standIn.deliveryChain.buckets.add('evidence');
  expect((await errorOf(get())).name).toBe('NoSuchKey');
  await put();
  expect([...bucket.objects]).toEqual([[at.Key, '{"name":"<ö>"}\n{}\n']]);
  expect(await (await get()).Body?.transformToString()).toBe('{"name":"<ö>"}\n{}\n');
  expect(standIn.cloudTrail.records).toEqual([]);
});

test('custom events can be looked at', async () => {
  const client = new EventBridgeClient(clientConfig(standIn, mallory));
  const entry = { DetailType: 'Finding', Detail: '{"class_uid":2004}' };
  const Entries = [
    { ...entry, Source: 'cdk-trail-guard' },
    { ...entry, Source: 'aws.cloudtrail' },
  ];
  const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount).toBe(1);
  expect(standIn.bus.put).toMatchObject([
    { source: 'cdk-trail-guard', 'detail-type': 'Finding', account, detail: { class_uid: 2004 } },
  ]);
});
