import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { containmentOf } from '../../../lambda/common/containment/containment-of';
import { createTools } from '../../../lambda/guard/tools';
import { awsError } from './aws-error';
import { incident } from './incidents';
import { policy } from './policy';

const dynamoDb = mockClient(DynamoDBClient);
const sns = mockClient(SNSClient);
process.env.AWS_REGION ??= 'eu-central-1';

const tools = () =>
  createTools({
    policy: policy(),
    tableName: () => 'trail-guard',
    topicArn: () => 'arn:aws:sns:eu-central-1:111122223333:guard',
    ownRoleArn: 'arn:aws:iam::111122223333:role/guard',
    functionName: 'guard',
    requestHandler: { connectionTimeout: 1000, requestTimeout: 1000, throwOnRequestTimeout: true },
  });

beforeEach(() => {
  dynamoDb.reset();
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: '1' });
});

const published = () =>
  JSON.parse(JSON.parse(sns.commandCalls(PublishCommand)[0]?.args[0].input.Message ?? '{}').default);

/** What would stop its actor is part of every message. */
const told = () => ({ ...incident('restored'), containment: containmentOf(incident('restored'), []) });

test.each([
  ['what no healthy trail records', [{ S: 'Management write events in every Region' }]],
  ['that nothing is missing', []],
])('each message says of the account as a whole %s', async (_, L) => {
  dynamoDb.on(GetItemCommand).resolves({ Item: { gaps: { L } } });
  await tools().publish(incident('restored'));
  expect(published()).toEqual({ ...told(), coverageGaps: L.map(({ S }) => S) });
});

test('before anything is known of it, nothing is said', async () => {
  dynamoDb.on(GetItemCommand).resolves({});
  await tools().publish(incident('restored'));
  expect(published()).not.toHaveProperty('coverageGaps');
});

test('fails to read it: the message goes out all the same', async () => {
  dynamoDb.on(GetItemCommand).rejects(awsError('InternalServerError'));
  await tools().publish(incident('restored'));
  expect(published()).toEqual(told());
});
