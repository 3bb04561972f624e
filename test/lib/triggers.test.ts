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

  const called = rules.filter(({ id }) => !id.includes('Witness'));

  test('are one for each pattern of the catalogue, and others for the guard itself', () => {
    const patterns = eventPatterns('111122223333').map(({ detailType, ...pattern }) => ({
      ...pattern,
      'detail-type': detailType,
    }));
    const others = rules.filter(({ id }) => !id.includes('OwnParts'));
    expect(others.map(({ rule }) => rule.EventPattern)).toEqual(patterns);
    expect(others.length).toBeLessThan(rules.length);
  });

  test.each(rules)('$id stays under the limit of a pattern', ({ rule }) => {
    expect(JSON.stringify(rule.EventPattern).length).toBeLessThan(2048);
  });

  test.each(rules)('$id is enabled, on the default bus', ({ rule }) => {
    expect(rule.State).toBe('ENABLED');
    expect(rule).not.toHaveProperty('EventBusName');
  });

  test.each(called)('$id has one target, the function, with a dead-letter queue', ({ rule }) => {
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
      called.map(({ id }) => ({ Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [id, 'Arn'] } })),
    );
  });

  // A queue's policy takes 10 conditions.
  test('may send to the queue, by one statement for all', () => {
    const { PolicyDocument } = only(template, 'AWS::SQS::QueuePolicy').properties as {
      PolicyDocument: { Statement: [] };
    };
    expect(PolicyDocument.Statement.slice(1)).toEqual([
      {
        Sid: 'RulesLeaveDeadLetters',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: deadLetterArn(template),
        Condition: {
          ArnEquals: {
            'aws:SourceArn': expect.arrayContaining(rules.map(({ id }) => ({ 'Fn::GetAtt': [id, 'Arn'] }))),
          },
        },
      },
    ]);
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
    const { Action, Resource } = statement(template, 'KeepOwnParts') ?? {};
    expect(Action).toContain('scheduler:GetSchedule');
    expect(Resource).toContainEqual({ 'Fn::GetAtt': [only(template, 'AWS::Scheduler::Schedule').id, 'Arn'] });
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
