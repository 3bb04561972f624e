import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';

/** A message to the hub's topic, in the shape of the guard's: text for people, JSON for machines. */
export interface TopicMessage {
  readonly Subject: string;
  readonly MessageStructure: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
}

/** SNS takes 262,144 bytes, attributes and all. */
export const MESSAGE_BYTES = 250_000;

export function createPublish(client: SNSClient, topicArn: string) {
  return async (message: TopicMessage): Promise<void> => {
    await client.send(new PublishCommand({ TopicArn: topicArn, ...message }));
  };
}

/** A message of many: the longest beginning of the list that fits. The rest is counted, and is in the table. */
export function longestThatFits<T>(
  items: readonly T[],
  most: number,
  messageOf: (shown: readonly T[], leftOut: number) => TopicMessage,
): TopicMessage {
  let length = Math.min(items.length, most);
  let message = messageOf(items.slice(0, length), items.length - length);
  while (length > 0 && Buffer.byteLength(message.Message) > MESSAGE_BYTES) {
    length = Math.floor(length / 2);
    message = messageOf(items.slice(0, length), items.length - length);
  }
  return message;
}

export function topicMessage(
  subject: string,
  text: string,
  json: object,
  attributes: Readonly<Record<string, string>>,
): TopicMessage {
  return {
    Subject: subject,
    MessageStructure: 'json',
    Message: JSON.stringify({ default: JSON.stringify(json), email: text, sms: subject }),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    ),
  };
}
