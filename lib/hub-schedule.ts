import { type Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CENSUS_TRIGGER } from './contract/hub';

export interface HubScheduleProps {
  readonly function: IFunction;
  readonly interval: Duration;
  readonly deadLetterQueue: IQueue;
}

/** When the census is taken. */
export class HubSchedule extends Construct {
  constructor(scope: Construct, id: string, props: HubScheduleProps) {
    super(scope, id);
    const invoker = new Role(this, 'Invoker', {
      description: 'TrailGuard: lets EventBridge Scheduler invoke the census',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    new Schedule(this, 'Schedule', {
      description: 'TrailGuard: compares the guards that must exist with those that were heard of',
      schedule: ScheduleExpression.rate(props.interval),
      target: new LambdaInvoke(props.function, {
        input: ScheduleTargetInput.fromObject({ trigger: CENSUS_TRIGGER }),
        role: invoker,
        deadLetterQueue: props.deadLetterQueue,
        // A census that comes later than the next one is of no use.
        maxEventAge: props.interval,
      }),
    });
  }
}
