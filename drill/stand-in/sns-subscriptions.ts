import { randomUUID } from 'node:crypto';
import { envelope, type PublishedMessage } from './sns-message';
import type { Queues } from './sqs';
import type { Resource } from './template';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly raw: boolean;
}

/** Who gets the messages of which topic. All count as confirmed. */
export class Subscriptions {
  readonly mails: Mail[] = [];
  #all: Subscription[] = [];

  constructor(private readonly queues: Queues) {}

  add({ properties, logicalId }: Resource): void {
    const { TopicArn, Protocol, Endpoint, RawMessageDelivery, FilterPolicy } = properties;
    if (!['email', 'email-json', 'sqs'].includes(String(Protocol)) || FilterPolicy !== undefined) {
      throw new Error(`${logicalId}: the stand-in has e-mail and SQS subscriptions without a filter only`);
    }
    this.#all.push({
      arn: `${String(TopicArn)}:${randomUUID()}`,
      topicArn: String(TopicArn),
      protocol: String(Protocol),
      endpoint: String(Endpoint),
      raw: String(RawMessageDelivery) === 'true',
    });
  }

  of(topicArn: string): Subscription[] {
    return this.#all.filter((subscription) => subscription.topicArn === topicArn);
  }

  remove(subscriptionArn: string): void {
    this.#all = this.#all.filter(({ arn }) => arn !== subscriptionArn);
  }

  deliver(message: PublishedMessage): void {
    for (const subscription of this.of(message.topicArn)) this.#send(message, subscription);
  }

  #send(message: PublishedMessage, { protocol, endpoint, raw }: Subscription): void {
    const body = String(message.bodies[protocol]);
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
