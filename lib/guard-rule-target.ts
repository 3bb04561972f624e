import type { IRule, IRuleTarget, RuleTargetConfig } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';

/** A target whose events go to the queue where they cannot be delivered; the queue must let the rule do so. */
export function withDeadLetters(target: IRuleTarget, queue: IQueue): IRuleTarget {
  return {
    bind: (rule, id): RuleTargetConfig => ({ ...target.bind(rule, id), deadLetterConfig: { arn: queue.queueArn } }),
  };
}

/**
 * Lets all rules leave dead letters by one statement: the policy of a queue takes 10 conditions, and each rule would bring
 * one.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
export function allowDeadLetters(queue: Queue, rules: readonly IRule[]): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'RulesLeaveDeadLetters',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rules.map(({ ruleArn }) => ruleArn) } },
    }),
  );
}
