import type { OwnParts } from '../../lib/contract/own-parts';
import type { Json } from '../fixtures/identities';
import { CLOUDTRAIL_ENDPOINT, DENIED_TABLE, ENDPOINT } from './account/harm';
import { DENY_ALL } from './account/roles';
import { STACK_NAME } from './account/stack';

/** One call of the attacker's, as the SDK takes it. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: Json;
}

/** Which of several parts, and which of several ways. */
export interface Choice {
  readonly part: number;
  readonly way: number;
}

type Attack = (parts: OwnParts, choice: Choice) => Call[];

const of = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const call = (service: string, operation: string, input: Json): Call => ({ service, operation, input });

const onRule =
  (make: (rule: OwnParts['rules'][0], way: number) => Call[]): Attack =>
  ({ rules }, { part, way }) =>
    make(of(rules, part), way);

const onFunction =
  (operation: string, ...inputs: readonly (Json | ((part: OwnParts['functions'][0]) => Json))[]): Attack =>
  ({ functions }, { part, way }) => {
    // The guard's own more often than those that it asks.
    const one = part % 4 === 3 ? of(functions, way) : of(functions, 0);
    const input = of(inputs, way);
    return [
      call('lambda', operation, { FunctionName: one.name, ...(typeof input === 'function' ? input(one) : input) }),
    ];
  };

const environment =
  (changes: Json) =>
  (part: OwnParts['functions'][0]): Json => ({ Environment: { Variables: { ...part.environment, ...changes } } });

const onRole =
  (operation: string, ...inputs: readonly ((part: OwnParts['roles'][0]) => Json | undefined)[]): Attack =>
  ({ roles }, { part, way }) => {
    const one = of(roles, part);
    const input = of(inputs, way)(one);
    return input ? [call('iam', operation, { RoleName: one.name, ...input })] : [];
  };

const denial = (action: string) => () => ({
  PolicyName: 'mallory',
  PolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }],
  }),
});

const onTopic =
  (make: (topic: OwnParts['topics'][0]) => Call[]): Attack =>
  ({ topics }, { part }) =>
    topics.length === 0 ? [] : make(of(topics, part));

const onAlarms =
  (operation: string): Attack =>
  ({ alarms }, { part }) =>
    alarms.length === 0 ? [] : [call('cloudwatch', operation, { AlarmNames: [of(alarms, part).name] })];

const schedule = (
  { schedule: { name, groupName, expression, description, target } }: OwnParts,
  changes: Json,
): Json => ({
  Name: name,
  GroupName: groupName,
  State: 'ENABLED',
  ScheduleExpression: expression,
  Description: description,
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: target.arn, RoleArn: target.roleArn, Input: target.input },
  ...changes,
});

/** Of the ways to change the function's configuration, the one by which the guard is shown a made-up CloudTrail. */
export const CLOUDTRAIL_ELSEWHERE = 2;

