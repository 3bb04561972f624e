import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetResourcePolicyCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Hands } from './attacks/attack';
import type { GuardTarget } from './guard-target';

/** The guard's own parts read back from outside, as text: what is equal is as it was. */
export async function guardState(hands: Hands, guard: GuardTarget): Promise<string> {
  const reads: Record<string, Promise<unknown>> = {
    schedule: schedule(hands, guard),
    function: functionState(hands.lambda, guard.function),
    topic: topic(hands, guard),
    table: policy(hands, guard),
    queue: hands.sqs
      .send(
        new GetQueueAttributesCommand({
          QueueUrl: guard.queueUrl,
          AttributeNames: ['Policy', 'MessageRetentionPeriod'],
        }),
      )
      .then(({ Attributes }) => parsed(Attributes)),
    alarms: hands.cloudWatch
      .send(new DescribeAlarmsCommand({ AlarmNames: [...guard.alarms] }))
      .then(({ MetricAlarms = [] }) => inOrder(MetricAlarms.map(settingsOf))),
    logGroup: hands.logs
      .send(new DescribeLogGroupsCommand({ logGroupNamePrefix: guard.logGroup }))
      .then(({ logGroups = [] }) =>
        logGroups.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays]),
      ),
    role: role(hands, guard.role),
    ...Object.fromEntries(guard.rules.map((name) => [name, rule(hands, name)])),
  };
  const read = Object.entries(reads).map(async ([name, state]) => [name, await state.catch(errorName)] as const);
  return JSON.stringify(sorted(Object.fromEntries(await Promise.all(read))), null, 1);
}

async function rule({ eventBridge }: Hands, Name: string): Promise<unknown> {
  const { State, EventPattern = '{}' } = await eventBridge.send(new DescribeRuleCommand({ Name }));
  const { Targets = [] } = await eventBridge.send(new ListTargetsByRuleCommand({ Rule: Name }));
  return [
    State,
    JSON.parse(EventPattern),
    inOrder(Targets.map(({ Id, Arn, InputTransformer }) => ({ Id, Arn, InputTransformer }))),
  ];
}

async function schedule({ scheduler }: Hands, { schedule: Name, scheduleGroup: GroupName }: GuardTarget) {
  const { State, ScheduleExpression, Target, Description, FlexibleTimeWindow } = await scheduler.send(
    new GetScheduleCommand({ Name, GroupName }),
  );
  return { State, ScheduleExpression, Target, Description, FlexibleTimeWindow };
}

async function functionState(lambda: LambdaClient, FunctionName: string): Promise<unknown> {
  const { Configuration = {}, Concurrency } = await lambda.send(new GetFunctionCommand({ FunctionName }));
  const { LastModified: _modified, RevisionId: _revision, ...configuration } = Configuration;
  const { Policy = '{}' } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  const statements = JSON.parse(Policy).Statement as Record<string, unknown>[];
  const retries = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
  return {
    configuration,
    Concurrency,
    permissions: inOrder(statements.map(({ Sid: _name, ...statement }) => statement)),
    retries: [retries.MaximumRetryAttempts, retries.MaximumEventAgeInSeconds, retries.DestinationConfig],
  };
}

async function topic({ sns }: Hands, { topicArn: TopicArn }: GuardTarget): Promise<unknown> {
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const { Policy, KmsMasterKeyId } = Attributes ?? {};
  const endpoints = Subscriptions.map(({ Protocol, Endpoint }) => `${Protocol} ${Endpoint}`).sort();
  return { ...parsed({ Policy: Policy ?? '' }), KmsMasterKeyId, endpoints };
}

async function policy({ dynamoDb }: Hands, { tableArn: ResourceArn }: GuardTarget): Promise<unknown> {
  const { Policy } = await dynamoDb.send(new GetResourcePolicyCommand({ ResourceArn }));
  return parsed({ Policy: Policy ?? '' });
}

async function role({ iam }: Hands, RoleName: string): Promise<unknown> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  return [Role?.AssumeRolePolicyDocument, Role?.PermissionsBoundary, PolicyNames, AttachedPolicies];
}

function settingsOf(alarm: MetricAlarm): unknown {
  const { AlarmConfigurationUpdatedTimestamp: _at, StateValue: _state, ...settings } = alarm;
  return settings;
}

/** A policy has the same meaning however it is spelled. */
function parsed(attributes: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const { Policy, ...others } = attributes;
  return { ...others, policy: Policy ? JSON.parse(Policy) : undefined };
}

/** In which order things come back means nothing. */
function inOrder(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(sorted(value))).sort();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

/** What is gone differs from what was there. */
function errorName(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
