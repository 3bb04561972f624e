import { randomUUID } from 'node:crypto';
import { envelope, type PublishedMessage } from './sns-message';
import type { Queues } from './sqs';
import type { Resource } from './template';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly raw: boolean;
  /** Whoever gets the mail has to agree. */
  isConfirmed: boolean;
}

const delivered = ['email', 'email-json', 'sqs'];

/** Who gets the messages of which topic. Those of a template count as confirmed. */
export class Subscriptions {
  readonly mails: Mail[] = [];
  #all: Subscription[] = [];

  constructor(private readonly queues: Queues) {}

  addDeployed({ properties, logicalId }: Resource): void {
    const { TopicArn, Protocol, Endpoint, RawMessageDelivery, FilterPolicy } = properties;
    if (!delivered.includes(String(Protocol)) || FilterPolicy !== undefined) {
      throw new Error(`${logicalId}: the stand-in has e-mail and SQS subscriptions without a filter only`);
    }
    const raw = String(RawMessageDelivery) === 'true';
    this.add({
      topicArn: String(TopicArn),
      protocol: String(Protocol),
      endpoint: String(Endpoint),
      raw,
    }).isConfirmed = true;
  }

  /** One of before stays as it is. */
  add(subscription: Pick<Subscription, 'topicArn' | 'protocol' | 'endpoint' | 'raw'>): Subscription {
    const { topicArn, protocol, endpoint } = subscription;
    const known = this.of(topicArn).find((each) => each.protocol === protocol && each.endpoint === endpoint);
    if (known) return known;
    const isConfirmed = !protocol.startsWith('email');
    const made = { arn: `${topicArn}:${randomUUID()}`, ...subscription, isConfirmed };
    this.#all.push(made);
    return made;
  }

  of(topicArn: string): Subscription[] {
    return this.#all.filter((subscription) => subscription.topicArn === topicArn);
  }

  /** Of an endpoint: as if its owner had followed the link, or never done so. */
  setConfirmed(endpoint: string, isConfirmed: boolean): void {
    for (const subscription of this.#all) {
      if (subscription.endpoint === endpoint) subscription.isConfirmed = isConfirmed;
    }
  }

  remove(subscriptionArn: string): void {
    this.#all = this.#all.filter(({ arn }) => arn !== subscriptionArn);
  }

  deliver(message: PublishedMessage): void {
    for (const subscription of this.of(message.topicArn)) {
      if (subscription.isConfirmed) this.#send(message, subscription);
    }
  }

  #send(message: PublishedMessage, { protocol, endpoint, raw }: Subscription): void {
    const body = String(message.bodies[protocol]);
    if (protocol === 'sqs') {
      this.queues.find(endpoint)?.send(raw ? body : JSON.stringify(envelope(message, body)));
    } else if (protocol.startsWith('email')) {
      this.mails.push({
        to: endpoint,
        subject: message.subject ?? 'AWS Notification Message',
        text: protocol === 'email-json' ? JSON.stringify(envelope(message, body)) : body,
      });
    }
  }
}
