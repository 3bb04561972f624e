import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { type Attack, type Attacks, DENY_ALL } from './attack';

/** An alarm that never goes off. */
const neverAlarm: Attack = ({ cloudWatch: client }, { guard: { alarms } }) =>
  client.send(
    new cloudWatch.PutMetricAlarmCommand({
      AlarmName: alarms[0],
      MetricName: 'Nothing',
      Namespace: 'Nothing',
      Statistic: 'Sum',
      Period: 86_400,
      EvaluationPeriods: 1,
      Threshold: 1_000_000,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );

const unsubscribe: Attack = async ({ sns: client }, { guard: { topicArn: TopicArn } }) => {
  const { Subscriptions = [] } = await client.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn }));
  await client.send(new sns.UnsubscribeCommand({ SubscriptionArn: Subscriptions[0]?.SubscriptionArn }));
};

/** On what the guard tells through, what it remembers by, and what watches it. */
export const GUARD_MEMORY_ATTACKS: Attacks = {
  'guard-topic-deleted': (hands, { guard: { topicArn: TopicArn } }) =>
    hands.sns.send(new sns.DeleteTopicCommand({ TopicArn })),
  'guard-topic-changed': (hands, { guard: { topicArn: TopicArn } }) =>
    hands.sns.send(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: DENY_ALL })),
  'guard-subscription-removed': unsubscribe,
  'guard-table-policy-changed': (hands, { guard: { tableArn: ResourceArn } }) =>
    hands.dynamoDb.send(new dynamoDb.PutResourcePolicyCommand({ ResourceArn, Policy: DENY_ALL })),
  'guard-table-policy-deleted': (hands, { guard: { tableArn: ResourceArn } }) =>
    hands.dynamoDb.send(new dynamoDb.DeleteResourcePolicyCommand({ ResourceArn })),
  'guard-table-deleted': (hands, { guard: { tableName: TableName } }) =>
    hands.dynamoDb.send(new dynamoDb.DeleteTableCommand({ TableName })),
  'guard-alarm-deleted': (hands, { guard: { alarms } }) =>
    hands.cloudWatch.send(new cloudWatch.DeleteAlarmsCommand({ AlarmNames: alarms.slice(0, 1) })),
  'guard-alarm-actions-disabled': (hands, { guard: { alarms } }) =>
    hands.cloudWatch.send(new cloudWatch.DisableAlarmActionsCommand({ AlarmNames: alarms.slice(0, 1) })),
  'guard-alarm-changed': neverAlarm,
  'guard-queue-purged': (hands, { guard: { queueUrl: QueueUrl } }) =>
    hands.sqs.send(new sqs.PurgeQueueCommand({ QueueUrl })),
  'guard-queue-deleted': (hands, { guard: { queueUrl: QueueUrl } }) =>
    hands.sqs.send(new sqs.DeleteQueueCommand({ QueueUrl })),
  'guard-queue-changed': (hands, { guard: { queueUrl: QueueUrl } }) =>
    hands.sqs.send(new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod: '60' } })),
  'guard-log-group-deleted': (hands, { guard: { logGroup: logGroupName } }) =>
    hands.logs.send(new DeleteLogGroupCommand({ logGroupName })),
};
