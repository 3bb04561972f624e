import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { type Baseline, baselineItem } from '../../../lambda/guard/baseline-items';
import { createBaselines } from '../../../lambda/guard/baselines';
import { TRAIL_ARN } from '../../fixtures/records';
import { EVENT_DATA_STORE_ARN, FIXTURE_CONFIGURATION } from '../../fixtures/techniques';
import { awsError } from './aws-error';

const dynamoDb = mockClient(DynamoDBClient);
const baselines = createBaselines(new DynamoDBClient({ region: 'eu-central-1' }), () => 'trail-guard');
const baseline: Baseline = {
  arn: TRAIL_ARN,
  version: 2,
  configuration: FIXTURE_CONFIGURATION,
  delivery: { bucket: { statements: [] } },
  reason: 'wider',
  by: 'alice',
  adoptedAt: '2026-03-02T10:00:00.000Z',
};
const previous = { ...baseline, version: 1 };
const puts = () => dynamoDb.commandCalls(PutItemCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  dynamoDb.reset();
  dynamoDb.on(PutItemCommand).resolves({});
});

test('what was written is read', async () => {
  dynamoDb.on(GetItemCommand).resolves({ Item: baselineItem(baseline) });
  expect(await baselines.get(TRAIL_ARN)).toEqual(baseline);
  dynamoDb.on(GetItemCommand).resolves({});
  expect(await baselines.get(TRAIL_ARN)).toBeUndefined();
});

test.each([
  ['no baseline', {}],
  ['of no version', { baseline: { S: JSON.stringify({ ...baseline, version: 'two' }) } }],
  ['not JSON', { baseline: { S: '{' } }],
  ['without selectors', { baseline: { S: JSON.stringify({ ...baseline, configuration: { S3BucketName: 'b' } }) } }],
])('an item that is %s is none', async (_, Item) => {
  dynamoDb.on(GetItemCommand).resolves({ Item });
  expect(await baselines.get(TRAIL_ARN)).toBeUndefined();
});

test('a version is written only on top of the one before; then its history', async () => {
  expect(await baselines.save(baseline, previous)).toBe(true);
  expect(puts()).toMatchObject([
    { Item: { kind: { S: 'baseline' } }, ExpressionAttributeValues: { ':version': { N: '1' } } },
    { Item: { kind: { S: 'baseline-version' }, id: { S: `${TRAIL_ARN}#000000002` } } },
  ]);
  expect(puts()[1]).not.toHaveProperty('ConditionExpression');
});

test('fails to write on top of what another run wrote, and writes no history of it', async () => {
  dynamoDb.on(PutItemCommand).rejects(awsError('ConditionalCheckFailedException'));
  expect(await baselines.save(baseline, previous)).toBe(false);
  expect(puts()).toHaveLength(1);
});

test('fails to write for any other error', async () => {
  dynamoDb.on(PutItemCommand).rejects(awsError('ThrottlingException'));
  await expect(baselines.save(baseline, previous)).rejects.toThrow('from the fake');
});

test('a first baseline has nothing to be on top of', async () => {
  await baselines.save(previous, undefined);
  expect(puts()[0]).not.toHaveProperty('ConditionExpression');
});

test('that it was put back is noted on the same version, unless there is a newer one', async () => {
  await baselines.restored(baseline, new Date(0));
  expect(puts()).toMatchObject([{ ExpressionAttributeValues: { ':version': { N: '2' } } }]);
  expect(JSON.parse(puts()[0]?.Item?.baseline?.S ?? '')).toEqual({
    ...baseline,
    restoredAt: new Date(0).toISOString(),
  });
  dynamoDb.on(PutItemCommand).rejects(awsError('ConditionalCheckFailedException'));
  await expect(baselines.restored(baseline, new Date(0))).resolves.toBeUndefined();
});

test('all pages are read', async () => {
  dynamoDb
    .on(QueryCommand)
    .resolvesOnce({ Items: [baselineItem(baseline)], LastEvaluatedKey: { id: { S: 'more' } } })
    .resolves({ Items: [baselineItem({ ...baseline, arn: `${TRAIL_ARN}-2` }), {}] });
  expect([...(await baselines.all()).keys()]).toEqual([TRAIL_ARN, `${TRAIL_ARN}-2`]);
  await baselines.history(TRAIL_ARN);
  expect(dynamoDb.commandCalls(QueryCommand).at(-1)?.args[0].input).toMatchObject({
    ScanIndexForward: false,
    ExpressionAttributeValues: { ':kind': { S: 'baseline-version' }, ':id': { S: `${TRAIL_ARN}#` } },
  });
});

test('coverage and event data stores are read as they were written', async () => {
  const state = { arn: EVENT_DATA_STORE_ARN, name: 'events', status: 'ENABLED' } as never;
  await baselines.saveCoverage(['one gap']);
  await baselines.saveEventDataStore(state);
  const [coverage, store] = puts().map(({ Item }) => Item);
  dynamoDb
    .on(GetItemCommand)
    .resolvesOnce(coverage ? { Item: coverage } : {})
    .resolvesOnce(store ? { Item: store } : {});
  expect(await baselines.coverage()).toEqual(['one gap']);
  expect(await baselines.eventDataStore(EVENT_DATA_STORE_ARN)).toEqual(state);
  dynamoDb.on(GetItemCommand).resolves({});
  expect(await baselines.coverage()).toBeUndefined();
  expect(await baselines.eventDataStore(EVENT_DATA_STORE_ARN)).toBeUndefined();
});
