import { Duration } from 'aws-cdk-lib';
import { flat, guarded, only } from './fixture';

type Alarm = Record<string, unknown> & { AlarmDescription: string; MetricName: string };

const { template } = guarded();
const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties as Alarm,
);
const alarmOn = (metric: string) => alarms.find(({ MetricName }) => MetricName === metric);
const topic = { Ref: only(template, 'AWS::SNS::Topic').id };

test.each([
  ['RestoreFailures', { Namespace: 'TrailGuard', Statistic: 'Sum', Period: 60 }],
  ['CoverageGaps', { Namespace: 'TrailGuard', Statistic: 'Maximum', Period: 3600 }],
  ['ApproximateNumberOfMessagesVisible', { Namespace: 'AWS/SQS', Statistic: 'Maximum', Period: 300 }],
])('one %s raises an alarm', (metric, expected) => {
  expect(alarmOn(metric)).toMatchObject({
    ...expected,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
  });
});

test.each([
  ['every comparison', 5, 60, 3_600],
  ['the shortest', 1, 5, 300],
  ['the longest', 1_440, 1_440, 86_400],
  ['the next sweep after a comparison is due', 7, 60, 3_780],
  ['every sweep, where these are rarer', 120, 60, 7_200],
])('gaps are looked for with each full comparison: %s', (_, sweep, comparison, seconds) => {
  guarded({
    sweepInterval: Duration.minutes(sweep),
    comparisonInterval: Duration.minutes(comparison),
  }).template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'CoverageGaps', Period: seconds });
});

test('three intervals without a completed sweep raise an alarm, and silence counts as none', () => {
  expect(alarmOn('SuccessfulRequestLatency')).toMatchObject({
    Namespace: 'AWS/DynamoDB',
    Dimensions: expect.arrayContaining([
      { Name: 'TableName', Value: { Ref: only(template, 'AWS::DynamoDB::Table').id } },
      { Name: 'Operation', Value: 'UpdateItem' },
    ]),
    Statistic: 'SampleCount',
    Period: 300,
    EvaluationPeriods: 3,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
    OKActions: [topic],
  });
});

test('every alarm tells the topic', () => {
  expect(alarms.map(({ AlarmActions }) => AlarmActions)).toEqual(alarms.map(() => [topic]));
});

test('four alarms on one metric each: more would cost more', () => {
  expect(alarms).toHaveLength(4);
  expect(alarms.filter((alarm) => 'Metrics' in alarm)).toEqual([]);
});

test('every description points to its section of the runbook', () => {
  const sections = alarms.map(
    ({ AlarmDescription }) => /docs\/runbook\.md#([a-z-]+)$/.exec(flat(AlarmDescription))?.[1],
  );
  expect([...sections].sort()).toEqual(['coverage', 'dead-letters', 'no-sweep', 'restore-failed']);
});

describe('a guard without alarms', () => {
  const without = guarded({ alarms: false });

  test('has none', () => {
    without.template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });

  test.each(['restoreFailedAlarm', 'deadLettersAlarm', 'coverageAlarm', 'noSweepAlarm'] as const)(
    'tells who asks for its %s',
    (name) => {
      expect(() => without.guard[name]).toThrow(
        /'alarms' is false, but must be true for a guard whose alarms are used/,
      );
      expect(guarded().guard[name].alarmArn).toBeDefined();
    },
  );
});
