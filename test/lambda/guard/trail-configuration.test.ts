import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  GetEventConfigurationCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  ListTagsCommand,
  PutEventConfigurationCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { createCall, type RepairCall } from '../../../lambda/guard/configuration/repair-calls';
import { createTrails } from '../../../lambda/guard/trails';
import { TRAIL_ARN, TRAIL_NAME } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques';
import { awsError } from './aws-error';
import { trail } from './incidents';

const cloudTrail = mockClient(CloudTrailClient);
const trails = createTrails(new CloudTrailClient({ region: 'eu-central-1' }), async () => undefined);
const { Selectors, InsightSelectors, Tags, AggregationConfigurations, ...settings } = FIXTURE_CONFIGURATION;
const listed = { ...trail, settings, hasCustomEventSelectors: true, hasInsightSelectors: true };

beforeEach(() => {
  cloudTrail.reset();
  cloudTrail.on(GetEventSelectorsCommand).resolves(Selectors as object);
  cloudTrail.on(GetInsightSelectorsCommand).resolves({ InsightSelectors: InsightSelectors as never });
  const TagsList = Object.entries(Tags).map(([Key, Value]) => ({ Key, Value }));
  cloudTrail.on(ListTagsCommand).resolves({ ResourceTagList: [{ ResourceId: TRAIL_ARN, TagsList }] });
  cloudTrail
    .on(GetEventConfigurationCommand)
    .resolves({ AggregationConfigurations: AggregationConfigurations as never });
});

test('everything that makes a trail what it is, is read', async () => {
  expect(await trails.configuration(listed)).toEqual({ configuration: FIXTURE_CONFIGURATION, unread: [] });
});

test('a trail without Insights has none', async () => {
  cloudTrail.on(GetInsightSelectorsCommand).rejects(awsError('InsightNotEnabledException'));
  expect((await trails.configuration(listed)).configuration.InsightSelectors).toEqual([]);
});

test.each([
  ['Selectors', GetEventSelectorsCommand],
  ['InsightSelectors', GetInsightSelectorsCommand],
  ['Tags', ListTagsCommand],
  ['AggregationConfigurations', GetEventConfigurationCommand],
] as const)('%s that cannot be read are named, and nothing is made up', async (field, command) => {
  cloudTrail.on(command as never).rejects(awsError('AccessDeniedException'));
  const read = await trails.configuration(listed);
  expect(read.unread).toEqual([{ field, reason: 'AccessDeniedException: from the fake' }]);
  expect(read.configuration).not.toHaveProperty(field);
});

test.each<[string, object, object]>([
  [
    'advanced ones count, whatever else is there',
    {
      AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'], NotEquals: [] }] }],
      EventSelectors: [],
    },
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
  ],
  [
    'what is left out is the default',
    { EventSelectors: [{}] },
    {
      EventSelectors: [
        { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
      ],
    },
  ],
  [
    'none at all record nothing',
    { EventSelectors: [] },
    {
      EventSelectors: [
        { ReadWriteType: 'All', IncludeManagementEvents: false, DataResources: [], ExcludeManagementEventSources: [] },
      ],
    },
  ],
])('selectors: %s', async (_, answer, expected) => {
  cloudTrail.on(GetEventSelectorsCommand).resolves(answer);
  expect(await trails.selectors(trail)).toEqual(expected);
});

test.each<[RepairCall, unknown, object]>([
  [{ operation: 'UpdateTrail', settings: { KmsKeyId: '' } }, UpdateTrailCommand, { Name: TRAIL_ARN, KmsKeyId: '' }],
  [
    { operation: 'PutEventSelectors', selectors: Selectors },
    PutEventSelectorsCommand,
    { TrailName: TRAIL_ARN, ...Selectors },
  ],
  [
    { operation: 'PutInsightSelectors', insightSelectors: InsightSelectors },
    PutInsightSelectorsCommand,
    { TrailName: TRAIL_ARN, InsightSelectors },
  ],
  [
    { operation: 'AddTags', tags: { a: 'b' } },
    AddTagsCommand,
    { ResourceId: TRAIL_ARN, TagsList: [{ Key: 'a', Value: 'b' }] },
  ],
  [
    { operation: 'PutEventConfiguration', aggregations: AggregationConfigurations },
    PutEventConfigurationCommand,
    { TrailName: TRAIL_ARN, AggregationConfigurations },
  ],
])('%j is one call, by ARN, tried again on a conflict', async (call, command, input) => {
  cloudTrail
    .on(command as never)
    .rejectsOnce(awsError('ConflictException'))
    .resolves({});
  await trails.change(trail, call);
  expect(cloudTrail.commandCalls(command as never).map(({ args }) => args[0].input)).toEqual([input, input]);
});

test('a trail is created under its own name, with its tags', async () => {
  cloudTrail.on(CreateTrailCommand).resolves({});
  await trails.create(trail, createCall(FIXTURE_CONFIGURATION));
  expect(cloudTrail.commandCalls(CreateTrailCommand)[0]?.args[0].input).toMatchObject({
    Name: TRAIL_NAME,
    S3BucketName: FIXTURE_CONFIGURATION.S3BucketName,
    EnableLogFileValidation: true,
    TagsList: [
      { Key: 'guarded', Value: 'true' },
      { Key: 'owner', Value: 'security' },
    ],
  });
  await trails.create(trail, createCall({ ...FIXTURE_CONFIGURATION, Tags: {} }));
  expect(cloudTrail.commandCalls(CreateTrailCommand)[1]?.args[0].input).not.toHaveProperty('TagsList');
});
