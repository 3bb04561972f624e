import {
  AddTagsCommand,
  type CloudTrailClient,
  CreateTrailCommand,
  DeregisterOrganizationDelegatedAdminCommand,
  GetEventConfigurationCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  type InsightSelector,
  ListTagsCommand,
  LookupEventsCommand,
  PutEventConfigurationCommand,
  PutInsightSelectorsCommand,
  RemoveTagsCommand,
  type Tag,
} from '@aws-sdk/client-cloudtrail';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { clientIn, recordOf, startCloudTrail, trailArn } from './cloudtrail-fixture';
import { cleanUp, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let cloudTrail: CloudTrailClient;

beforeEach(async () => {
  ({ standIn, mallory, cloudTrail } = await startCloudTrail());
});
afterEach(cleanUp);

describe('Insights', () => {
  const put = (InsightSelectors: InsightSelector[], TrailName = 'main', client = cloudTrail) =>
    client.send(new PutInsightSelectorsCommand({ TrailName, InsightSelectors }));
  const get = () => cloudTrail.send(new GetInsightSelectorsCommand({ TrailName: 'main' }));
  const has = async () => (await cloudTrail.send(new GetTrailCommand({ Name: 'main' }))).Trail?.HasInsightSelectors;

  test('are off at first, are put on, replaced and put off', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    expect((await errorOf(get())).name).toBe('InsightNotEnabledException');
    expect(await has()).toBe(false);

    const rate = { InsightType: 'ApiCallRateInsight' as const, EventCategories: ['Management' as const] };
    expect((await put([{ InsightType: 'ApiCallRateInsight' }])).InsightSelectors).toEqual([rate]);
    expect(await get()).toMatchObject({ TrailARN: trailArn, InsightSelectors: [rate] });
    expect(await has()).toBe(true);

    const errors: InsightSelector = { InsightType: 'ApiErrorRateInsight', EventCategories: ['Data'] };
    await put([errors]);
    expect((await get()).InsightSelectors).toEqual([errors]);

    expect(await put([])).toMatchObject({ TrailARN: trailArn, InsightSelectors: [] });
    expect((await errorOf(get())).name).toBe('InsightNotEnabledException');
    expect(await has()).toBe(false);
    expect(recordOf(standIn, 'PutInsightSelectors')).toMatchObject({
      requestParameters: { trailName: 'main', insightSelectors: [] },
      responseElements: { trailARN: trailArn, insightSelectors: [] },
    });
  });

  test.each<[InsightSelector, string]>([
    [{ InsightType: 'Other' as 'ApiCallRateInsight' }, 'InvalidInsightSelectorsException'],
    [{ InsightType: 'ApiCallRateInsight', EventCategories: ['Network' as 'Data'] }, 'InvalidInsightSelectorsException'],
  ])('fail for %j', async (selector, error) => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    expect((await errorOf(put([selector]))).name).toBe(error);
  });

  test('fail away from home', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true });
    const abroad = put([], trailArn, clientIn(standIn, 'eu-west-1', mallory));
    expect((await errorOf(abroad)).name).toBe('InvalidHomeRegionException');
  });
});

