import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { selectorsRecord } from '../../../drill/stand-in/cloudtrail-selector-match';
import { readSelectors } from '../../../drill/stand-in/cloudtrail-selectors';
import { busEvents, clientIn, recordOf, startCloudTrail, trailArn } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';

type Selectors = { EventSelectors?: EventSelector[]; AdvancedEventSelectors?: AdvancedEventSelector[] };

const all = {
  ReadWriteType: 'All' as const,
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};
const management = { Field: 'eventCategory', Equals: ['Management'] };
const advanced = (...FieldSelectors: AdvancedEventSelector['FieldSelectors'] & object): Selectors => ({
  AdvancedEventSelectors: [{ FieldSelectors }],
});

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

const put = (selectors: Selectors, TrailName = 'main', client = cloudTrail) =>
  client.send(new PutEventSelectorsCommand({ TrailName, ...selectors }));
const get = async (TrailName = 'main', client = cloudTrail) => {
  const { $metadata: _, ...output } = await client.send(new GetEventSelectorsCommand({ TrailName }));
  return output;
};
const hasCustom = async () =>
  (await cloudTrail.send(new GetTrailCommand({ Name: 'main' }))).Trail?.HasCustomEventSelectors;

beforeEach(async () => {
  ({ standIn, mallory, cloudTrail } = await startCloudTrail());
  standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true });
});
afterEach(cleanUp);

test('a new trail records all management events', async () => {
  expect(await get()).toEqual({ TrailARN: trailArn, EventSelectors: [all] });
  expect(await hasCustom()).toBe(false);
});

test('basic and advanced selectors replace each other', async () => {
  const basic = { EventSelectors: [{ ReadWriteType: 'WriteOnly' as const }] };
  const put1 = await put(basic, trailArn);
  expect(put1.EventSelectors).toEqual([{ ...all, ReadWriteType: 'WriteOnly' }]);
  expect(await get(trailArn)).toEqual({ TrailARN: trailArn, EventSelectors: put1.EventSelectors });
  expect(await hasCustom()).toBe(true);

  await put(advanced(management));
  expect(await get()).toEqual({ TrailARN: trailArn, ...advanced(management) });
  expect(await hasCustom()).toBe(true);

  await put({ EventSelectors: [{}] });
  expect(await get()).toEqual({ TrailARN: trailArn, EventSelectors: [all] });
  expect(await hasCustom()).toBe(false);
});

test.each<[string, Selectors]>([
  ['neither kind', {}],
  ['both kinds', { EventSelectors: [{}], ...advanced(management) }],
  ['no selector', { EventSelectors: [] }],
  ['no advanced selector', { AdvancedEventSelectors: [] }],
  ['six selectors', { EventSelectors: Array(6).fill({}) }],
  ['another read-write type', { EventSelectors: [{ ReadWriteType: 'read-only' as 'ReadOnly' }] }],
  ['another excluded source', { EventSelectors: [{ ExcludeManagementEventSources: ['iam.amazonaws.com'] }] }],
  [
    'too many data resources',
    { EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: Array(251).fill('arn:aws:s3') }] }] },
  ],
  ['no event category', advanced({ Field: 'readOnly', Equals: ['true'] })],
  ['an event category not by Equals', advanced({ Field: 'eventCategory', StartsWith: ['Man'] })],
  ['a field without operator', advanced(management, { Field: 'readOnly' })],
  ['too many values', advanced(management, { Field: 'eventSource', NotEquals: Array(500).fill('x') })],
])('PutEventSelectors fails for %s', async (_what, selectors) => {
  expect((await errorOf(put(selectors))).name).toBe('InvalidEventSelectorsException');
  expect(await get()).toEqual({ TrailARN: trailArn, EventSelectors: [all] });
});

test('selectors are read everywhere and changed at home only', async () => {
  const abroad = clientIn(standIn, 'eu-west-1', mallory);
  expect((await get(trailArn, abroad)).TrailARN).toBe(trailArn);
  expect((await errorOf(put({ EventSelectors: [{}] }, trailArn, abroad))).name).toBe('InvalidHomeRegionException');
});

