import { type Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaFunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventPatterns } from './contract/event-pattern';
import { SWEEP_TRIGGER, type SweepInput } from './contract/sweep';
import { withDeadLetters } from './guard-rule-target';

export interface GuardTriggersProps {
  readonly function: IFunction;
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
  /** With which the schedule invokes the function. */
  public readonly invoker: Role;

  constructor(scope: Construct, id: string, props: GuardTriggersProps) {
    super(scope, id);
    this.rules = eventPatterns(Stack.of(this).account).map(
      (eventPattern, index) =>
        new Rule(this, index === 0 ? 'Rule' : `Rule${index + 1}`, {
          description:
            index === 0
              ? 'TrailGuard: calls that blind CloudTrail trails'
              : 'TrailGuard: calls on what trails deliver through, on other witnesses, and on the organization',
          eventPattern,
          targets: [withDeadLetters(new LambdaFunctionTarget(props.function), props.deadLetterQueue)],
        }),
    );

    const input: Required<SweepInput> = {
      trigger: SWEEP_TRIGGER,
      schedule: ContextAttribute.scheduleArn,
      scheduledTime: ContextAttribute.scheduledTime,
    };
    // Of its own rather than the one that the target would share across the stack, so that it can be given the key.
    this.invoker = new Role(this, 'Invoker', {
      description: 'TrailGuard: lets EventBridge Scheduler invoke the function',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    props.encryptionKey?.grantEncryptDecrypt(this.invoker);
    this.schedule = new Schedule(this, 'Schedule', {
      description: 'TrailGuard: looks at every guarded trail, whatever events arrive',
      schedule: ScheduleExpression.rate(props.sweepInterval),
      target: new LambdaInvoke(props.function, {
        input: ScheduleTargetInput.fromObject(input),
        role: this.invoker,
        deadLetterQueue: props.deadLetterQueue,
        // A sweep that comes later than the next one is of no use.
        maxEventAge: props.sweepInterval,
      }),
    });
  }
}
