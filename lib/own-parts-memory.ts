import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmPart, QueuePart, TablePart, TopicPart, TopicSubscription } from './contract/own-parts';
import { type Properties, propertiesNaming, propertiesOf } from './own-parts-resources';

/** A topic that the guard made, as SNS tells it, with every subscription that the template has. */
export function topicPart(topic: ITopic): TopicPart {
  const { KmsMasterKeyId } = propertiesOf(topic);
  const [policy] = propertiesNaming(topic, 'AWS::SNS::TopicPolicy', 'Topics');
  return {
    arn: topic.topicArn,
    policy: policy?.PolicyDocument,
    ...(KmsMasterKeyId === undefined ? {} : { keyId: KmsMasterKeyId }),
    subscriptions: propertiesNaming(topic, 'AWS::SNS::Subscription', 'TopicArn').map(subscription),
  } as TopicPart;
}

/** A topic that the guard was given. Only what it subscribed there is its own. */
export function givenTopicPart(topic: ITopic, emails: readonly string[]): TopicPart {
  return { arn: topic.topicArn, subscriptions: emails.map((endpoint) => ({ protocol: 'email', endpoint })) };
}

function subscription({ Protocol, Endpoint }: Properties): TopicSubscription {
  return { protocol: Protocol, endpoint: Endpoint } as TopicSubscription;
}

export function tablePart(table: Table): TablePart {
  const { ResourcePolicy } = propertiesOf(table);
  return {
    name: table.tableName,
    arn: table.tableArn,
    policy: (ResourcePolicy as Properties).PolicyDocument as object,
  };
}

export function queuePart(queue: Queue): QueuePart {
  const { MessageRetentionPeriod } = propertiesOf(queue);
  const [policy] = propertiesNaming(queue, 'AWS::SQS::QueuePolicy', 'Queues');
  return {
    url: queue.queueUrl,
    arn: queue.queueArn,
    policy: policy?.PolicyDocument,
    retentionSeconds: MessageRetentionPeriod,
  } as QueuePart;
}

/** The properties are what PutMetricAlarm takes, but for the tags. */
export function alarmPart(alarm: Alarm): AlarmPart {
  const { AlarmName: _, Tags: __, ...properties } = propertiesOf(alarm);
  return { name: alarm.alarmName, properties };
}
