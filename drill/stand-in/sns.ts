import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import { type Json, text } from './json';
import { type ApiCall, parseJson, queryProtocol, type Service } from './protocol';
import type { Queues } from './sqs';
import type { Resource } from './template';
import type { World } from './world';

export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  /** By protocol, or all under `default`. */
  readonly bodies: Json;
  readonly attributes: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

interface Subscription {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly raw: boolean;
}

const maximumMessageBytes = 262_144;
// Below 100 characters, no line breaks, no control characters (AWS facts 6).
const badSubject = /\p{Cc}/u;

export class Topics implements Service {
  readonly signingName = 'sns';
  readonly protocol = queryProtocol('http://sns.amazonaws.com/doc/2010-03-31/');
  readonly published: PublishedMessage[] = [];
  /** What the e-mail subscribers got. Their subscriptions count as confirmed. */
  readonly mails: Mail[] = [];
  readonly arns: string[] = [];
  readonly #subscriptions: Subscription[] = [];

  constructor(
    private readonly world: World,
    private readonly queues: Queues,
  ) {}

  addTopic({ ref }: Resource): void {
    this.arns.push(ref);
  }

  addSubscription({ properties, logicalId }: Resource): void {
    const { TopicArn, Protocol, Endpoint, RawMessageDelivery, FilterPolicy } = properties;
    if (!['email', 'email-json', 'sqs'].includes(String(Protocol)) || FilterPolicy !== undefined) {
      throw new Error(`${logicalId}: the stand-in has e-mail and SQS subscriptions without a filter only`);
    }
    this.#subscriptions.push({
      topicArn: String(TopicArn),
      protocol: String(Protocol),
      endpoint: String(Endpoint),
      raw: String(RawMessageDelivery) === 'true',
    });
  }

  resource({ parameters }: ApiCall): string {
    return String(parameters.TopicArn);
  }

  handle({ operation, parameters }: ApiCall): Json {
    if (operation !== 'Publish') throw new AwsError('InvalidAction', `the stand-in does not know ${operation}`);
    const message = this.#read(parameters);
    this.published.push(message);
    const { messageId, topicArn, subject } = message;
    this.world.timeline.add({ kind: 'message', topic: topicArn, messageId, ...(subject !== undefined && { subject }) });
    for (const subscription of this.#subscriptions) {
      if (subscription.topicArn === topicArn) this.#send(message, subscription);
    }
    return { MessageId: messageId };
  }

  #read(parameters: Json): PublishedMessage {
    const topicArn = String(parameters.TopicArn);
    const subject = text(parameters.Subject);
    const body = text(parameters.Message) ?? '';
    if (!this.arns.includes(topicArn)) throw new AwsError('NotFound', 'Topic does not exist', 404);
    if (subject !== undefined && (subject === '' || subject.length >= 100 || badSubject.test(subject))) {
      throw new AwsError('InvalidParameter', 'Invalid parameter: Subject');
    }
    if (body === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
    if (Buffer.byteLength(body) > maximumMessageBytes) {
      throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
    }
    return {
      messageId: randomUUID(),
      topicArn,
      bodies: parameters.MessageStructure === 'json' ? readBodies(body) : { default: body },
      attributes: readAttributes(parameters),
      ...(subject !== undefined && { subject }),
    };
  }

  #send(message: PublishedMessage, { protocol, endpoint, raw }: Subscription): void {
    const body = text(message.bodies[protocol]) ?? String(message.bodies.default);
    if (protocol === 'sqs') {
      this.queues.byArn(endpoint).send(raw ? body : JSON.stringify(envelope(message, body)));
    } else {
      this.mails.push({
        to: endpoint,
        subject: message.subject ?? 'AWS Notification Message',
        text: protocol === 'email-json' ? JSON.stringify(envelope(message, body)) : body,
      });
    }
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
  return bodies;
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
function envelope({ messageId, topicArn, subject, attributes }: PublishedMessage, body: string): Json {
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
