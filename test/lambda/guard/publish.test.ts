import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { subjectOf } from '../../../lambda/guard/headline';
import { mailText } from '../../../lambda/guard/mail';
import { createPublish, messageOf } from '../../../lambda/guard/publish';
import type { Json } from '../../fixtures/identities';
import { incident, OUTCOMES } from './incidents';

const MAXIMUM_BYTES = 262_144;
const bytes = ({ Message, Subject }: { Message: string; Subject: string }) => Buffer.byteLength(Message + Subject);

/** Every text of the event as long and as expensive as can be. */
function hostileFields(text: string): Json {
  const long = text.repeat(Math.ceil(4096 / Math.max(1, text.length)));
  const identity = ['type', 'arn', 'accountId', 'principalId', 'userName', 'accessKeyId', 'invokedBy'];
  return {
    eventID: long,
    errorCode: long,
    errorMessage: long,
    sourceIPAddress: long,
    vpcEndpointId: long,
    userAgent: long,
    userIdentity: {
      ...Object.fromEntries(identity.map((field) => [field, long])),
      arn: `arn:aws:sts::1:assumed-role/${long}`,
      onBehalfOf: { userId: long },
      sessionContext: { sessionIssuer: { arn: long, userName: long } },
    },
  };
}

test('people get text, machines get the incident', () => {
  const told = incident('restored');
  const { Message, MessageStructure, Subject } = messageOf(told);
  const bodies = JSON.parse(Message);
  expect(MessageStructure).toBe('json');
  expect(Subject).toBe(subjectOf(told));
  expect(bodies.email).toBe(mailText(told));
  expect(bodies.sms).toBe(subjectOf(told));
  // What has no text of its own (sqs, lambda, http, https, firehose) gets the default.
  expect(Object.keys(bodies).sort()).toEqual(['default', 'email', 'sms']);
  expect(JSON.parse(bodies.default)).toEqual(told);
});

test.each(OUTCOMES)('%s can be filtered by its attributes', (outcome) => {
  const told = incident(outcome);
  const { MessageAttributes } = messageOf(told);
  expect(MessageAttributes).toMatchObject({
    outcome: { DataType: 'String', StringValue: outcome },
    severity: { StringValue: told.severity },
    technique: { StringValue: told.technique.id },
  });
});

test.each(['x', '\n', '\\', '"', '東', '😀', '\ud800', '\u202e', '://'])(
  'fails to be too long when all is %j',
  (text) => {
    for (const outcome of OUTCOMES) {
      expect(bytes(messageOf(incident(outcome, hostileFields(text))))).toBeLessThan(MAXIMUM_BYTES);
    }
  },
);

test('fails to be too long or unreadable for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }), (text) => {
      const told = incident('attempted', hostileFields(text));
      expect(bytes(messageOf(told))).toBeLessThan(MAXIMUM_BYTES);
      expect(JSON.parse(JSON.parse(messageOf(told).Message).default)).toEqual(told);
    }),
  );
});

test('is published to the topic', async () => {
  const sns = mockClient(SNSClient);
  sns.on(PublishCommand).resolves({ MessageId: '1' });
  const TopicArn = 'arn:aws:sns:eu-central-1:111122223333:guard';
  await createPublish(new SNSClient({ region: 'eu-central-1' }), () => TopicArn)(incident('restored'));
  expect(sns.commandCalls(PublishCommand).map(({ args }) => args[0].input)).toEqual([
    { TopicArn, ...messageOf(incident('restored')) },
  ]);
});
