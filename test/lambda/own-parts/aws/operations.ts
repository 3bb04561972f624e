import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { PutRuleCommandInput, Target } from '@aws-sdk/client-eventbridge';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import { arn } from '../parts';
import type { Account } from './account';

/** Fails a call as AWS does. */
export class AwsError extends Error {
  constructor(
    name: string,
    message = 'from the fake',
    readonly status = 400,
  ) {
    super(message);
    this.name = name;
  }
}

type Input = Record<string, never>;
type Operation = (account: Account, input: Input) => object;

function found<T>(map: ReadonlyMap<string, T>, name: string, error: string): T {
  const value = map.get(name);
  if (value === undefined) throw new AwsError(error, `${name} does not exist`, 404);
  return value;
}

const operation =
  <I>(run: (account: Account, input: I) => object | undefined): Operation =>
  (account, input) =>
    run(account, input as I) ?? {};

const GONE = 'ResourceNotFoundException';
const ruleOf = (account: Account, name: string) => found(account.rules, name, GONE);
const functionOf = (account: Account, name: string) => found(account.functions, name, GONE);
const roleOf = (account: Account, name: string) => found(account.roles, name, 'NoSuchEntity');
const topicOf = (account: Account, name: string) => found(account.topics, name, 'NotFound');
const queueOf = (account: Account, url: string) =>
  found(account.queues, url.split('/').at(-1) ?? '', 'QueueDoesNotExist');
const tableOf = (account: Account, name: string) => found(account.tables, name.split('/').at(-1) ?? '', GONE);
const pageOf = <T>(all: readonly T[], token = '0') => {
  const next = Number(token) + 100;
  return { items: all.slice(Number(token), next), ...(next < all.length ? { NextToken: String(next) } : {}) };
};
const encoded = (policy: string) => encodeURIComponent(policy);

