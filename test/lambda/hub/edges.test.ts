import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createHubTable, keyText } from '../../../lambda/hub/table';

interface Input {
  readonly RequestItems: { readonly hub: object };
}

/** DynamoDB with the answers it is given, one a call; then all is well. */
let answers: ((input: Input) => readonly [number, object])[];
let calls: { readonly operation: string; readonly requests: number }[];
let slept: number[];
let server: Server;
let client: DynamoDBClient;

beforeEach(async () => {
  answers = [];
  calls = [];
  slept = [];
  server = createServer(async (request, response) => {
    const input = JSON.parse(await text(request));
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const requests = input.RequestItems?.hub;
    calls.push({ operation, requests: (requests?.Keys ?? requests ?? []).length });
    const [status, body] = answers.shift()?.(input) ?? [200, {}];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
});

afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

const table = () => createHubTable(client, 'hub', async (milliseconds) => void slept.push(milliseconds));
const writes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ kind: 'heard#00', id: String(index).padStart(4, '0'), item: {} }));
const unprocessed =
  (left: number) =>
  ({ RequestItems }: Input) =>
    [200, { UnprocessedItems: { hub: (RequestItems.hub as object[]).slice(0, left) } }] as const;
const throttled = () => [400, { __type: 'ProvisionedThroughputExceededException', message: 'slow down' }] as const;

test('writes go out 25 a call', async () => {
  expect(await table().writeAll(writes(60))).toEqual([]);
  expect(calls.map(({ requests }) => requests).sort()).toEqual([10, 25, 25]);
});

test('what was left unprocessed is written again, with growing pauses', async () => {
  answers = [unprocessed(5), throttled, unprocessed(2)];
  expect(await table().writeAll(writes(20))).toEqual([]);
  expect(calls.map(({ requests }) => requests)).toEqual([20, 5, 5, 2]);
  expect(slept[2]).toBeGreaterThan(slept[0] ?? 0);
});

test('what is never processed is named', async () => {
  answers = Array(8).fill(unprocessed(3));
  expect((await table().writeAll(writes(20))).map(keyText)).toEqual([
    'heard#00|0000',
    'heard#00|0001',
    'heard#00|0002',
  ]);
  expect(calls).toHaveLength(8);
});

test('what is not about the load fails at once', async () => {
  answers = [() => [400, { __type: 'AccessDeniedException', message: 'no' }]];
  await expect(table().writeAll(writes(1))).rejects.toThrow('no');
  expect(calls).toHaveLength(1);
});

test('keys that were left unprocessed are read again', async () => {
  const item = (id: string) => ({ kind: { S: 'incident#1' }, id: { S: id } });
  answers = [
    ({ RequestItems }) => [
      200,
      { Responses: { hub: [item('a')] }, UnprocessedKeys: { hub: { ...RequestItems.hub, Keys: [item('b')] } } },
    ],
    () => [200, { Responses: { hub: [item('b')] } }],
  ];
  const found = await table().getAll([
    { kind: 'incident#1', id: 'a' },
    { kind: 'incident#1', id: 'b' },
  ]);
  expect([...found.keys()]).toEqual(['incident#1|a', 'incident#1|b']);
});