describe('tags', () => {
  const add = (TagsList: Tag[], ResourceId = trailArn, client = cloudTrail) =>
    client.send(new AddTagsCommand({ ResourceId, TagsList }));
  const list = async (id = trailArn) =>
    (await cloudTrail.send(new ListTagsCommand({ ResourceIdList: [id] }))).ResourceTagList;

  test('come with the trail, are added, overwritten and removed by key', async () => {
    const TagsList = [{ Key: 'team', Value: 'security' }];
    await cloudTrail.send(new CreateTrailCommand({ Name: 'main', S3BucketName: 'bucket', TagsList }));
    expect(await list()).toEqual([{ ResourceId: trailArn, TagsList }]);

    await add([{ Key: 'team', Value: 'other' }, { Key: 'bare' }]);
    const both = [
      { Key: 'team', Value: 'other' },
      { Key: 'bare', Value: '' },
    ];
    expect(await list()).toEqual([{ ResourceId: trailArn, TagsList: both }]);

    await cloudTrail.send(new RemoveTagsCommand({ ResourceId: trailArn, TagsList: [{ Key: 'team' }] }));
    expect(await list()).toEqual([{ ResourceId: trailArn, TagsList: both.slice(1) }]);
    expect(recordOf(standIn, 'RemoveTags')).toMatchObject({
      requestParameters: { resourceId: trailArn, tagsList: [{ key: 'team' }] },
      responseElements: null,
    });
  });

  test.each([
    ['a bare name', 'main', 'CloudTrailARNInvalidException'],
    ['an unknown trail', `${trailArn}-unknown`, 'ResourceNotFoundException'],
  ])('fail for %s', async (_what, id, error) => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    expect((await errorOf(add([{ Key: 'x' }], id))).name).toBe(error);
    expect((await errorOf(list(id))).name).toBe(error);
  });

  test('are at most 50, and changed at home only', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true, Tags: [{ Key: 'a', Value: 'b' }] });
    const fifty = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${index}` }));
    expect((await errorOf(add(fifty))).name).toBe('TagsLimitExceededException');
    expect(await list()).toEqual([{ ResourceId: trailArn, TagsList: [{ Key: 'a', Value: 'b' }] }]);
    const abroad = add([{ Key: 'x' }], trailArn, clientIn(standIn, 'eu-west-1', mallory));
    expect((await errorOf(abroad)).name).toBe('InvalidHomeRegionException');
  });
});

describe('event configuration', () => {
  const put = (input: Omit<PutEventConfigurationCommand['input'], 'TrailName'>) =>
    cloudTrail.send(new PutEventConfigurationCommand({ TrailName: 'main', ...input }));
  const get = async () => {
    const command = new GetEventConfigurationCommand({ TrailName: trailArn });
    const { $metadata: _, ...output } = await cloudTrail.send(command);
    return output;
  };

  test('is empty at first; what a call leaves out stays', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    expect(await get()).toEqual({ TrailARN: trailArn });
    const aggregation = { EventCategory: 'Data' as const, Templates: ['API_ACTIVITY' as const] };
    await put({ AggregationConfigurations: [aggregation] });
    await put({ MaxEventSize: 'Large', ContextKeySelectors: [{ Type: 'TagContext', Equals: ['team'] }] });
    expect(await get()).toEqual({
      TrailARN: trailArn,
      AggregationConfigurations: [aggregation],
      MaxEventSize: 'Large',
      ContextKeySelectors: [{ Type: 'TagContext', Equals: ['team'] }],
    });
    await put({ AggregationConfigurations: [] });
    expect((await get()).AggregationConfigurations).toEqual([]);
    expect(recordOf(standIn, 'PutEventConfiguration')).toMatchObject({
      requestParameters: { trailName: 'main', aggregationConfigurations: [] },
      responseElements: { trailARN: trailArn },
    });
  });

  test('fails for context keys in events of standard size', async () => {
    standIn.cloudTrail.addTrail({ Name: 'main' });
    const small = put({ ContextKeySelectors: [{ Type: 'TagContext', Equals: ['team'] }] });
    expect((await errorOf(small)).name).toBe('InvalidParameterCombinationException');
  });
});

test('a trail comes with everything that its CloudFormation resource can have', async () => {
  standIn.cloudTrail.addTrail({
    Name: 'main',
    SnsTopicName: 'topic',
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
    InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }],
    AggregationConfigurations: [{ EventCategory: 'Data', Templates: ['USER_ACTIONS'] }],
    Tags: [{ Key: 'team', Value: 'security' }],
  });
  expect((await cloudTrail.send(new GetTrailCommand({ Name: 'main' }))).Trail).toMatchObject({
    HasCustomEventSelectors: true,
    HasInsightSelectors: true,
    SnsTopicARN: 'arn:aws:sns:us-east-1:111122223333:topic',
  });
});

test('event history finds a trail whichever way a call named it', async () => {
  standIn.cloudTrail.addTrail({ Name: 'main' });
  await cloudTrail.send(new PutInsightSelectorsCommand({ TrailName: 'main', InsightSelectors: [] }));
  await cloudTrail.send(new AddTagsCommand({ ResourceId: trailArn, TagsList: [{ Key: 'x' }] }));
  const by = async (AttributeValue: string) => {
    const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue }];
    return (await cloudTrail.send(new LookupEventsCommand({ LookupAttributes }))).Events?.map(
      ({ EventName }) => EventName,
    );
  };
  expect(await by('main')).toEqual(['PutInsightSelectors']);
  expect(await by(trailArn)).toEqual(['AddTags']);
});

test('DeregisterOrganizationDelegatedAdmin is recorded', async () => {
  await cloudTrail.send(new DeregisterOrganizationDelegatedAdminCommand({ DelegatedAdminAccountId: '999988887777' }));
  expect(recordOf(standIn, 'DeregisterOrganizationDelegatedAdmin')).toMatchObject({
    requestParameters: { delegatedAdminAccountId: '999988887777' },
    responseElements: null,
    readOnly: false,
  });
});
