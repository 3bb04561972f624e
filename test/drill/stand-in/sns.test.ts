import {
  CreateTopicCommand,
  DeleteTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { recordOf } from './cloudtrail-fixture';
import { type Started, startChain } from './delivery-chain-fixture';
import { cleanUp, errorOf } from './fixture';

let started: Started;
beforeEach(async () => {
  started = await startChain();
});
afterEach(cleanUp);

const TopicArn = 'arn:aws:sns:us-east-1:111122223333:guard-topic';
const publish = (to = TopicArn) => started.sns.send(new PublishCommand({ TopicArn: to, Message: 'text' }));
const mails = () => started.standIn.topics.mails.length;

test('a subscription that is removed gets nothing', async () => {
  const [mail = '', ...others] = started.standIn.topics.subscriptions(TopicArn);
  expect(mail).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
  await publish();
  await started.sns.send(new UnsubscribeCommand({ SubscriptionArn: mail }));
  await publish();
  expect(mails()).toBe(1);
  expect(started.standIn.topics.subscriptions(TopicArn)).toEqual(others);
  expect(started.standIn.queues.all.find(({ name }) => name === 'raw')?.messages()).toHaveLength(2);
});

test('a topic that is deleted is gone with its subscriptions', async () => {
  await started.sns.send(new DeleteTopicCommand({ TopicArn }));
  await started.sns.send(new DeleteTopicCommand({ TopicArn }));
  expect(await errorOf(publish())).toMatchObject({ name: 'NotFoundException', status: 404 });
  const { TopicArn: made } = await started.sns.send(new CreateTopicCommand({ Name: 'guard-topic' }));
  expect(made).toBe(TopicArn);
  await publish();
  expect(mails()).toBe(0);
});

test('a topic that is created again stays as it is', async () => {
  await started.sns.send(new CreateTopicCommand({ Name: 'guard-topic' }));
  await publish();
  expect(mails()).toBe(1);
});

test('attributes are set on a topic that is there', async () => {
  const set = (AttributeName: string, AttributeValue: string, to = TopicArn) =>
    started.sns.send(new SetTopicAttributesCommand({ TopicArn: to, AttributeName, AttributeValue }));
  await set('DisplayName', 'Guard');
  expect(started.standIn.topics.byArn(TopicArn)?.policy).toBeUndefined();
  expect(await errorOf(set('Policy', '{'))).toMatchObject({ name: 'InvalidParameterException' });
  expect(await errorOf(set('Policy', '{}', `${TopicArn}-2`))).toMatchObject({ name: 'NotFoundException' });
});

test('publishing is no management event', async () => {
  await publish();
  expect(recordOf(started.standIn, 'Publish')).toBeUndefined();
});
