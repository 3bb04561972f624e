import type { OwnParts } from '../../../lib/contract/own-parts';
import type { Json } from '../../fixtures/identities';
import { ACCOUNT, REGION } from '../../fixtures/identities';

/** What somebody calls is answered from, and changes, this. Everything is as AWS's APIs tell it. */
export interface Parts {
  readonly rules: Map<string, Rule>;
  readonly schedules: Map<string, Json>;
  readonly functions: Map<string, Func>;
  readonly roles: Map<string, Role>;
  readonly topics: Map<string, Topic>;
  readonly tables: Map<string, { policy: string | undefined }>;
  readonly queues: Map<string, Record<string, string>>;
  readonly alarms: Map<string, Json>;
  readonly logGroups: Map<string, { retentionInDays?: number }>;
}

export interface Rule {
  state: 'ENABLED' | 'DISABLED';
  pattern: string;
  targets: Json[];
}

export interface Func {
  configuration: Json;
  code: string;
  concurrency: number | undefined;
  invokeConfiguration: Json | undefined;
  permissions: Json[];
}

export interface Role {
  trust: Json;
  readonly inline: Map<string, Json>;
  readonly attached: Set<string>;
  boundary: string | undefined;
}

export interface Topic {
  readonly attributes: Record<string, string>;
  subscriptions: { arn: string; protocol: string; endpoint: string }[];
}

export const CODE = 'as-deployed';

/** An account in which everything is as the template says. */
export function deployed(parts: OwnParts): Parts {
  return {
    rules: new Map(
      parts.rules.map(({ name, pattern, targets }) => [
        name,
        { state: 'ENABLED', pattern: JSON.stringify(pattern), targets: targets.map(targetOf) },
      ]),
    ),
    schedules: new Map([[parts.schedule.name, scheduleOf(parts)]]),
    functions: new Map(parts.functions.map((part) => [part.name, functionOf(part)])),
    roles: new Map(
      parts.roles.map((part) => [
        part.name,
        {
          trust: part.trustPolicy as Json,
          inline: new Map(Object.entries(part.policies as Record<string, Json>)),
          attached: new Set(part.managedPolicyArns),
          boundary: part.permissionsBoundaryArn,
        },
      ]),
    ),
    topics: new Map(parts.topics.map((part) => [part.arn, topicOf(part)])),
    tables: new Map([[parts.table.name, { policy: JSON.stringify(parts.table.policy) }]]),
    queues: new Map([
      [
        parts.queue.url,
        {
          QueueArn: parts.queue.arn,
          MessageRetentionPeriod: String(parts.queue.retentionSeconds),
          ...(parts.queue.policy ? { Policy: JSON.stringify(parts.queue.policy) } : {}),
        },
      ],
    ]),
    alarms: new Map(parts.alarms.map(({ name, properties }) => [name, { ActionsEnabled: true, ...properties }])),
    logGroups: new Map(
      parts.logGroups.map(({ name, retentionInDays }) => [
        name,
        retentionInDays === undefined ? {} : { retentionInDays: Number(retentionInDays) },
      ]),
    ),
  };
}

export const inRegion = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

function targetOf({ id, arn, roleArn, deadLetterArn, inputTransformer }: OwnParts['rules'][0]['targets'][0]): Json {
  return {
    Id: id,
    Arn: arn,
    ...(roleArn ? { RoleArn: roleArn } : {}),
    ...(deadLetterArn ? { DeadLetterConfig: { Arn: deadLetterArn } } : {}),
    ...(inputTransformer ? { InputTransformer: inputTransformer } : {}),
  };
}

function scheduleOf({ schedule: { name, groupName, expression, description, target } }: OwnParts): Json {
  return {
    Name: name,
    GroupName: groupName,
    State: 'ENABLED',
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: 'UTC',
    Description: description,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      DeadLetterConfig: { Arn: target.deadLetterArn },
      RetryPolicy: {
        MaximumEventAgeInSeconds: Number(target.maximumEventAgeInSeconds),
        MaximumRetryAttempts: Number(target.maximumRetryAttempts),
      },
    },
  };
}

function functionOf(part: OwnParts['functions'][0]): Func {
  const arn = inRegion('lambda', `function:${part.name}`);
  return {
    configuration: {
      FunctionName: part.name,
      FunctionArn: arn,
      Role: part.roleArn,
      Runtime: part.runtime,
      Handler: part.handler,
      Timeout: Number(part.timeout),
      MemorySize: Number(part.memorySize),
      Environment: { Variables: part.environment },
      State: 'Active',
      LastUpdateStatus: 'Successful',
    },
    code: CODE,
    concurrency: undefined,
    invokeConfiguration: {
      FunctionArn: arn,
      MaximumEventAgeInSeconds: Number(part.maximumEventAgeInSeconds),
      MaximumRetryAttempts: Number(part.maximumRetryAttempts),
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: part.deadLetterArn } },
    },
    permissions: part.permissions.map(({ principal, sourceArn }, index) => ({
      Sid: `AsDeployed${index}`,
      Effect: 'Allow',
      Principal: { Service: principal },
      Action: 'lambda:InvokeFunction',
      Resource: arn,
      ...(sourceArn ? { Condition: { ArnLike: { 'AWS:SourceArn': sourceArn } } } : {}),
    })),
  };
}

function topicOf({ arn, policy, keyId, subscriptions }: OwnParts['topics'][0]): Topic {
  return {
    attributes: {
      TopicArn: arn,
      ...(policy ? { Policy: JSON.stringify(policy) } : {}),
      ...(keyId ? { KmsMasterKeyId: keyId } : {}),
    },
    subscriptions: subscriptions.map(({ protocol, endpoint }, index) => ({
      arn: `${arn}:00000000-0000-4000-8000-00000000000${index}`,
      protocol,
      endpoint,
    })),
  };
}
