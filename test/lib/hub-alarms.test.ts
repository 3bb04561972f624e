import { flat, type Json, only } from './fixture';
import { hubbed } from './hub-fixture';

type Alarm = Json & { AlarmDescription: string; MetricName: string };

const { template, hub } = hubbed();
const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm')).map(
  ([id, { Properties }]): [string, Alarm] => [id, Properties],
);
const topic = { Ref: only(template, 'AWS::SNS::Topic').id };
const idOf = (type: string, name: RegExp) => Object.keys(template.findResources(type)).find((id) => name.test(id));
const alarmOf = (name: RegExp) => alarms.find(([id]) => name.test(id))?.[1];

test.each([
  ['IncidentDeadLetters', /^HubIncidentsDead/],
  ['HeartbeatDeadLetters', /^HubHeartbeatsDead/],
])('%s: one is enough', (name, queue) => {
  expect(alarmOf(new RegExp(name))).toMatchObject({
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', queue), 'QueueName'] } }],
    Statistic: 'Maximum',
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  });
});

test.each([
  ['IncidentsWait', /^HubIncidentsQueue/],
  ['HeartbeatsWait', /^HubHeartbeatsQueue/],
])('%s: what waits longer than after two failures', (name, queue) => {
  const id = idOf('AWS::SQS::Queue', queue) ?? '';
  expect(alarmOf(new RegExp(name))).toMatchObject({
    MetricName: 'ApproximateAgeOfOldestMessage',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
    Statistic: 'Maximum',
    Threshold: 900,
    TreatMissingData: 'notBreaching',
  });
  const { VisibilityTimeout, RedrivePolicy } = template.findResources('AWS::SQS::Queue')[id]?.Properties ?? {};
  expect(2 * VisibilityTimeout).toBeLessThan(900);
  // It rings before what waits is a dead letter.
  expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeGreaterThan(900);
});

test('three intervals without a census raise an alarm, silence counts as none, and it tells when it is over', () => {
  expect(alarmOf(/NoCensus/)).toMatchObject({
    Namespace: 'TrailGuard',
    MetricName: 'CensusesCompleted',
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: idOf('AWS::Lambda::Function', /Census/) } }],
    Period: hub.censusInterval.toSeconds(),
    EvaluationPeriods: 3,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
    OKActions: [topic],
  });
});

test('every alarm tells the topic', () => {
  expect(alarms.map(([, { AlarmActions }]) => AlarmActions)).toEqual(alarms.map(() => [topic]));
});

test('every alarm is one of the hub’s, and points to a section of its own', () => {
  const sections = alarms.map(
    ([, { AlarmDescription }]) => /docs\/runbook\.md#([a-z-]+)$/.exec(flat(AlarmDescription))?.[1],
  );
  expect([...sections].sort()).toEqual([
    'hub-heartbeat-dead-letters',
    'hub-heartbeats-wait',
    'hub-incident-dead-letters',
    'hub-incidents-wait',
    'hub-no-census',
  ]);
});
