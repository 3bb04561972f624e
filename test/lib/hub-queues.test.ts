import { HEARTBEAT_DETAIL_TYPE } from '../../lib/contract/heartbeat';
import { HUB_INCIDENT_DETAIL_TYPE } from '../../lib/contract/hub';
import { INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import { circleIn } from './circle';
import { type Json, only, type Statement } from './fixture';
import { hubbed } from './hub-fixture';

const { template } = hubbed({}, {}, (hub) => hub.watchStackSet({ stackSetName: 'TrailGuard' }));
const queues = Object.entries(template.findResources('AWS::SQS::Queue'));
const named = (name: RegExp) => queues.find(([id]) => name.test(id)) ?? ['', {}];
const [incidents, incidentQueue] = named(/^HubIncidentsQueue/);
const [heartbeats, heartbeatQueue] = named(/^HubHeartbeatsQueue/);
const [incidentLetters] = named(/^HubIncidentsDeadLetterQueue/);
const [heartbeatLetters] = named(/^HubHeartbeatsDeadLetterQueue/);
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const rules = Object.entries(template.findResources('AWS::Events::Rule'));
const mappings = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
const [ingest = '', ingestFunction = { Properties: {} as Json }] = functions.find(([id]) => /Ingest/.test(id)) ?? [];

test.each<[string, string, string, object]>([
  [
    'heartbeats',
    heartbeats,
    heartbeatLetters,
    { source: [INCIDENT_EVENT_SOURCE], 'detail-type': [HEARTBEAT_DETAIL_TYPE] },
  ],
  [
    'incidents',
    incidents,
    incidentLetters,
    { source: [INCIDENT_EVENT_SOURCE], 'detail-type': [HUB_INCIDENT_DETAIL_TYPE] },
  ],
  [
    'calls on guards',
    incidents,
    incidentLetters,
    { source: [{ prefix: 'aws.' }], 'detail-type': ['AWS API Call via CloudTrail'] },
  ],
])('%s go into their queue, or into its dead letters', (_, queue, letters, pattern) => {
  const bus = { Ref: only(template, 'AWS::Events::EventBus').id };
  const found = rules.filter(
    ([, { Properties }]) => JSON.stringify(Properties.EventPattern) === JSON.stringify(pattern),
  );
  expect(found.map(([, { Properties }]) => Properties)).toMatchObject([
    {
      EventBusName: bus,
      State: 'ENABLED',
      Targets: [{ Arn: arnOf(queue), DeadLetterConfig: { Arn: arnOf(letters) } }],
    },
  ]);
});

test('every rule of the bus is one of these', () => {
  expect(rules).toHaveLength(3);
});

test.each(queues)('%s is encrypted, and open to TLS and to its own rules only', (id, queue) => {
  expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true });
  const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
  const policy = policies.find(({ Properties }) => Properties.Queues[0].Ref === id);
  const statements = policy?.Properties.PolicyDocument.Statement as Statement[];
  const denied = statements.filter(({ Effect }) => Effect === 'Deny');
  expect(denied).toMatchObject([{ Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }]);
  const own = rules
    .filter(([, { Properties }]) => JSON.stringify(Properties.Targets).includes(`"${id}"`))
    .map(([rule]) => ({ 'aws:SourceArn': arnOf(rule) }));
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.map(({ Principal }) => Principal)).toEqual(own.map(() => ({ Service: 'events.amazonaws.com' })));
  expect(allowed.map(({ Condition }) => Condition?.ArnEquals)).toEqual(own);
});

test.each([
  ['incidents', incidents, incidentQueue, incidentLetters, 1_000, 2],
  ['heartbeats', heartbeats, heartbeatQueue, heartbeatLetters, 1_000, 60],
])('%s are handled in batches, each message by itself', (_, id, queue, letters, size, window) => {
  const mapping = mappings.find(({ Properties }) => Properties.EventSourceArn['Fn::GetAtt'][0] === id)?.Properties;
  expect(mapping).toMatchObject({
    FunctionName: { Ref: ingest },
    BatchSize: size,
    MaximumBatchingWindowInSeconds: window,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  expect(mapping?.ScalingConfig.MaximumConcurrency).toBeLessThanOrEqual(10);
  const properties = queue.Properties as Json;
  // What AWS asks for: six times the function's timeout and the window.
  expect(properties.VisibilityTimeout).toBe(6 * Number(ingestFunction.Properties.Timeout) + window);
  expect(properties.RedrivePolicy).toMatchObject({ deadLetterTargetArn: arnOf(letters) });
  expect((properties.RedrivePolicy as Json).maxReceiveCount).toBeGreaterThanOrEqual(5);
});

test('what may be evidence lies for the longest that SQS knows', () => {
  const days = (queue: object) => Number((queue as { Properties: Json }).Properties.MessageRetentionPeriod) / 86_400;
  expect([incidentQueue, named(/^HubIncidentsDead/)[1], named(/^HubHeartbeatsDead/)[1]].map(days)).toEqual([
    14, 14, 14,
  ]);
});

test('what a function fails on is a dead letter too', () => {
  const configurations = Object.values(template.findResources('AWS::Lambda::EventInvokeConfig'));
  const destinations = configurations.map(({ Properties }) => Properties.DestinationConfig.OnFailure.Destination);
  expect(destinations).toEqual([arnOf(incidentLetters), arnOf(heartbeatLetters)]);
});

test('no resources wait for each other', () => {
  expect(circleIn(template)).toEqual([]);
});