test('records name the trail as trailName and have the answer', async () => {
  await put({
    EventSelectors: [{ IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values: [] }] }],
  });
  expect(recordOf(standIn, 'PutEventSelectors')).toMatchObject({
    readOnly: false,
    requestParameters: {
      trailName: 'main',
      eventSelectors: [{ includeManagementEvents: false, dataResources: [{ type: 'AWS::S3::Object', values: [] }] }],
    },
    responseElements: { trailARN: trailArn, eventSelectors: [{ includeManagementEvents: false }] },
  });
});

const kms = 'kms.amazonaws.com';
const dataOnly = advanced(
  { Field: 'eventCategory', Equals: ['Data'] },
  { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
);
test.each<[string, Selectors, { write: boolean; read: boolean; ofKms: boolean }]>([
  ['all', { EventSelectors: [{}] }, { write: true, read: true, ofKms: true }],
  ['reads only', { EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }, { write: false, read: true, ofKms: false }],
  ['writes only', { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }, { write: true, read: false, ofKms: true }],
  [
    'no management',
    { EventSelectors: [{ IncludeManagementEvents: false }] },
    { write: false, read: false, ofKms: false },
  ],
  [
    'KMS left out',
    { EventSelectors: [{ ExcludeManagementEventSources: [kms] }] },
    { write: true, read: true, ofKms: false },
  ],
  [
    'data, and reads',
    { EventSelectors: [{ IncludeManagementEvents: false }, { ReadWriteType: 'ReadOnly' }] },
    { write: false, read: true, ofKms: false },
  ],
  ['advanced, all', advanced(management), { write: true, read: true, ofKms: true }],
  ['advanced, data only', dataOnly, { write: false, read: false, ofKms: false }],
  [
    'advanced, reads only',
    advanced(management, { Field: 'readOnly', Equals: ['true'] }),
    { write: false, read: true, ofKms: false },
  ],
  [
    'advanced, KMS left out',
    advanced(management, { Field: 'eventSource', NotEquals: [kms] }),
    { write: true, read: true, ofKms: false },
  ],
  [
    'advanced, KMS left out by its end',
    advanced(management, { Field: 'eventSource', EndsWith: ['.com'], NotStartsWith: ['kms.'] }),
    { write: true, read: true, ofKms: false },
  ],
  [
    'advanced, KMS only',
    advanced(management, { Field: 'eventSource', StartsWith: ['kms.'] }),
    { write: false, read: false, ofKms: true },
  ],
])('selectors of %s decide what is recorded', (_what, selectors, expected) => {
  const recorded = (readOnly: boolean, eventSource: string) =>
    selectorsRecord(readSelectors({ ...selectors }), { readOnly, eventSource });
  expect({
    write: recorded(false, 'iam.amazonaws.com'),
    read: recorded(true, 'iam.amazonaws.com'),
    ofKms: recorded(false, kms),
  }).toEqual(expected);
});

test('an event that no trail records is lost to the bus, not to event history', async () => {
  await put({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] });
  await cloudTrail.send(new StopLoggingCommand({ Name: 'main' }));
  expect(busEvents(standIn)).toEqual(['PutEventSelectors unmatched', 'StopLogging lost']);
  expect(recordOf(standIn, 'StopLogging')).toBeDefined();
});

test('another trail whose selectors let an event through brings it to the bus', async () => {
  standIn.cloudTrail.addTrail({ Name: 'blind', EventSelectors: [{ IncludeManagementEvents: false }] });
  standIn.cloudTrail.addTrail({ Name: 'second' });
  await put({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] });
  await cloudTrail.send(new StopLoggingCommand({ Name: 'main' }));
  expect(busEvents(standIn)).toEqual(['PutEventSelectors unmatched', 'StopLogging unmatched']);
});

test('a call of another service comes to the bus as the selectors say', async () => {
  await put({ EventSelectors: [{ ExcludeManagementEventSources: [kms] }] });
  const call = { caller: mallory, requestParameters: {} };
  standIn.cloudTrail.recordCall({ ...call, eventSource: kms, eventName: 'DisableKey' });
  standIn.cloudTrail.recordCall({ ...call, eventSource: 's3.amazonaws.com', eventName: 'DeleteBucketPolicy' });
  expect(busEvents(standIn).slice(1)).toEqual(['DisableKey lost', 'DeleteBucketPolicy unmatched']);
});
