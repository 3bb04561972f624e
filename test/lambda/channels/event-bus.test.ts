import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createEventBusChannel } from '../../../lambda/channels/event-bus';
import { ocsfOf } from '../../../lambda/channels/ocsf';
import type { Incident } from '../../../lib/contract/incident';
import { TRAIL_ARN } from '../../fixtures/records';
import { type AwsServer, startAwsServer } from './aws-server';
import { huge, INCIDENTS } from './incidents';

/** What an entry of PutEvents may have, as EventBridge counts it. */
const ENTRY_BYTES = 262_144;

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources?: readonly string[];
  readonly EventBusName?: string;
}

let server: AwsServer;
afterEach(() => server.close());

async function sent(incident: Incident, answer: object = { FailedEntryCount: 0, Entries: [{ EventId: '1' }] }) {
  server = await startAwsServer(answer);
  await createEventBusChannel(new EventBridgeClient(server.config)).send(incident);
  return server.requests.map(({ target, body }) => ({ target, entries: (body as { Entries: Entry[] }).Entries }));
}

const told = INCIDENTS.investigated as Incident;

test('is put on the default event bus, as a finding about the trail', async () => {
  const [request, ...more] = await sent(told);
  expect(more).toEqual([]);
  expect(request?.target).toBe('AWSEvents.PutEvents');
  const [entry, ...others] = request?.entries ?? [];
  expect(others).toEqual([]);
  expect(entry).toEqual({
    Source: 'cdk-trail-guard',
    DetailType: 'TrailGuard Detection Finding',
    Detail: JSON.stringify(ocsfOf(told)),
    Resources: [TRAIL_ARN],
  });
});

test('is about no resource where no trail is named', async () => {
  const [request] = await sent(INCIDENTS['of an unknown trail'] as Incident);
  expect(request?.entries[0]).not.toHaveProperty('Resources');
});

test.each(['"', '東', '\u202e'])('an entry fits, however much there is of %j', async (text) => {
  const requests = await sent(huge(250, text));
  const [{ Source, DetailType, Detail, Resources = [] }] = requests.flatMap(({ entries }) => entries) as [Entry];
  expect(Buffer.byteLength([Source, DetailType, Detail, ...Resources].join(''))).toBeLessThan(ENTRY_BYTES);
  expect(JSON.parse(Detail)).toMatchObject({ class_uid: 2004 });
});

test('fails if EventBridge did not take the event, with its reason', async () => {
  const answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'Slow down' }] };
  await expect(sent(told, answer)).rejects.toThrow(
    'EventBridge did not take the event: ThrottlingException: Slow down',
  );
});

test('fails if it did not take the event and says no more', async () => {
  await expect(sent(told, { FailedEntryCount: 1 })).rejects.toThrow('no code: no message');
});

test('fails if the call fails', async () => {
  server = await startAwsServer({ __type: 'AccessDeniedException', message: 'events:PutEvents' }, 400);
  const channel = createEventBusChannel(new EventBridgeClient(server.config));
  await expect(channel.send(told)).rejects.toThrow('events:PutEvents');
});
