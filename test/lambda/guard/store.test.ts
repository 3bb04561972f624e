import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type OwnItem, ownItem } from '../../../lambda/guard/own-parts/own-items';
import { createStore } from '../../../lambda/guard/store';
import { type AwsServer, startAwsServer } from '../channels/aws-server';

let server: AwsServer;
afterEach(() => server.close());

async function storeOf(answer: object) {
  server = await startAwsServer(answer);
  return createStore(new DynamoDBClient(server.config), () => 'trail-guard');
}

const AT = new Date('2026-03-02T10:00:00.000Z');
const KEY = { kind: { S: 'sweep' }, id: { S: 'last' } };

test.each([
  ['before the first heartbeat', {}, {}],
  ['after one', { heartbeatAt: { S: AT.toISOString() } }, { heartbeatAt: AT }],
])('the mark of a sweep, %s, is written and read by one call', async (_, Attributes, mark) => {
  const store = await storeOf({ Attributes });
  expect(await store.sweepCompleted(AT)).toEqual(mark);
  expect(server.requests).toMatchObject([
    { target: 'DynamoDB_20120810.UpdateItem', body: { Key: KEY, ReturnValues: 'ALL_NEW' } },
  ]);
});

test('a heartbeat is noted on the same item', async () => {
  const store = await storeOf({});
  await store.heartbeatSent(AT);
  expect(server.requests).toMatchObject([
    {
      body: {
        Key: KEY,
        UpdateExpression: 'SET heartbeatAt = :at',
        ExpressionAttributeValues: { ':at': { S: AT.toISOString() } },
      },
    },
  ]);
});

test('what the guard remembers of itself is one query, and what it writes no UpdateItem', async () => {
  const item: OwnItem = { code: { Guard: 'a' }, findings: {}, lasting: {}, deployedAt: AT.toISOString() };
  const until = AT.toISOString();
  const stored = [
    { id: { S: 'own' }, ...ownItem(item) },
    { id: { S: 'rule Calls' }, until: { S: until } },
  ];
  const store = await storeOf({ Items: stored });
  expect(await store.own()).toEqual({ item, expected: [{ part: 'rule Calls', until }] });
  await store.saveOwn(item);
  await store.saveExpectedChange({ part: 'rule Calls', until });
  expect(server.requests.map(({ target }) => target.split('.')[1])).toEqual(['Query', 'PutItem', 'PutItem']);
  expect(server.requests.slice(1)).toMatchObject([
    { body: { Item: { kind: { S: 'guard' }, id: { S: 'own' } } } },
    { body: { Item: { kind: { S: 'guard' }, id: { S: 'rule Calls' }, expiresAt: { N: '1772532000' } } } },
  ]);
});