/** What the services do, as far as the guard uses it. What replaces, replaces everything. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeRule: operation<{ Name: string }>((account, { Name }) => ({ Name, ...ruleOf(account, Name) })),
  ListTargetsByRule: operation<{ Rule: string }>((account, { Rule }) => ({ Targets: ruleOf(account, Rule).targets })),
  ListRules: operation<{ NamePrefix?: string; NextToken?: string }>((account, { NamePrefix = '', NextToken }) => {
    const names = [...account.rules.keys()].filter((name) => name.startsWith(NamePrefix));
    const { items, ...page } = pageOf(names, NextToken);
    return { Rules: items.map((Name) => ({ Name, ...ruleOf(account, Name), targets: undefined })), ...page };
  }),
  ListRuleNamesByTarget: operation<{ TargetArn: string; NextToken?: string }>((account, { TargetArn, NextToken }) => {
    const calling = [...account.rules].filter(([, { targets }]) => targets.some(({ Arn }) => Arn === TargetArn));
    const { items, ...page } = pageOf(
      calling.map(([name]) => name),
      NextToken,
    );
    return { RuleNames: items, ...page };
  }),
  PutRule: operation<PutRuleCommandInput>((account, { Name = '', EventPattern = '', State = '', Description }) => {
    const targets = account.rules.get(Name)?.targets ?? [];
    account.rules.set(Name, { EventPattern, State, targets, ...(Description ? { Description } : {}) });
    return { RuleArn: arn('events', `rule/${Name}`) };
  }),
  EnableRule: operation<{ Name: string }>((account, { Name }) => {
    ruleOf(account, Name).State = 'ENABLED';
    return undefined;
  }),
  PutTargets: operation<{ Rule: string; Targets: Target[] }>((account, { Rule, Targets }) => {
    const rule = ruleOf(account, Rule);
    const kept = rule.targets.filter(({ Id }) => Targets.every((target) => target.Id !== Id));
    if (kept.length + Targets.length > 5) throw new AwsError('LimitExceededException');
    rule.targets = [...kept, ...Targets];
    return { FailedEntryCount: 0, FailedEntries: [] };
  }),
  RemoveTargets: operation<{ Rule: string; Ids: string[] }>((account, { Rule, Ids }) => {
    const rule = ruleOf(account, Rule);
    rule.targets = rule.targets.filter(({ Id = '' }) => !Ids.includes(Id));
    return { FailedEntryCount: 0, FailedEntries: [] };
  }),

  GetSchedule: operation<{ Name: string }>((account, { Name }) => found(account.schedules, Name, GONE)),
  CreateSchedule: operation<CreateScheduleCommandInput & { Name: string }>((account, { Name, ...schedule }) => {
    if (account.schedules.has(Name)) throw new AwsError('ConflictException', 'exists', 409);
    account.schedules.set(Name, { Name, ...schedule } as never);
    return { ScheduleArn: arn('scheduler', `schedule/default/${Name}`) };
  }),
  UpdateSchedule: operation<CreateScheduleCommandInput & { Name: string }>((account, { Name, ...schedule }) => {
    found(account.schedules, Name, GONE);
    account.schedules.set(Name, { Name, ...schedule } as never);
    return { ScheduleArn: arn('scheduler', `schedule/default/${Name}`) };
  }),

  GetFunctionConfiguration: operation<{ FunctionName: string }>((account, { FunctionName }) => {
    const one = functionOf(account, FunctionName);
    const { configuration } = one;
    // The next who asks finds it done.
    one.configuration = { ...configuration, LastUpdateStatus: 'Successful' };
    return configuration;
  }),
  UpdateFunctionConfiguration: operation<
    Omit<FunctionConfiguration, 'Layers'> & { FunctionName: string; Layers: string[] }
  >((account, { FunctionName, Layers, ...input }) => {
    const one = functionOf(account, FunctionName);
    one.configuration = {
      ...one.configuration,
      ...input,
      Layers: Layers.map((layer) => ({ Arn: layer })),
      LastUpdateStatus: 'InProgress',
    };
    return one.configuration;
  }),
  GetFunctionConcurrency: operation<{ FunctionName: string }>((account, { FunctionName }) => ({
    ReservedConcurrentExecutions: functionOf(account, FunctionName).concurrency,
  })),
  DeleteFunctionConcurrency: operation<{ FunctionName: string }>((account, { FunctionName }) => {
    functionOf(account, FunctionName).concurrency = undefined;
    return undefined;
  }),
  GetFunctionEventInvokeConfig: operation<{ FunctionName: string }>((account, { FunctionName }) => {
    const { retries } = functionOf(account, FunctionName);
    if (!retries) throw new AwsError(GONE, 'The function has no EventInvokeConfig', 404);
    return retries;
  }),
  PutFunctionEventInvokeConfig: operation<{ FunctionName: string }>((account, { FunctionName, ...retries }) => {
    functionOf(account, FunctionName).retries = retries;
    return undefined;
  }),
  GetPolicy: operation<{ FunctionName: string }>((account, { FunctionName }) => {
    const { statements } = functionOf(account, FunctionName);
    if (statements.length === 0) throw new AwsError(GONE, 'The resource you requested does not exist.', 404);
    return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements }) };
  }),
  AddPermission: operation<Record<'FunctionName' | 'StatementId' | 'Action' | 'Principal' | 'SourceArn', string>>(
    (account, { FunctionName, StatementId, Action, Principal, SourceArn }) => {
      const { statements } = functionOf(account, FunctionName);
      if (statements.some(({ Sid }) => Sid === StatementId))
        throw new AwsError('ResourceConflictException', 'taken', 409);
      statements.push({
        Sid: StatementId,
        Effect: 'Allow',
        Principal: { Service: Principal },
        Action,
        Resource: arn('lambda', `function:${FunctionName}`),
        ...(SourceArn ? { Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } } } : {}),
      });
      return {};
    },
  ),
  RemovePermission: operation<{ FunctionName: string; StatementId: string }>(
    (account, { FunctionName, StatementId }) => {
      const one = functionOf(account, FunctionName);
      one.statements = one.statements.filter(({ Sid }) => Sid !== StatementId);
      return undefined;
    },
  ),

  GetRole: operation<{ RoleName: string }>((account, { RoleName }) => {
    const { trust, boundary } = roleOf(account, RoleName);
    const PermissionsBoundary = boundary ? { PermissionsBoundaryArn: boundary } : undefined;
    return { Role: { RoleName, AssumeRolePolicyDocument: encoded(trust), PermissionsBoundary } };
  }),
  ListRolePolicies: operation<{ RoleName: string }>((account, { RoleName }) => ({
    PolicyNames: [...roleOf(account, RoleName).inline.keys()],
    IsTruncated: false,
  })),
  GetRolePolicy: operation<{ RoleName: string; PolicyName: string }>((account, { RoleName, PolicyName }) => ({
    RoleName,
    PolicyName,
    PolicyDocument: encoded(found(roleOf(account, RoleName).inline, PolicyName, 'NoSuchEntity')),
  })),
  ListAttachedRolePolicies: operation<{ RoleName: string }>((account, { RoleName }) => ({
    AttachedPolicies: roleOf(account, RoleName).attached.map((PolicyArn) => ({ PolicyArn })),
    IsTruncated: false,
  })),

  GetTopicAttributes: operation<{ TopicArn: string }>((account, { TopicArn }) => ({
    Attributes: entries(topicOf(account, TopicArn).attributes),
  })),
  SetTopicAttributes: operation<Record<'TopicArn' | 'AttributeName' | 'AttributeValue', string>>(
    (account, { TopicArn, AttributeName, AttributeValue = '' }) => {
      topicOf(account, TopicArn).attributes[AttributeName] = AttributeValue;
      return undefined;
    },
  ),
  CreateTopic: operation<{ Name: string }>((account, { Name, ...input }) => {
    const TopicArn = arn('sns', Name);
    account.topics.set(TopicArn, { attributes: attributesOf(input), subscriptions: [] });
    return { TopicArn };
  }),
  ListSubscriptionsByTopic: operation<{ TopicArn: string; NextToken?: string }>((account, { TopicArn, NextToken }) => {
    // One a page.
    const { subscriptions } = topicOf(account, TopicArn);
    const at = Number(NextToken ?? 0);
    const more = at + 1 < subscriptions.length;
    return { Subscriptions: subscriptions.slice(at, at + 1), ...(more ? { NextToken: String(at + 1) } : {}) };
  }),
  Subscribe: operation<Record<'TopicArn' | 'Protocol' | 'Endpoint', string>>(
    (account, { TopicArn, Protocol, Endpoint }) => {
      const SubscriptionArn = 'PendingConfirmation';
      topicOf(account, TopicArn).subscriptions.push({ Protocol, Endpoint, SubscriptionArn });
      return { SubscriptionArn: 'pending confirmation' };
    },
  ),

  DescribeTable: operation<{ TableName: string }>((account, { TableName }) => ({
    Table: { TableName, TableStatus: tableOf(account, TableName).status },
  })),
  GetResourcePolicy: operation<{ ResourceArn: string }>((account, { ResourceArn }) => {
    const { policy } = tableOf(account, ResourceArn);
    if (policy === undefined) throw new AwsError('PolicyNotFoundException');
    return { Policy: policy, RevisionId: '1' };
  }),
  PutResourcePolicy: operation<{ ResourceArn: string; Policy: string }>((account, { ResourceArn, Policy }) => {
    tableOf(account, ResourceArn).policy = Policy;
    return { RevisionId: '2' };
  }),

  GetQueueAttributes: operation<{ QueueUrl: string }>((account, { QueueUrl }) => ({
    Attributes: queueOf(account, QueueUrl),
  })),
  SetQueueAttributes: operation<{ QueueUrl: string; Attributes: Record<string, string> }>(
    (account, { QueueUrl, Attributes }) => {
      Object.assign(queueOf(account, QueueUrl), Attributes);
      return undefined;
    },
  ),
  CreateQueue: operation<{ QueueName: string; Attributes: Record<string, string> }>(
    (account, { QueueName, Attributes }) => {
      account.queues.set(QueueName, { ...Attributes });
      return { QueueUrl: `https://sqs.eu-central-1.amazonaws.com/111122223333/${QueueName}` };
    },
  ),

  DescribeAlarms: operation<{ AlarmNames: string[] }>((account, { AlarmNames }) => ({
    MetricAlarms: AlarmNames.flatMap((name) => account.alarms.get(name) ?? []),
  })),
  PutMetricAlarm: operation<PutMetricAlarmCommandInput>((account, { AlarmName = '', ...alarm }) => {
    account.alarms.set(AlarmName, { AlarmName, ActionsEnabled: true, ...alarm });
    return undefined;
  }),
  EnableAlarmActions: operation<{ AlarmNames: string[] }>((account, { AlarmNames }) => {
    for (const name of AlarmNames) found(account.alarms, name, GONE).ActionsEnabled = true;
    return undefined;
  }),

  DescribeLogGroups: operation<{ logGroupNamePrefix: string }>((account, { logGroupNamePrefix }) => ({
    logGroups: [...account.logGroups]
      .filter(([name]) => name.startsWith(logGroupNamePrefix))
      .sort()
      .map(([logGroupName, group]) => ({ logGroupName, ...group })),
  })),
  CreateLogGroup: operation<{ logGroupName: string }>((account, { logGroupName }) => {
    if (account.logGroups.has(logGroupName)) throw new AwsError('ResourceAlreadyExistsException');
    account.logGroups.set(logGroupName, {});
    return undefined;
  }),
  PutRetentionPolicy: operation<{ logGroupName: string; retentionInDays: number }>(
    (account, { logGroupName, retentionInDays }) => {
      found(account.logGroups, logGroupName, GONE).retentionInDays = retentionInDays;
      return undefined;
    },
  ),
};

/** A map as SNS's query protocol has it. */
function entries(attributes: Readonly<Record<string, string>>): object {
  return { entry: Object.entries(attributes).map(([key, value]) => ({ key, value })) };
}

/** `Attributes.entry.1.key=Policy&Attributes.entry.1.value=...` */
function attributesOf(input: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, key]) =>
      name.endsWith('.key') ? [[key, input[name.replace(/key$/, 'value')] ?? '']] : [],
    ),
  );
}
