import {
  BatchGetItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import type { StandIn } from '../../../drill/stand-in';
import { cleanUp, clientConfig, errorOf, start } from './fixture';

let standIn: StandIn;
const caller = () => standIn.callers.register({ type: 'IAMUser', userName: 'alice' });

beforeEach(async () => {
  standIn = await start();
});
afterEach(cleanUp);

describe('the table', () => {
  const item = { pk: { S: 'TRAIL#main' }, sk: { S: 'INCIDENT#1' }, gsi1pk: { S: 'OPEN' } };
  const TableName = 'guard-table';

  test('takes conditional writes, updates and queries, on its index too', async () => {
    const db = new DynamoDBClient(clientConfig(standIn, caller()));
    const put = new PutItemCommand({ TableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' });
    await db.send(put);
    expect(await errorOf(db.send(put))).toMatchObject({ name: 'ConditionalCheckFailedException', status: 400 });
    const updated = await db.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: item.pk, sk: item.sk },
        UpdateExpression: 'SET #count = :one',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(updated.Attributes).toEqual({ ...item, count: { N: '1' } });
    const byIndex = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :open',
        ExpressionAttributeValues: { ':open': { S: 'OPEN' } },
      }),
    );
    expect(byIndex.Items).toEqual([{ ...item, count: { N: '1' } }]);
    const batch = await db.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [{ pk: item.pk, sk: item.sk }] } } }),
    );
    expect(batch.Responses?.[TableName]).toHaveLength(1);
    expect(await standIn.tables.items(TableName)).toEqual([{ ...item, count: { N: '1' } }]);
    expect(standIn.timeline.calls('dynamodb').map(({ operation }) => operation)).toEqual([
      'PutItem',
      'PutItem',
      'UpdateItem',
      'Query',
      'BatchGetItem',
    ]);
  });

  test('is denied to a caller', async () => {
    const bob = caller();
    standIn.callers.deny(bob, 'dynamodb:PutItem');
    const call = new DynamoDBClient(clientConfig(standIn, bob)).send(new PutItemCommand({ TableName, Item: item }));
    expect((await errorOf(call)).name).toBe('AccessDeniedException');
    expect(await standIn.tables.items(TableName)).toEqual([]);
  });
});

describe('the topic', () => {
  const TopicArn = 'arn:aws:sns:us-east-1:111122223333:guard-topic';
  const publish = (input: Omit<PublishCommandInput, 'TopicArn'>, topic = TopicArn) =>
    new SNSClient(clientConfig(standIn, caller())).send(new PublishCommand({ TopicArn: topic, ...input }));
  const queue = (name: string) => standIn.queues.byArn(`arn:aws:sqs:us-east-1:111122223333:${name}`).messages();

  test('delivers one text to all', async () => {
    const { MessageId } = await publish({
      Subject: 'Trail "main" & more',
      Message: 'line one\nline <two>',
      MessageAttributes: { severity: { DataType: 'String', StringValue: 'high' } },
    });
    expect(standIn.topics.published).toEqual([
      {
        messageId: MessageId,
        topicArn: TopicArn,
        subject: 'Trail "main" & more',
        bodies: expect.objectContaining({ default: 'line one\nline <two>', sqs: 'line one\nline <two>' }),
        attributes: { severity: { type: 'String', value: 'high' } },
      },
    ]);
    expect(standIn.topics.mails).toEqual([
      { to: 'security@example.com', subject: 'Trail "main" & more', text: 'line one\nline <two>' },
    ]);
    expect(queue('raw').map(({ body }) => body)).toEqual(['line one\nline <two>']);
    expect(JSON.parse(queue('wrapped')[0]?.body ?? '{}')).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'Trail "main" & more',
      Message: 'line one\nline <two>',
      Timestamp: expect.any(String),
      MessageAttributes: { severity: { Type: 'String', Value: 'high' } },
    });
    expect(standIn.timeline.of('message')).toMatchObject([{ messageId: MessageId, subject: 'Trail "main" & more' }]);
  });

  test('delivers each protocol its own text', async () => {
    await publish({ MessageStructure: 'json', Message: '{"default":"all","email":"by mail"}' });
    expect(standIn.topics.mails[0]).toEqual({
      to: 'security@example.com',
      subject: 'AWS Notification Message',
      text: 'by mail',
    });
    expect(queue('raw')[0]?.body).toBe('all');
    expect(standIn.topics.published[0]?.bodies).toMatchObject({ sqs: 'all', sms: 'all', email: 'by mail' });
  });

  test('takes a subject of 99 characters and a message of 256 KB', async () => {
    await publish({ Subject: 'x'.repeat(99), Message: 'x'.repeat(262_144) });
    expect(standIn.topics.published).toHaveLength(1);
  });

  test.each([
    ['a long subject', { Subject: 'x'.repeat(100), Message: 'x' }, 'Invalid parameter: Subject'],
    ['a line break', { Subject: 'a\nb', Message: 'x' }, 'Invalid parameter: Subject'],
    ['a control character', { Subject: 'a\u0007b', Message: 'x' }, 'Invalid parameter: Subject'],
    ['a long message', { Message: 'ü'.repeat(131_073) }, 'Invalid parameter: Message too long'],
    ['no message', { Message: '' }, 'Invalid parameter: Empty message'],
    [
      'broken JSON',
      { MessageStructure: 'json', Message: '{' },
      'Invalid parameter: Message Structure - JSON message body failed to parse',
    ],
    [
      'no default',
      { MessageStructure: 'json', Message: '{"email":"x"}' },
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    ],
  ])('fails for %s', async (_case, input, message) => {
    expect(await errorOf(publish(input))).toEqual({ name: 'InvalidParameterException', message, status: 400 });
    expect(standIn.topics.published).toEqual([]);
  });

  test('fails for a topic that does not exist', async () => {
    expect(await errorOf(publish({ Message: 'x' }, `${TopicArn}-2`))).toEqual({
      name: 'NotFoundException',
      message: 'Topic does not exist',
      status: 404,
    });
  });
});
