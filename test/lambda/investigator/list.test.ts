import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { createList } from '../../../lambda/investigator/list';
import { windowsOf } from '../../../lambda/investigator/windows';
import { REGION } from '../../fixtures/identities';
import { ACCOUNT, at, call, read } from './calls';
import { stoppedIncident } from './incident-fixture';

let server: Server;
let status = 200;
const puts: { method: string | undefined; url: string | undefined; type: string | undefined; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      puts.push({ method: request.method, url: request.url, type: request.headers['content-type'], body });
      response
        .writeHead(status)
        .end(status === 200 ? '' : '<Error><Code>AccessDenied</Code><Message>no</Message></Error>');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  puts.length = 0;
  status = 200;
});

function keep(prefix = 'trail-guard/') {
  const { port } = server.address() as AddressInfo;
  const client = new S3Client({
    region: REGION,
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  return createList({ client, bucket: 'evidence', prefix });
}

const recorded = (raw: string) => {
  const [record] = read(JSON.parse(raw));
  if (record === undefined) throw new Error('not a record');
  return { record, raw };
};
const incident = stoppedIncident();

test('every record is a line as it was written, by one request', async () => {
  const pretty = JSON.stringify(call('ec2.amazonaws.com', 'RunInstances', { userAgent: 'two\r\nlines' }), null, 2);
  const dense = JSON.stringify(call('iam.amazonaws.com', 'CreateUser', { aField: 'that nobody reads' }));
  const kept = await keep()(incident, windowsOf(incident), [recorded(pretty), recorded(dense)]);
  expect(kept.undetermined).toEqual([]);
  expect(kept.list).toMatchObject({ bucket: 'evidence', records: 2 });
  expect(kept.list?.key).toMatch(
    new RegExp(`^trail-guard/${ACCOUNT}/${REGION}/management-events/20260302T100000\\.400Z-[0-9a-f]{16}\\.jsonl$`),
  );
  expect(puts).toHaveLength(1);
  expect(puts[0]).toMatchObject({ method: 'PUT', type: 'application/x-ndjson' });
  expect(puts[0]?.url?.split('?')[0]).toBe(`/evidence/${kept.list?.key}`);
  const lines = (puts[0]?.body ?? '').split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => JSON.parse(line))).toEqual([JSON.parse(pretty), JSON.parse(dense)]);
  expect(lines[1]).toBe(dense);
});

test('both investigations of an incident keep one list, and two incidents two', async () => {
  const record = recorded(JSON.stringify(call('ec2.amazonaws.com', 'RunInstances')));
  const keyOf = async (of: typeof incident) => (await keep()(of, windowsOf(of), [record])).list?.key;
  const first = await keyOf(incident);
  expect(await keyOf({ ...incident, revision: 2, outcome: 'already-logging' })).toBe(first);
  expect(await keyOf({ ...incident, id: `${incident.id}-2` })).not.toBe(first);
});

test.each([
  [{}, 'unknown-trail'],
  [{ name: '../../other' }, '.._.._other'],
])('a trail of the name %j is in a folder of its own', async (trail, folder) => {
  const record = recorded(JSON.stringify(call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(0) })));
  const { list } = await keep('')({ ...incident, trail }, windowsOf(incident), [record]);
  expect(list?.key.split('/').slice(0, -1)).toEqual([ACCOUNT, REGION, folder]);
});

test('a bucket that refuses is told', async () => {
  status = 403;
  const record = recorded(JSON.stringify(call('ec2.amazonaws.com', 'RunInstances')));
  const kept = await keep()(incident, windowsOf(incident), [record]);
  expect(kept.list).toBeUndefined();
  expect(kept.undetermined).toEqual([
    expect.stringMatching(/^the complete list: s3:PutObject to evidence failed \(AccessDenied/),
  ]);
});
