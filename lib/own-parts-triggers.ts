import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { RulePart, RuleTarget, SchedulePart } from './contract/own-parts';
import { type Properties, propertiesOf } from './own-parts-resources';

/** A rule as EventBridge tells it. */
export function rulePart(rule: Rule): RulePart {
  const { EventPattern, Targets } = propertiesOf(rule);
  return {
    name: rule.ruleName,
    pattern: EventPattern as object,
    targets: (Targets as Properties[]).map(ruleTarget),
  };
}

function ruleTarget({ Id, Arn, RoleArn, DeadLetterConfig, InputTransformer }: Properties): RuleTarget {
  const deadLetterArn = (DeadLetterConfig as Properties | undefined)?.Arn;
  return {
    id: Id,
    arn: Arn,
    ...(RoleArn === undefined ? {} : { roleArn: RoleArn }),
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    ...(InputTransformer === undefined ? {} : { inputTransformer: InputTransformer }),
  } as RuleTarget;
}

/** The schedule as EventBridge Scheduler tells it. */
export function schedulePart(schedule: Schedule): SchedulePart {
  const { GroupName = 'default', ScheduleExpression, Description, Target } = propertiesOf(schedule);
  const { Arn, RoleArn, Input, DeadLetterConfig, RetryPolicy } = Target as Properties;
  const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = RetryPolicy as Properties;
  return {
    name: schedule.scheduleName,
    groupName: GroupName,
    expression: ScheduleExpression,
    description: Description,
    target: {
      arn: Arn,
      roleArn: RoleArn,
      input: Input,
      deadLetterArn: (DeadLetterConfig as Properties).Arn,
      maximumEventAgeInSeconds: MaximumEventAgeInSeconds,
      maximumRetryAttempts: MaximumRetryAttempts,
    },
  } as SchedulePart;
}
