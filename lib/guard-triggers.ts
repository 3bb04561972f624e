import { type Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaFunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Effect, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventPatterns } from './contract/event-pattern';
import { SWEEP_TRIGGER, type SweepInput } from './contract/sweep';
import type { GuardRole } from './guard-role';

export interface GuardTriggersProps {
  readonly function: IFunction;
  readonly role: GuardRole;
  readonly deadLetterQueue: IQueue;
  readonly encryptionKey?: IKey;
  readonly sweepInterval: Duration;
}

/**
 * The two ways in, independent of each other: CloudTrail's events reach the rule within seconds, but on best effort and
 * only while some trail logs; the schedule depends on neither.
 */
export class GuardTriggers extends Construct {
  public readonly rules: Rule[];
  public readonly schedule: Schedule;

  constructor(scope: Construct, id: string, props: GuardTriggersProps) {
    super(scope, id);
    this.rules = eventPatterns(Stack.of(this).account).map(
      (eventPattern, index) =>
        new Rule(this, index === 0 ? 'Rule' : `Rule${index + 1}`, {
          description:
            index === 0
              ? 'TrailGuard: calls that blind CloudTrail trails'
              : 'TrailGuard: calls on what trails deliver through, and on the organization',
          eventPattern,
          targets: [new LambdaFunctionTarget(props.function, { deadLetterQueue: props.deadLetterQueue })],
        }),
    );

    const input: Required<SweepInput> = {
      trigger: SWEEP_TRIGGER,
      schedule: ContextAttribute.scheduleArn,
      scheduledTime: ContextAttribute.scheduledTime,
    };
    // Of its own rather than the one that the target would share across the stack, so that it can be given the key.
    const invoker = new Role(this, 'Invoker', {
      description: 'TrailGuard: lets EventBridge Scheduler invoke the function',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    props.encryptionKey?.grantEncryptDecrypt(invoker);
    this.schedule = new Schedule(this, 'Schedule', {
      description: 'TrailGuard: looks at every guarded trail, whatever events arrive',
      schedule: ScheduleExpression.rate(props.sweepInterval),
      target: new LambdaInvoke(props.function, {
        input: ScheduleTargetInput.fromObject(input),
        role: invoker,
        deadLetterQueue: props.deadLetterQueue,
        // A sweep that comes later than the next one is of no use.
        maxEventAge: props.sweepInterval,
      }),
    });

    // Its creation date tells since when the guard exists. A policy of its own: in the role's default policy, which the
    // function waits for, it would make a circle.
    new Policy(this, 'ReadSchedule', {
      roles: [props.role.role],
      statements: [
        new PolicyStatement({
          sid: 'ReadOwnSchedule',
          effect: Effect.ALLOW,
          actions: ['scheduler:GetSchedule'],
          resources: [this.schedule.scheduleArn],
        }),
      ],
    });
  }
}
