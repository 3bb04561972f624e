import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { CloudTrailClient, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PreconnectedAgent } from '../../../lambda/guard/preconnect';
import { buildGuard, guardEnvironment, Runtime, stopLoggingEvent, TlsEndpoint, TRAIL_ARN } from '../built';

let endpoint: TlsEndpoint;
let agent: PreconnectedAgent;

beforeEach(async () => {
  endpoint = await new TlsEndpoint().start();
  agent = new PreconnectedAgent({ keepAlive: true, ca: readFileSync(endpoint.certificate) });
});

afterEach(() => {
  agent.destroy();
  endpoint.stop();
  jest.restoreAllMocks();
});

async function startLogging(url = endpoint.url): Promise<void> {
  const client = new CloudTrailClient({
    region: 'eu-central-1',
    endpoint: url,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler: { httpsAgent: agent },
    maxAttempts: 1,
  });
  await client.send(new StartLoggingCommand({ Name: TRAIL_ARN }));
}

async function connected(count: number): Promise<void> {
  while (endpoint.connections.length < count) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('the first request takes over the connection', async () => {
  agent.preconnect(new URL(endpoint.url));
  await connected(1);
  await startLogging();
  expect(endpoint.calls.map(({ socket }) => socket)).toEqual(endpoint.connections);
  expect(endpoint.connections).toHaveLength(1);
});

test('the first request takes over a connection in the middle of its handshake', async () => {
  agent.preconnect(new URL(endpoint.url));
  await startLogging();
  await startLogging();
  expect(endpoint.calls).toHaveLength(2);
  expect(endpoint.connections).toHaveLength(1);
});

test('an address without a name works', async () => {
  const url = endpoint.url.replace('localhost', '127.0.0.1');
  agent.preconnect(new URL(url));
  await startLogging(url);
  expect(endpoint.connections).toHaveLength(1);
});

test('the first request opens its own connection if the service has closed the early one', async () => {
  agent.preconnect(new URL(endpoint.url));
  await connected(1);
  endpoint.connections[0]?.end();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await startLogging();
  expect(endpoint.calls[0]?.socket).toBe(endpoint.connections[1]);
});

test('the first request opens its own connection if the early one has been idle for long', async () => {
  agent.preconnect(new URL(endpoint.url));
  await connected(1);
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now + 60_000);
  await startLogging();
  expect(endpoint.calls[0]?.socket).toBe(endpoint.connections[1]);
});

test('a request to another address opens its own connection', async () => {
  const other = await new TlsEndpoint().start();
  try {
    agent.preconnect(new URL(other.url));
    await startLogging();
    expect(endpoint.calls).toHaveLength(1);
  } finally {
    other.stop();
  }
});

test('a failure is left to the first request', async () => {
  const refused = 'https://127.0.0.1:1';
  agent.preconnect(new URL(refused));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(startLogging(refused)).rejects.toThrow('ECONNREFUSED');
});

test('an endpoint without TLS gets no early connection', async () => {
  const server: Server = createServer().listen(0, '127.0.0.1');
  const connection = jest.fn();
  server.on('connection', connection);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  agent.preconnect(new URL(`http://127.0.0.1:${port}`));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(connection).not.toHaveBeenCalled();
  server.close();
});

test('the deployed guard connects while it initialises and sends StartLogging over that connection', async () => {
  const { file, directory } = buildGuard();
  const handle = `
    const { handler } = require(${JSON.stringify(file)});
    const answer = (event) => handler(event, { awsRequestId: 'request' }).then(() => 'done', String);
  `;
  const runtime = await Runtime.start(handle, guardEnvironment(endpoint));
  try {
    await connected(1);
    expect(endpoint.calls).toEqual([]);
    const [early] = endpoint.connections;
    await runtime.ask(stopLoggingEvent());
    expect(endpoint.calls[0]).toMatchObject({ name: 'StartLogging' });
    expect(endpoint.calls[0]?.socket).toBe(early);
  } finally {
    runtime.stop();
    rmSync(directory, { recursive: true });
  }
});
