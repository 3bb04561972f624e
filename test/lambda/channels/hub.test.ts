import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createHubChannel, createSendHeartbeat, regionOfBus } from '../../../lambda/channels/hub';
import { readIncident } from '../../../lambda/hub/incident';
import type { Heartbeat } from '../../../lib/contract/heartbeat';
import type { Incident } from '../../../lib/contract/incident';
import { type AwsServer, startAwsServer } from './aws-server';
import { huge, INCIDENTS } from './incidents';

const BUS = 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuard-Hub';
const told = INCIDENTS.investigated as Incident;
const heartbeat: Heartbeat = {
  schemaVersion: '1.0',
  account: '111122223333',
  region: 'eu-central-1',
  version: '0.2.0+1a2b3c4d5e6f',
  sentAt: '2026-03-02T10:00:00.000Z',
  trails: 2,
  problems: [],
};

/** What an entry of PutEvents may have, as EventBridge counts it; SQS takes as much with the event's envelope. */
const ENTRY_BYTES = 262_144;
const ENVELOPE_BYTES = 1_000;

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly EventBusName: string;
}

let server: AwsServer;
afterEach(() => server.close());

async function sent(send: (client: EventBridgeClient) => Promise<void>, answer: object = { FailedEntryCount: 0 }) {
  server = await startAwsServer(answer);
  await send(new EventBridgeClient(server.config));
  return server.requests.flatMap(({ body }) => (body as { Entries: Entry[] }).Entries);
}

const sendIncident = (incident: Incident) => (client: EventBridgeClient) =>
  createHubChannel(client, BUS).send(incident);

test("an incident is put on the hub's bus as it is", async () => {
  expect(await sent(sendIncident(told))).toEqual([
    { EventBusName: BUS, Source: 'cdk-trail-guard', DetailType: 'TrailGuard Incident', Detail: JSON.stringify(told) },
  ]);
});

test.each(['"', '東', '\u202e'])('it fits, however much there is of %j, and the hub takes it', async (text) => {
  const incident = huge(250, text);
  const [entry] = (await sent(sendIncident(incident))) as [Entry];
  expect(Buffer.byteLength(JSON.stringify(entry.Detail))).toBeLessThan(2 * ENTRY_BYTES);
  expect(Buffer.byteLength(entry.Detail)).toBeLessThan(ENTRY_BYTES - ENVELOPE_BYTES);
  const event = {
    source: entry.Source,
    'detail-type': entry.DetailType,
    account: incident.account,
    region: 'eu-west-1',
    detail: JSON.parse(entry.Detail),
  };
  expect(readIncident(event, new Date())).toMatchObject({ incident: { id: incident.id, outcome: incident.outcome } });
});

test("a heartbeat is put on the hub's bus", async () => {
  expect(await sent((client) => createSendHeartbeat(client, BUS)(heartbeat))).toEqual([
    {
      EventBusName: BUS,
      Source: 'cdk-trail-guard',
      DetailType: 'TrailGuard Heartbeat',
      Detail: JSON.stringify(heartbeat),
    },
  ]);
});

test.each<[string, (client: EventBridgeClient) => Promise<void>]>([
  ['an incident', sendIncident(told)],
  ['a heartbeat', (client) => createSendHeartbeat(client, BUS)(heartbeat)],
])('fails with %s that EventBridge did not take', async (_, send) => {
  const answer = {
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'No' }],
  };
  await expect(sent(send, answer)).rejects.toThrow('NotAuthorizedForSourceException: No');
});

test("the client is in the hub's Region", async () => {
  server = await startAwsServer({});
  expect(regionOfBus(BUS)).toBe('eu-west-1');
});
