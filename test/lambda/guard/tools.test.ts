import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { containmentOf } from '../../../lambda/common/containment/containment-of';
import { lazyOwnParts } from '../../../lambda/guard/own-parts/lazy-own-parts';
import type { OwnPartsTools } from '../../../lambda/guard/own-parts/own-parts';
import { createTools, type ToolsOptions } from '../../../lambda/guard/tools';
import { awsError } from './aws-error';
import { incident } from './incidents';
import { policy } from './policy';

const dynamoDb = mockClient(DynamoDBClient);
const sns = mockClient(SNSClient);
process.env.AWS_REGION ??= 'eu-central-1';

const tools = (changes: Partial<ToolsOptions> = {}) =>
  createTools({
    policy: policy(),
    tableName: () => 'trail-guard',
    topicArn: () => 'arn:aws:sns:eu-central-1:111122223333:guard',
    ownRoleArn: 'arn:aws:iam::111122223333:role/guard',
    functionName: 'guard',
    version: '0.0.0+test',
    environment: {},
    requestHandler: { connectionTimeout: 1000, requestTimeout: 1000, throwOnRequestTimeout: true },
    ...changes,
  });

beforeEach(() => {
  dynamoDb.reset();
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: '1' });
});

const published = () =>
  JSON.parse(JSON.parse(sns.commandCalls(PublishCommand)[0]?.args[0].input.Message ?? '{}').default);

/** What would stop its actor is part of every message. */
const told = () => ({ ...incident('restored'), containment: containmentOf(incident('restored'), []) });

test.each([
  ['what no healthy trail records', [{ S: 'Management write events in every Region' }]],
  ['that nothing is missing', []],
])('each message says of the account as a whole %s', async (_, L) => {
  dynamoDb.on(GetItemCommand).resolves({ Item: { gaps: { L } } });
  await tools().publish(incident('restored'));
  expect(published()).toEqual({ ...told(), coverageGaps: L.map(({ S }) => S) });
});

test('before anything is known of it, nothing is said', async () => {
  dynamoDb.on(GetItemCommand).resolves({});
  await tools().publish(incident('restored'));
  expect(published()).not.toHaveProperty('coverageGaps');
});

test('fails to read it: the message goes out all the same', async () => {
  dynamoDb.on(GetItemCommand).rejects(awsError('InternalServerError'));
  await tools().publish(incident('restored'));
  expect(published()).toEqual(told());
});

test('the guard knows itself where it is told what it consists of, and tells a hub where there is one', () => {
  const hub = { eventBusArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuard-Hub', heartbeatSeconds: 3600 };
  expect(tools({ policy: policy({ hub }), ownParts: 'TrailGuard/OwnParts' })).toMatchObject({
    ownParts: expect.anything(),
    sendHeartbeat: expect.any(Function),
    version: '0.0.0+test',
  });
  expect(Object.keys(tools())).not.toEqual(expect.arrayContaining(['ownParts']));
  expect(Object.keys(tools())).not.toEqual(expect.arrayContaining(['sendHeartbeat']));
});

describe('the own parts', () => {
  const stack = { status: 'CREATE_COMPLETE', deployedAt: '2026-03-02T10:00:00.000Z', id: 'arn' };

  test('are loaded once, when they are first used', async () => {
    const load = jest.fn(() => ({ stack: async () => stack }) as OwnPartsTools);
    const own = lazyOwnParts(load);
    expect(load).not.toHaveBeenCalled();
    expect([await own.stack(), await own.stack()]).toEqual([stack, stack]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  test('fail as a call does where they cannot be loaded', async () => {
    const own = lazyOwnParts(() => {
      throw new Error('no such file');
    });
    await expect(own.parts()).rejects.toThrow('no such file');
  });
});
