import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { eventPatterns } from '../../lib/contract/event-pattern';
import { flat, guarded, guardFunction, IN_REGION, only, statement } from './fixture';

const deadLetterArn = (template: Parameters<typeof only>[0]) => ({
  'Fn::GetAtt': [only(template, 'AWS::SQS::Queue').id, 'Arn'],
});

describe('rules', () => {
  const { template } = guarded({}, IN_REGION);
  const rules = Object.entries(template.findResources('AWS::Events::Rule')).map(([id, { Properties }]) => ({
    id,
    rule: Properties as Record<string, unknown>,
  }));

  test('are one for each pattern of the catalogue', () => {
    const patterns = eventPatterns('111122223333').map(({ detailType, ...pattern }) => ({
      ...pattern,
      'detail-type': detailType,
    }));
    expect(rules.map(({ rule }) => rule.EventPattern)).toEqual(patterns);
  });

  test.each(rules)('$id stays under the limit of a pattern', ({ rule }) => {
    expect(JSON.stringify(rule.EventPattern).length).toBeLessThan(2048);
  });

  test.each(rules)('$id is enabled, on the default bus', ({ rule }) => {
    expect(rule.State).toBe('ENABLED');
    expect(rule).not.toHaveProperty('EventBusName');
  });

  test.each(rules)('$id has one target, the function, with a dead-letter queue', ({ rule }) => {
    const arn = { 'Fn::GetAtt': [guardFunction(template).id, 'Arn'] };
    expect(rule.Targets).toEqual([
      { Id: expect.any(String), Arn: arn, DeadLetterConfig: { Arn: deadLetterArn(template) } },
    ]);
  });

  test('may invoke the function, and only these rules may', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).map(
      ({ Properties }) => Properties,
    );
    expect(permissions).toMatchObject(
      rules.map(({ id }) => ({ Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [id, 'Arn'] } })),
    );
  });

  test.each(rules)('$id may send to the queue', ({ id }) => {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [id, 'Arn'] } } },
          }),
        ]),
      },
    });
  });
});

describe('schedule', () => {
  const { template } = guarded({}, IN_REGION);
  const schedule = only(template, 'AWS::Scheduler::Schedule').properties;
  const target = schedule.Target as Record<string, unknown>;

  test('is enabled, every 5 minutes, to the minute', () => {
    expect(schedule).toMatchObject({
      State: 'ENABLED',
      ScheduleExpression: 'rate(5 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
  });

  test('gives the function what a sweep needs to know', () => {
    expect(JSON.parse(flat(target.Input))).toEqual({
      trigger: 'sweep',
      schedule: '<aws.scheduler.schedule-arn>',
      scheduledTime: '<aws.scheduler.scheduled-time>',
    });
  });

  test('retries until the next sweep is due, then leaves the sweep in the dead-letter queue', () => {
    expect(target.RetryPolicy).toMatchObject({ MaximumEventAgeInSeconds: 300 });
    expect(target.DeadLetterConfig).toEqual({ Arn: deadLetterArn(template) });
  });

  test('has a role of its own that only schedules of the account can assume', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
          }),
        ],
      },
    });
  });

  test('the function may read when it was created', () => {
    expect(statement(template, 'ReadOwnSchedule')).toMatchObject({
      Action: 'scheduler:GetSchedule',
      Resource: { 'Fn::GetAtt': [only(template, 'AWS::Scheduler::Schedule').id, 'Arn'] },
    });
  });
});

test.each([
  [Duration.minutes(1), 'rate(1 minute)', 60],
  [Duration.seconds(120), 'rate(2 minutes)', 120],
  [Duration.minutes(90), 'rate(90 minutes)', 5_400],
  [Duration.hours(24), 'rate(1 day)', 86_400],
])('sweepInterval %s', (sweepInterval, expression, seconds) => {
  const { template } = guarded({ sweepInterval });
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: expression,
    Target: { RetryPolicy: { MaximumEventAgeInSeconds: seconds } },
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Period: seconds,
    EvaluationPeriods: 3,
    TreatMissingData: 'breaching',
  });
});