/** How somebody with administrator rights makes each catalogued call on a guard's own parts, by technique. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'guard-rule-disabled': onRule(({ name }) => [call('events', 'DisableRule', { Name: name })]),
  'guard-rule-deleted': onRule(({ name, targets }) => [
    call('events', 'RemoveTargets', { Rule: name, Ids: targets.map(({ id }) => id) }),
    call('events', 'DeleteRule', { Name: name }),
  ]),
  'guard-rule-targets-removed': onRule(({ name, targets }) => [
    call('events', 'RemoveTargets', { Rule: name, Ids: targets.map(({ id }) => id) }),
  ]),
  'guard-rule-changed': onRule(({ name, pattern }, way) => [
    call('events', 'PutRule', {
      Name: name,
      EventPattern: JSON.stringify(way % 2 === 0 ? { source: ['aws.nothing'] } : pattern),
      State: way % 2 === 0 ? 'ENABLED' : 'DISABLED',
    }),
  ]),
  'guard-rule-targets-changed': onRule(({ name, targets }, way) => [
    call('events', 'PutTargets', {
      Rule: name,
      Targets: [
        {
          Id: way % 2 === 0 ? (targets[0]?.id ?? 'Target0') : 'mallory',
          Arn: 'arn:aws:lambda:eu-central-1:111122223333:function:mallory',
        },
      ],
    }),
  ]),
  'guard-function-deleted': onFunction('DeleteFunction', {}),
  'guard-code-changed': onFunction('UpdateFunctionCode', { S3Bucket: 'mallory', S3Key: 'code.zip' }),
  'guard-function-changed': onFunction(
    'UpdateFunctionConfiguration',
    { Handler: 'nothing.handler' },
    environment({ AWS_ENDPOINT_URL: ENDPOINT }),
    environment({ AWS_ENDPOINT_URL_CLOUDTRAIL: CLOUDTRAIL_ENDPOINT }),
    environment({ NODE_OPTIONS: '--require /tmp/mallory.js' }),
    { Layers: ['arn:aws:lambda:eu-central-1:111122223333:layer:mallory:1'] },
    { Timeout: 1 },
    { Role: 'arn:aws:iam::111122223333:role/mallory' },
    () => ({ Environment: { Variables: {} } }),
    { MemorySize: 128 },
  ),
  'guard-concurrency-changed': onFunction(
    'PutFunctionConcurrency',
    { ReservedConcurrentExecutions: 0 },
    { ReservedConcurrentExecutions: 1 },
  ),
  'guard-retries-changed': onFunction('PutFunctionEventInvokeConfig', { MaximumRetryAttempts: 0 }),
  'guard-retries-updated': onFunction('UpdateFunctionEventInvokeConfig', { MaximumEventAgeInSeconds: 60 }),
  'guard-retries-deleted': onFunction('DeleteFunctionEventInvokeConfig', {}),
  'guard-permission-removed': ({ functions }, { part }) => {
    const [guard] = functions;
    const permissions = guard?.permissions.length ?? 0;
    return permissions === 0
      ? []
      : [
          call('lambda', 'RemovePermission', {
            FunctionName: guard?.name,
            StatementId: `AsDeployed${part % permissions}`,
          }),
        ];
  },
  'guard-permission-added': ({ functions: [guard] }, { part }) => [
    call('lambda', 'AddPermission', {
      FunctionName: guard?.name,
      StatementId: `mallory${part}`,
      Action: 'lambda:InvokeFunction',
      Principal: '444455556666',
    }),
  ],
  'guard-schedule-changed': (parts, { way }) => [
    call(
      'scheduler',
      'UpdateSchedule',
      of(
        [
          schedule(parts, { State: 'DISABLED' }),
          schedule(parts, { ScheduleExpression: 'rate(365 days)' }),
          schedule(parts, {
            Target: {
              Arn: 'arn:aws:lambda:eu-central-1:111122223333:function:mallory',
              RoleArn: parts.schedule.target.roleArn,
            },
          }),
          schedule(parts, {
            Target: { Arn: parts.schedule.target.arn, RoleArn: parts.schedule.target.roleArn, Input: '{}' },
          }),
        ],
        way,
      ),
    ),
  ],
  'guard-schedule-deleted': ({ schedule: { name, groupName } }) => [
    call('scheduler', 'DeleteSchedule', { Name: name, GroupName: groupName }),
  ],
  'guard-role-policy-detached': onRole('DetachRolePolicy', ({ managedPolicyArns: [arn] }) =>
    arn === undefined ? undefined : { PolicyArn: arn },
  ),
  'guard-role-policy-deleted': onRole('DeleteRolePolicy', ({ policies }) => {
    const [name] = Object.keys(policies);
    return name === undefined ? undefined : { PolicyName: name };
  }),
  'guard-role-policy-changed': onRole(
    'PutRolePolicy',
    denial('*'),
    denial('cloudtrail:*'),
    denial('events:*'),
    denial('scheduler:*'),
    denial('lambda:*'),
    denial('dynamodb:*'),
    denial('cloudformation:*'),
    denial('cloudtrail:StartLogging'),
  ),
  'guard-role-policy-attached': onRole('AttachRolePolicy', () => ({ PolicyArn: DENY_ALL })),
  'guard-role-bounded': onRole('PutRolePermissionsBoundary', () => ({ PermissionsBoundary: DENY_ALL })),
  'guard-role-trust-changed': onRole('UpdateAssumeRolePolicy', () => ({
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
  })),
  'guard-role-deleted': onRole('DeleteRole', () => ({})),
  'guard-stack-deleted': () => [call('cloudformation', 'DeleteStack', { StackName: STACK_NAME })],
  'guard-topic-deleted': onTopic(({ arn }) => [call('sns', 'DeleteTopic', { TopicArn: arn })]),
  'guard-topic-changed': onTopic(({ arn }) => [
    call('sns', 'SetTopicAttributes', { TopicArn: arn, AttributeName: 'Policy', AttributeValue: '{"Statement":[]}' }),
  ]),
  'guard-subscription-removed': onTopic(({ arn, subscriptions }) =>
    subscriptions.length === 0
      ? []
      : [call('sns', 'Unsubscribe', { SubscriptionArn: `${arn}:00000000-0000-4000-8000-000000000000` })],
  ),
  'guard-table-policy-changed': ({ table: { arn } }, { way }) => [
    call('dynamodb', 'PutResourcePolicy', {
      ResourceArn: arn,
      Policy: way % 2 === 0 ? '{"Version":"2012-10-17","Statement":[]}' : DENIED_TABLE,
    }),
  ],
  'guard-table-policy-deleted': ({ table: { arn } }) => [
    call('dynamodb', 'DeleteResourcePolicy', { ResourceArn: arn }),
  ],
  'guard-table-deleted': ({ table: { name } }) => [call('dynamodb', 'DeleteTable', { TableName: name })],
  'guard-alarm-deleted': onAlarms('DeleteAlarms'),
  'guard-alarm-actions-disabled': onAlarms('DisableAlarmActions'),
  'guard-alarm-changed': ({ alarms }, { part }) => {
    if (alarms.length === 0) return [];
    const { name, properties } = of(alarms, part);
    return [call('cloudwatch', 'PutMetricAlarm', { ...properties, AlarmName: name, Threshold: 1_000_000 })];
  },
  'guard-queue-purged': ({ queue: { url } }) => [call('sqs', 'PurgeQueue', { QueueUrl: url })],
  'guard-queue-deleted': ({ queue: { url } }) => [call('sqs', 'DeleteQueue', { QueueUrl: url })],
  'guard-queue-changed': ({ queue: { url } }) => [
    call('sqs', 'SetQueueAttributes', { QueueUrl: url, Attributes: { MessageRetentionPeriod: '60' } }),
  ],
  'guard-log-group-deleted': ({ logGroups }, { part }) =>
    logGroups.length === 0 ? [] : [call('logs', 'DeleteLogGroup', { logGroupName: of(logGroups, part).name })],
};
