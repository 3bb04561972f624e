import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import { type Json, text } from './json';
import { parseJson } from './protocol';

export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  /** By protocol. One without a body of its own has that of `default`. */
  readonly bodies: Json;
  readonly attributes: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

const maximumMessageBytes = 262_144;
// Below 100 characters, no line breaks, no control characters (AWS facts 6).
const badSubject = /\p{Cc}/u;
const protocols = ['http', 'https', 'email', 'email-json', 'sms', 'sqs', 'application', 'lambda', 'firehose'];

/** What is published. @throws if SNS would not take it */
export function readMessage(parameters: Json): PublishedMessage {
  const subject = text(parameters.Subject);
  const body = text(parameters.Message) ?? '';
  if (subject !== undefined && (subject === '' || subject.length >= 100 || badSubject.test(subject))) {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Subject');
  }
  if (body === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
  if (Buffer.byteLength(body) > maximumMessageBytes) {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
  }
  return {
    messageId: randomUUID(),
    topicArn: String(parameters.TopicArn),
    bodies: parameters.MessageStructure === 'json' ? readBodies(body) : sameForAll(body),
    attributes: readAttributes(parameters),
    ...(subject !== undefined && { subject }),
  };
}

/** Attributes.entry.1.key, .value */
export function readEntries(parameters: Json, name: string): Record<string, string> {
  const entries: Record<string, string> = {};
  for (let index = 1; ; index += 1) {
    const key = text(parameters[`${name}.entry.${index}.key`]);
    if (key === undefined) return entries;
    entries[key] = text(parameters[`${name}.entry.${index}.value`]) ?? '';
  }
}

/** MessageStructure json: one body a protocol, and one for all others. */
function readBodies(body: string): Json {
  const invalid = (reason: string): AwsError =>
    new AwsError('InvalidParameter', `Invalid parameter: Message Structure - ${reason}`);
  let bodies: Json;
  try {
    bodies = parseJson(body);
  } catch {
    throw invalid('JSON message body failed to parse');
  }
  if (text(bodies.default) === undefined) throw invalid('No default entry in JSON message body');
  return { ...sameForAll(String(bodies.default)), ...bodies };
}

/** The body that every protocol gets. */
function sameForAll(body: string): Json {
  return Object.fromEntries(['default', ...protocols].map((protocol) => [protocol, body]));
}

/** MessageAttributes.entry.1.Name, .Value.DataType, .Value.StringValue */
function readAttributes(parameters: Json): PublishedMessage['attributes'] {
  const attributes: Record<string, { type: string; value: string }> = {};
  for (let index = 1; ; index += 1) {
    const entry = `MessageAttributes.entry.${index}`;
    const name = text(parameters[`${entry}.Name`]);
    if (name === undefined) return attributes;
    attributes[name] = {
      type: String(parameters[`${entry}.Value.DataType`]),
      value: String(parameters[`${entry}.Value.StringValue`]),
    };
  }
}

/** The JSON that SNS wraps a message in unless delivery is raw. */
export function envelope({ messageId, topicArn, subject, attributes }: PublishedMessage, body: string): Json {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
  );
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: body,
    Timestamp: new Date().toISOString(),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes }),
  };
}
