import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Target } from '@aws-sdk/client-eventbridge';
import type { FunctionConfiguration, FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';
import type { GetScheduleCommandOutput } from '@aws-sdk/client-scheduler';
import type { OwnParts } from '../../../../lib/contract/own-parts';
import { PARTS, roleArn } from '../parts';

/** What is in the account, in AWS's words: for attackers to change, and for the services to answer from. */
export interface Account {
  readonly rules: Map<string, { State: string; EventPattern: string; Description?: string; targets: Target[] }>;
  readonly schedules: Map<string, Partial<GetScheduleCommandOutput>>;
  readonly functions: Map<string, OwnFunction>;
  readonly roles: Map<string, Role>;
  readonly topics: Map<string, Topic>;
  readonly tables: Map<string, { policy?: string; status: string }>;
  readonly queues: Map<string, Record<string, string>>;
  readonly alarms: Map<string, Partial<MetricAlarm>>;
  readonly logGroups: Map<string, { retentionInDays?: number }>;
}

export interface OwnFunction {
  configuration: FunctionConfiguration;
  concurrency?: number;
  retries?: Partial<FunctionEventInvokeConfig>;
  statements: Record<string, unknown>[];
}

export interface Role {
  trust: string;
  readonly inline: Map<string, string>;
  attached: string[];
  boundary?: string;
}

export interface Topic {
  readonly attributes: Record<string, string>;
  subscriptions: { Protocol: string; Endpoint: string; SubscriptionArn: string }[];
}

/** An account in which the guard was just deployed. Written by hand, in other words than the code that is tested. */
export function deployed(parts: OwnParts = PARTS): Account {
  return {
    rules: byName(parts.rules, ({ name, pattern, targets }) => [
      name,
      {
        State: 'ENABLED',
        EventPattern: JSON.stringify(pattern, undefined, 1),
        Description: 'By CloudFormation',
        targets: targets.map((target) => ({
          Arn: target.arn,
          Id: target.id,
          DeadLetterConfig: target.deadLetterArn ? { Arn: target.deadLetterArn } : undefined,
          InputTransformer: target.inputTransformer,
          RoleArn: target.roleArn,
        })),
      },
    ]),
    schedules: byName([parts.schedule], ({ name, groupName, expression, description, target }) => [
      name,
      {
        Name: name,
        GroupName: groupName,
        Description: description,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: 'UTC',
        State: 'ENABLED',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'NONE',
        Target: {
          Arn: target.arn,
          RoleArn: target.roleArn,
          Input: target.input,
          DeadLetterConfig: { Arn: target.deadLetterArn },
          RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 185 },
        },
      },
    ]),
    functions: byName(parts.functions, (one) => [one.name, functionOf(one)]),
    roles: byName(parts.roles, ({ name, trustPolicy, policies, managedPolicyArns, permissionsBoundaryArn }) => [
      name,
      {
        trust: JSON.stringify(trustPolicy),
        inline: new Map(Object.entries(policies).map(([key, document]) => [key, JSON.stringify(document)])),
        attached: [...managedPolicyArns],
        boundary: permissionsBoundaryArn,
      },
    ]),
    topics: byName(parts.topics, ({ arn, policy, keyId, subscriptions }) => [
      arn,
      {
        attributes: {
          TopicArn: arn,
          ...(policy ? { Policy: JSON.stringify(policy) } : {}),
          ...(keyId ? { KmsMasterKeyId: keyId } : {}),
        },
        subscriptions: subscriptions.map(({ protocol, endpoint }, index) => ({
          Protocol: protocol,
          Endpoint: endpoint,
          SubscriptionArn: `${arn}:${index}`,
        })),
      },
    ]),
    tables: byName([parts.table], ({ name, policy }) => [name, { policy: JSON.stringify(policy), status: 'ACTIVE' }]),
    queues: byName([parts.queue], ({ policy, retentionSeconds }) => [
      'DeadLetters',
      { Policy: JSON.stringify(policy), MessageRetentionPeriod: String(retentionSeconds), VisibilityTimeout: '30' },
    ]),
    alarms: byName(parts.alarms, ({ name, properties }) => [
      name,
      {
        AlarmName: name,
        ActionsEnabled: true,
        InsufficientDataActions: [],
        StateValue: 'OK',
        ...described(properties),
      },
    ]),
    logGroups: byName(parts.logGroups, ({ name, retentionInDays }) => [
      name,
      retentionInDays === undefined ? {} : { retentionInDays: Number(retentionInDays) },
    ]),
  };
}

function byName<Part, Value>(parts: readonly Part[], entry: (part: Part) => [string, Value]): Map<string, Value> {
  return new Map(parts.map(entry));
}

function functionOf(one: OwnParts['functions'][number]): OwnFunction {
  return {
    configuration: {
      FunctionName: one.name,
      Role: roleArn(`${one.name}Role`),
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 120,
      MemorySize: 512,
      CodeSha256: `code of ${one.name}`,
      Environment: { Variables: { ...one.environment } },
      LastUpdateStatus: 'Successful',
    },
    retries: {
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: one.deadLetterArn } },
    },
    statements: one.permissions.map(({ principal, sourceArn }, index) => ({
      Sid: `Stack-AllowEventRule-${index}`,
      Effect: 'Allow',
      Principal: { Service: principal },
      Action: 'lambda:InvokeFunction',
      Resource: `arn:aws:lambda:eu-central-1:111122223333:function:${one.name}`,
      ...(sourceArn ? { Condition: { ArnLike: { 'AWS:SourceArn': sourceArn } } } : {}),
    })),
  };
}

/** CloudWatch tells the defaults of metrics. */
function described(properties: Readonly<Record<string, unknown>>): object {
  return JSON.parse(JSON.stringify(properties), (_, value) => {
    if (value?.MetricName && !value.AlarmActions) {
      return { Dimensions: [], ...value };
    }
    return value?.Id ? { ReturnData: true, ...value } : value;
  });
}
