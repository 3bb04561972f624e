import { ArnFormat, Aws, type Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IRule } from 'aws-cdk-lib/aws-events';
import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ISchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type Allowed, mergedStatements } from './merged-statements';

/** What the guard may read of itself and, unless it only observes, put back. */
export interface OwnResources {
  /** Whose names CloudFormation makes. */
  readonly rules: readonly IRule[];
  /** Pattern of the names of all others. */
  readonly ownRules: string;
  readonly schedule: ISchedule;
  readonly function: LambdaFunction;
  readonly otherFunctions: readonly LambdaFunction[];
  readonly role: IRole;
  /** All of them. */
  readonly roles: readonly IRole[];
  /** With which the schedule invokes the guard. */
  readonly invoker: IRole;
  /** With which events are forwarded to the hub. */
  readonly forwarder?: IRole;
  readonly table: Table;
  readonly queue: IQueue;
  readonly alarms: readonly Alarm[];
}

/**
 * What the guard needs to compare its own parts with what the template says, and to put them back: each by its name.
 *
 * Nothing here changes a role, a policy of one, or code. Whoever got hold of the guard could give itself anything by that:
 * these are put back by a deployment.
 */
export function ownPartsStatements(parts: OwnResources, repairs: boolean, stack: Stack): PolicyStatement[] {
  return [
    ...mergedStatements('KeepOwnParts', [...keeping(parts, repairs, stack), ...(repairs ? mending(parts, stack) : [])]),
    finding(),
    ...(repairs ? [givingRoles(parts)] : []),
  ];
}

/** Reads of each part, and the repairs of what is read by its name. */
function keeping(parts: OwnResources, repairs: boolean, stack: Stack): Allowed[] {
  const { schedule, otherFunctions, roles, table, queue } = parts;
  const own = parts.function;
  const either = (reads: string[], changes: string[]) => [...reads, ...(repairs ? changes : [])];
  return [
    // What the template says, and whether somebody is deploying it. Whatever the stack is updated to, its name stays.
    allow(
      ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackResource'],
      [stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${Aws.STACK_NAME}/*` })],
    ),
    // Also a deleted one, under its own name. No DisableRule, no DeleteRule.
    allow(
      either(
        ['events:DescribeRule', 'events:ListTargetsByRule'],
        ['events:PutRule', 'events:EnableRule', 'events:PutTargets', 'events:RemoveTargets'],
      ),
      ruleArns(parts, stack),
    ),
    // No GetFunction: it hands out the code. What is changed: that they run, and that nobody else invokes them.
    allow(
      either(
        [
          'lambda:GetFunctionConfiguration',
          'lambda:GetPolicy',
          'lambda:GetFunctionConcurrency',
          'lambda:GetFunctionEventInvokeConfig',
        ],
        ['lambda:DeleteFunctionConcurrency', 'lambda:PutFunctionEventInvokeConfig', 'lambda:RemovePermission'],
      ),
      [own, ...otherFunctions].map(({ functionArn }) => functionArn),
    ),
    // A role is only read.
    allow(
      ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies'],
      roles.map(({ roleArn }) => roleArn),
    ),
    // Its policy says that only the guard writes. A deleted table is not made again: what it held is lost.
    allow(either(['dynamodb:DescribeTable', 'dynamodb:GetResourcePolicy'], ['dynamodb:PutResourcePolicy']), [
      table.tableArn,
    ]),
    // Under its own name, and with a policy that lets the rules leave dead letters. No reading of messages, no purge.
    allow(either(['sqs:GetQueueAttributes'], ['sqs:SetQueueAttributes', 'sqs:CreateQueue']), [queue.queueArn]),
    // Its creation date tells since when the guard exists.
    allow(either(['scheduler:GetSchedule'], ['scheduler:UpdateSchedule', 'scheduler:CreateSchedule']), [
      schedule.scheduleArn,
    ]),
  ];
}

/** Repairs of what is read among others, or of fewer than are read. */
function mending(parts: OwnResources, stack: Stack): Allowed[] {
  const { alarms, otherFunctions } = parts;
  const own = parts.function;
  return [
    // Only of itself: with a layer or a variable of its choice, it could act as the roles of the others.
    allow(['lambda:UpdateFunctionConfiguration', 'lambda:AddPermission'], [own.functionArn]),
    ...(alarms.length === 0
      ? []
      : [
          allow(
            ['cloudwatch:PutMetricAlarm', 'cloudwatch:EnableAlarmActions'],
            alarms.map(({ alarmArn }) => alarmArn),
          ),
        ]),
    // CloudWatch Logs names the same group with and without what is in it.
    allow(
      ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
      [own, ...otherFunctions].map(({ logGroup }) => `${logGroupArn(stack, logGroup.logGroupName)}*`),
    ),
  ];
}

function ruleArns({ rules, ownRules }: OwnResources, stack: Stack): string[] {
  const all = stack.formatArn({ service: 'events', resource: 'rule', resourceName: ownRules });
  return [...rules.map(({ ruleArn }) => ruleArn), all];
}

function logGroupArn(stack: Stack, resourceName: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return stack.formatArn({ service: 'logs', resource: 'log-group', resourceName, arnFormat });
}

/**
 * Log groups, alarms and, with each sweep, rules are looked up among all: IAM knows no resources for a list of rules.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
function finding(): PolicyStatement {
  return new PolicyStatement({
    sid: 'FindOwnLogGroupsAlarmsAndRules',
    effect: Effect.ALLOW,
    actions: [
      'logs:DescribeLogGroups',
      'cloudwatch:DescribeAlarms',
      'events:ListRules',
      'events:ListRuleNamesByTarget',
    ],
    resources: ['*'],
  });
}

/** Services take a role only from who may hand it over. Each of these trusts the one service that it is here for. */
function givingRoles({ role, invoker, forwarder }: OwnResources): PolicyStatement {
  const services = ['lambda', 'scheduler', ...(forwarder ? ['events'] : [])];
  return new PolicyStatement({
    sid: 'GiveBackRoles',
    effect: Effect.ALLOW,
    actions: ['iam:PassRole'],
    resources: [role, invoker, ...(forwarder ? [forwarder] : [])].map(({ roleArn }) => roleArn),
    conditions: { StringEquals: { 'iam:PassedToService': services.map((service) => `${service}.amazonaws.com`) } },
  });
}

function allow(actions: string[], resources: readonly string[]): Allowed {
  return { actions, resources };
}
