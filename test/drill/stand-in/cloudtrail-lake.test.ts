import {
  type CloudTrailClient,
  CreateEventDataStoreCommand,
  type CreateEventDataStoreCommandInput,
  DeleteEventDataStoreCommand,
  GetEventDataStoreCommand,
  ListEventDataStoresCommand,
  ListTagsCommand,
  RestoreEventDataStoreCommand,
  StartEventDataStoreIngestionCommand,
  StopEventDataStoreIngestionCommand,
  UpdateEventDataStoreCommand,
  type UpdateEventDataStoreCommandInput,
} from '@aws-sdk/client-cloudtrail';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { clientIn, recordOf, startCloudTrail } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

const create = async (input: Partial<CreateEventDataStoreCommandInput> = {}) =>
  (await cloudTrail.send(new CreateEventDataStoreCommand({ Name: 'lake', ...input }))).EventDataStoreArn ?? '';
const get = (EventDataStore: string, client = cloudTrail) =>
  client.send(new GetEventDataStoreCommand({ EventDataStore }));
const update = (EventDataStore: string, input: Partial<UpdateEventDataStoreCommandInput>) =>
  cloudTrail.send(new UpdateEventDataStoreCommand({ EventDataStore, ...input }));
const status = async (arn: string) => (await get(arn)).Status;

const calls = {
  start: (EventDataStore: string) => cloudTrail.send(new StartEventDataStoreIngestionCommand({ EventDataStore })),
  stop: (EventDataStore: string) => cloudTrail.send(new StopEventDataStoreIngestionCommand({ EventDataStore })),
  delete: (EventDataStore: string) => cloudTrail.send(new DeleteEventDataStoreCommand({ EventDataStore })),
  restore: (EventDataStore: string) => cloudTrail.send(new RestoreEventDataStoreCommand({ EventDataStore })),
  update: (EventDataStore: string) => update(EventDataStore, { RetentionPeriod: 30 }),
};
type Call = keyof typeof calls;

beforeEach(async () => {
  ({ standIn, mallory, cloudTrail } = await startCloudTrail());
});
afterEach(cleanUp);

test('an event data store begins as AWS makes it', async () => {
  const arn = await create();
  expect(arn).toMatch(/^arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore\/[0-9a-f-]{36}$/);
  expect(await get(arn)).toMatchObject({
    EventDataStoreArn: arn,
    Name: 'lake',
    Status: 'ENABLED',
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
    MultiRegionEnabled: true,
    OrganizationEnabled: false,
    RetentionPeriod: 366,
    TerminationProtectionEnabled: true,
    CreatedTimestamp: expect.any(Date),
  });
  expect((await get(arn.slice(arn.indexOf('/') + 1))).EventDataStoreArn).toBe(arn);
  const { EventDataStores } = await cloudTrail.send(new ListEventDataStoresCommand({}));
  expect(EventDataStores).toEqual([{ EventDataStoreArn: arn, Name: 'lake' }]);
  expect((await errorOf(create())).name).toBe('EventDataStoreAlreadyExistsException');
});

test('it has tags and may begin without ingestion', async () => {
  const TagsList = [{ Key: 'team', Value: 'security' }];
  const arn = await create({ TagsList, StartIngestion: false });
  expect(await status(arn)).toBe('STOPPED_INGESTION');
  const { ResourceTagList } = await cloudTrail.send(new ListTagsCommand({ ResourceIdList: [arn] }));
  expect(ResourceTagList).toEqual([{ ResourceId: arn, TagsList }]);
});

test.each<Partial<UpdateEventDataStoreCommandInput>>([
  { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
  { MultiRegionEnabled: false },
  { OrganizationEnabled: true },
  { RetentionPeriod: 7 },
  { TerminationProtectionEnabled: false },
  { KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234' },
])('an update to %j changes nothing else', async (input) => {
  const arn = await create();
  const { $metadata: _, UpdatedTimestamp: _time, ...before } = await get(arn);
  expect(await update(arn, input)).toMatchObject({ ...before, ...input });
  expect(await get(arn)).toMatchObject({ ...before, ...input });
});

test.each<[Partial<UpdateEventDataStoreCommandInput>, string]>([
  [{ AdvancedEventSelectors: [{ FieldSelectors: [] }] }, 'InvalidEventSelectorsException'],
  [{ RetentionPeriod: 6 }, 'InvalidParameterException'],
  [{ KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/other' }, 'InvalidKmsKeyIdException'],
])('an update to %j fails', async (input, error) => {
  const arn = await create({ KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234' });
  expect((await errorOf(update(arn, input))).name).toBe(error);
});

test('a protected store is not deleted; one without protection waits for its deletion and is restored', async () => {
  const arn = await create();
  expect((await errorOf(calls.delete(arn))).name).toBe('EventDataStoreTerminationProtectedException');
  await update(arn, { TerminationProtectionEnabled: false });
  await calls.delete(arn);
  expect(await status(arn)).toBe('PENDING_DELETION');
  expect((await calls.restore(arn)).Status).toBe('ENABLED');
});

test('ingestion stops and starts', async () => {
  const arn = await create();
  await calls.stop(arn);
  expect(await status(arn)).toBe('STOPPED_INGESTION');
  expect(recordOf(standIn, 'StopEventDataStoreIngestion')).toMatchObject({
    requestParameters: { eventDataStore: arn },
    responseElements: null,
    readOnly: false,
  });
  await calls.start(arn);
  expect(await status(arn)).toBe('ENABLED');
});

const wrongStatus = 'InvalidEventDataStoreStatusException';
test.each<[Call[], Call, string]>([
  [[], 'start', wrongStatus],
  [[], 'restore', wrongStatus],
  [['stop'], 'stop', wrongStatus],
  [['delete'], 'stop', wrongStatus],
  [['delete'], 'start', wrongStatus],
  [['delete'], 'update', 'InactiveEventDataStoreException'],
  [['delete'], 'delete', 'InactiveEventDataStoreException'],
])('after %j, %s fails', async (before, call, error) => {
  const arn = await create({ TerminationProtectionEnabled: false });
  for (const each of before) await calls[each](arn);
  expect((await errorOf(calls[call](arn))).name).toBe(error);
});

test('a store is of one Region, and found by its own ARN only', async () => {
  const arn = await create();
  const abroad = get(arn, clientIn(standIn, 'eu-west-1', mallory));
  expect((await errorOf(abroad)).name).toBe('EventDataStoreNotFoundException');
  expect((await errorOf(get(`${arn.slice(0, -1)}x`))).name).toBe('EventDataStoreNotFoundException');
  expect((await errorOf(get('arn:aws:s3:::bucket'))).name).toBe('EventDataStoreARNInvalidException');
});

test('a denied call tells the store', async () => {
  const arn = await create();
  standIn.callers.deny(mallory, 'cloudtrail:StopEventDataStoreIngestion');
  expect((await errorOf(calls.stop(arn))).message).toContain(`on resource: ${arn} because`);
});
