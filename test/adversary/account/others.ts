import type { Json } from '../../fixtures/identities';
import { awsError } from '../../lambda/guard/aws-error';
import type { Operations } from './operations';
import { inRegion, type Parts, type Topic } from './parts';

/** SNS. */
export const TOPICS: Operations = {
  GetTopicAttributes: (parts, { TopicArn }) => ({ Attributes: topic(parts, TopicArn).attributes }),
  SetTopicAttributes: (parts, { TopicArn, AttributeName, AttributeValue }) => {
    topic(parts, TopicArn).attributes[String(AttributeName)] = String(AttributeValue);
  },
  ListSubscriptionsByTopic: (parts, { TopicArn }) => ({
    Subscriptions: topic(parts, TopicArn).subscriptions.map(({ arn, protocol, endpoint }) => ({
      SubscriptionArn: arn,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn,
    })),
  }),
  CreateTopic: (parts, { Name, Attributes }) => {
    const arn = inRegion('sns', String(Name));
    parts.topics.set(arn, {
      attributes: { TopicArn: arn, ...(Attributes as Record<string, string> | undefined) },
      subscriptions: [],
    });
    return { TopicArn: arn };
  },
  DeleteTopic: (parts, { TopicArn }) => {
    parts.topics.delete(String(TopicArn));
  },
  Subscribe: (parts, { TopicArn, Protocol, Endpoint }) => {
    const { subscriptions } = topic(parts, TopicArn);
    const known = subscriptions.find(({ protocol, endpoint }) => protocol === Protocol && endpoint === Endpoint);
    if (known) {
      return { SubscriptionArn: known.arn };
    }
    const arn = `${TopicArn}:00000000-0000-4000-8000-0000000000${10 + subscriptions.length}`;
    subscriptions.push({ arn, protocol: String(Protocol), endpoint: String(Endpoint) });
    return { SubscriptionArn: arn };
  },
  Unsubscribe: (parts, { SubscriptionArn }) => {
    for (const found of parts.topics.values()) {
      found.subscriptions = found.subscriptions.filter(({ arn }) => arn !== SubscriptionArn);
    }
  },
};

/** DynamoDB's tables, not what is in them. */
export const TABLES: Operations = {
  DescribeTable: (parts, { TableName }) => {
    table(parts, TableName);
    return { Table: { TableName, TableStatus: 'ACTIVE', TableArn: inRegion('dynamodb', `table/${TableName}`) } };
  },
  GetResourcePolicy: (parts, { ResourceArn }) => {
    const { policy } = table(parts, ResourceArn);
    if (policy === undefined) {
      throw awsError('PolicyNotFoundException', 'The table has no policy.');
    }
    return { Policy: policy };
  },
  PutResourcePolicy: (parts, { ResourceArn, Policy }) => {
    table(parts, ResourceArn).policy = String(Policy);
  },
  DeleteResourcePolicy: (parts, { ResourceArn }) => {
    table(parts, ResourceArn).policy = undefined;
  },
  DeleteTable: (parts, { TableName }) => {
    parts.tables.delete(String(TableName));
  },
};

/** SQS. */
export const QUEUES: Operations = {
  GetQueueAttributes: (parts, { QueueUrl }) => ({ Attributes: queue(parts, QueueUrl) }),
  SetQueueAttributes: (parts, { QueueUrl, Attributes }) => {
    Object.assign(queue(parts, QueueUrl), Attributes);
  },
  CreateQueue: (parts, { QueueName, Attributes }) => {
    const url = `https://sqs.eu-central-1.amazonaws.com/111122223333/${QueueName}`;
    const QueueArn = inRegion('sqs', String(QueueName));
    parts.queues.set(url, { QueueArn, ...(Attributes as Record<string, string> | undefined) });
    return { QueueUrl: url };
  },
  PurgeQueue: (parts, { QueueUrl }) => {
    queue(parts, QueueUrl);
  },
  DeleteQueue: (parts, { QueueUrl }) => {
    parts.queues.delete(String(QueueUrl));
  },
};

/** CloudWatch's alarms. */
export const ALARMS: Operations = {
  DescribeAlarms: (parts, { AlarmNames }) => ({
    MetricAlarms: ((AlarmNames as string[] | undefined) ?? [...parts.alarms.keys()]).flatMap((name) => {
      const found = parts.alarms.get(name);
      return found ? [{ AlarmName: name, ...found }] : [];
    }),
    CompositeAlarms: [],
  }),
  PutMetricAlarm: (parts, { AlarmName, ...properties }) => {
    parts.alarms.set(String(AlarmName), { ActionsEnabled: true, ...properties });
  },
  DeleteAlarms: (parts, { AlarmNames }) => {
    for (const name of AlarmNames as string[]) parts.alarms.delete(name);
  },
  DisableAlarmActions: (parts, { AlarmNames }) => setActions(parts, AlarmNames, false),
  EnableAlarmActions: (parts, { AlarmNames }) => setActions(parts, AlarmNames, true),
};

/** CloudWatch Logs. */
export const LOG_GROUPS: Operations = {
  DescribeLogGroups: (parts, { logGroupNamePrefix }) => ({
    logGroups: [...parts.logGroups]
      .filter(([name]) => name.startsWith(String(logGroupNamePrefix)))
      .map(([name, group]) => ({ logGroupName: name, ...group })),
  }),
  CreateLogGroup: (parts, { logGroupName }) => {
    parts.logGroups.set(String(logGroupName), {});
  },
  PutRetentionPolicy: (parts, { logGroupName, retentionInDays }) => {
    parts.logGroups.set(String(logGroupName), { retentionInDays: Number(retentionInDays) });
  },
  DeleteLogGroup: (parts, { logGroupName }) => {
    parts.logGroups.delete(String(logGroupName));
  },
};

function setActions(parts: Parts, names: unknown, enabled: boolean): void {
  for (const name of names as string[]) {
    const found = parts.alarms.get(name);
    if (found) parts.alarms.set(name, { ...found, ActionsEnabled: enabled } satisfies Json);
  }
}

function topic(parts: Parts, arn: unknown): Topic {
  const found = parts.topics.get(String(arn));
  if (!found) throw awsError('NotFoundException', 'Topic does not exist');
  return found;
}

function table(parts: Parts, nameOrArn: unknown): { policy: string | undefined } {
  const found = parts.tables.get(String(nameOrArn).split('/').at(-1) ?? '');
  if (!found) throw awsError('ResourceNotFoundException', `Requested resource not found: ${nameOrArn}`);
  return found;
}

function queue(parts: Parts, url: unknown): Record<string, string> {
  const found = parts.queues.get(String(url));
  if (!found) throw awsError('QueueDoesNotExist', 'The specified queue does not exist.');
  return found;
}
