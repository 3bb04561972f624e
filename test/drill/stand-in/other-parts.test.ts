import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteTableCommand, DescribeTableCommand, GetResourcePolicyCommand } from '@aws-sdk/client-dynamodb';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { recordOf } from './cloudtrail-fixture';
import { denyAll } from './delivery-chain-fixture';
import { cleanUp, errorOf } from './fixture';
import { account, queueUrl, type Started, startParts, topicArn } from './own-parts-fixture';

const alarm = { MetricName: 'Sweeps', Namespace: 'TrailGuard', Threshold: 1, EvaluationPeriods: 3, Period: 300 };
const ComparisonOperator = 'LessThanThreshold' as const;
const alarmed = { ComparisonOperator, Statistic: 'Sum' as const, AlarmActions: [topicArn] };
const TableName = 'guard-table';
const ResourceArn = `arn:aws:dynamodb:us-east-1:${account}:table/${TableName}`;

let started: Started;
beforeEach(async () => {
  started = await startParts((resources) => {
    resources.Alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'no-sweep', ...alarm, ...alarmed } };
    resources.LogGroup = {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: 'guard-log', RetentionInDays: 365 },
    };
    Object.assign(resources.DeadLetters?.Properties ?? {}, { MessageRetentionPeriod: 1_209_600 });
    resources.QueuePolicy = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'DeadLetters' }], PolicyDocument: { Statement: [] } },
    };
    Object.assign(resources.Table?.Properties ?? {}, { ResourcePolicy: { PolicyDocument: { Statement: [] } } });
    Object.assign(resources.Topic?.Properties ?? {}, { DisplayName: 'TrailGuard', KmsMasterKeyId: 'key' });
  });
});
afterEach(cleanUp);

test('an alarm is changed, silenced and deleted', async () => {
  const { cloudWatch, standIn } = started;
  const AlarmNames = ['no-sweep'];
  const described = async () =>
    (await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }))).MetricAlarms?.at(0) ?? {};
  expect(await described()).toMatchObject({
    ...alarm,
    ...alarmed,
    ActionsEnabled: true,
    AlarmArn: `arn:aws:cloudwatch:us-east-1:${account}:alarm:no-sweep`,
  });
  await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
  expect(await described()).toMatchObject({ ActionsEnabled: false });
  expect(recordOf(standIn, 'DisableAlarmActions')).toMatchObject({
    eventSource: 'monitoring.amazonaws.com',
    requestParameters: { alarmNames: AlarmNames },
  });
  await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
  expect(await described()).toMatchObject({ ActionsEnabled: true });
  await cloudWatch.send(new PutMetricAlarmCommand({ AlarmName: 'no-sweep', ...alarm, ...alarmed, Threshold: 0 }));
  expect(await described()).toMatchObject({ Threshold: 0 });
  expect(recordOf(standIn, 'PutMetricAlarm')?.requestParameters).toMatchObject({ alarmName: 'no-sweep', threshold: 0 });
  await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames }));
  expect(await described()).toEqual({});
  expect(await errorOf(cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames })))).toMatchObject({ status: 404 });
});

test('a queue has the attributes of the template until they are changed', async () => {
  const { sqs, standIn } = started;
  const attributes = async () =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }))).Attributes;
  expect(await sqs.send(new GetQueueUrlCommand({ QueueName: 'guard-dead-letters' }))).toMatchObject({
    QueueUrl: queueUrl,
  });
  expect(await attributes()).toMatchObject({
    QueueArn: `arn:aws:sqs:us-east-1:${account}:guard-dead-letters`,
    MessageRetentionPeriod: '1209600',
    Policy: '{"Statement":[]}',
  });
  await sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { MessageRetentionPeriod: '60', Policy: '' } }),
  );
  expect(await attributes()).toMatchObject({ MessageRetentionPeriod: '60' });
  expect(await attributes()).not.toHaveProperty('Policy');
  expect(recordOf(standIn, 'SetQueueAttributes')?.requestParameters).toMatchObject({ queueUrl });
});

test('a queue is purged, deleted and made again', async () => {
  const { sqs } = started;
  const queue = { QueueUrl: queueUrl };
  const count = async () =>
    (await sqs.send(new GetQueueAttributesCommand({ ...queue, AttributeNames: ['ApproximateNumberOfMessages'] })))
      .Attributes;
  await sqs.send(new SendMessageCommand({ ...queue, MessageBody: 'evidence' }));
  expect(await count()).toEqual({ ApproximateNumberOfMessages: '1' });
  await sqs.send(new PurgeQueueCommand(queue));
  expect(await count()).toEqual({ ApproximateNumberOfMessages: '0' });
  await sqs.send(new DeleteQueueCommand(queue));
  expect(await errorOf(count())).toMatchObject({ name: 'QueueDoesNotExist' });
  const Attributes = { MessageRetentionPeriod: '1209600' };
  expect(await sqs.send(new CreateQueueCommand({ QueueName: 'guard-dead-letters', Attributes }))).toMatchObject(queue);
  expect(await count()).toEqual({ ApproximateNumberOfMessages: '0' });
});

test('what a queue that is gone would have got is lost', async () => {
  const { sqs, standIn } = started;
  await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  await standIn.functions.delete('guard');
  standIn.scheduler.fire();
  await standIn.settled();
  expect(standIn.timeline.of('deadLetter')).toMatchObject([{ reason: 'ResourceNotFoundException: lost' }]);
});

test('a topic has the attributes of the template until they are changed', async () => {
  const { sns } = started;
  const attributes = async () =>
    (await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))).Attributes ?? {};
  expect(await attributes()).toMatchObject({ DisplayName: 'TrailGuard', KmsMasterKeyId: 'key', Owner: account });
  expect(JSON.parse((await attributes()).Policy ?? '')).toMatchObject({ Id: '__default_policy_ID' });
  for (const [AttributeName, AttributeValue] of Object.entries({ KmsMasterKeyId: '', Policy: denyAll })) {
    await sns.send(new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName, AttributeValue }));
  }
  expect(await attributes()).toMatchObject({ Policy: denyAll });
  expect(await attributes()).not.toHaveProperty('KmsMasterKeyId');
  const publish = new PublishCommand({ TopicArn: topicArn, Message: 'hush' });
  expect(await errorOf(sns.send(publish))).toMatchObject({ name: 'AuthorizationErrorException', status: 403 });
});

test('a new address has to agree before it gets mail', async () => {
  const { sns, standIn } = started;
  const Endpoint = 'new@example.com';
  const subscribe = new SubscribeCommand({ TopicArn: topicArn, Protocol: 'email', Endpoint });
  expect((await sns.send(subscribe)).SubscriptionArn).toBe('pending confirmation');
  expect((await sns.send(subscribe)).SubscriptionArn).toBe('pending confirmation');
  expect(recordOf(standIn, 'Subscribe')?.requestParameters).toMatchObject({
    topicArn,
    protocol: 'email',
    endpoint: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  });
  const list = async () =>
    (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))).Subscriptions ?? [];
  const arnOf = async (endpoint: string) =>
    (await list()).filter((each) => each.Endpoint === endpoint).map(({ SubscriptionArn }) => SubscriptionArn);
  expect(await arnOf(Endpoint)).toEqual(['PendingConfirmation']);
  expect(await arnOf('security@example.com')).toEqual([expect.stringMatching(/^arn:aws:sns:/)]);
  const publish = () => sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'text' }));
  await publish();
  standIn.topics.setConfirmed(Endpoint, true);
  standIn.topics.setConfirmed('security@example.com', false);
  await publish();
  expect(standIn.topics.mails.map(({ to }) => to)).toEqual(['security@example.com', Endpoint]);
});

test('a log group has the retention of the template', async () => {
  const { logGroups } = await started.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'guard-log' }));
  expect(logGroups).toMatchObject([{ logGroupName: 'guard-log', retentionInDays: 365 }]);
});

test('a table is deleted with its policy, and that is recorded', async () => {
  const { dynamoDb, standIn } = started;
  const describe = () => dynamoDb.send(new DescribeTableCommand({ TableName }));
  expect((await describe()).Table).toMatchObject({ TableArn: ResourceArn, TableStatus: 'ACTIVE' });
  await dynamoDb.send(new GetResourcePolicyCommand({ ResourceArn }));
  await dynamoDb.send(new DeleteTableCommand({ TableName }));
  expect(recordOf(standIn, 'DeleteTable')).toMatchObject({
    requestParameters: { tableName: TableName },
    readOnly: false,
    resources: [{ ARN: ResourceArn }],
  });
  expect(await errorOf(dynamoDb.send(new GetResourcePolicyCommand({ ResourceArn })))).toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(describe()).rejects.toThrow();
});
