import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import { Managed } from './delivery-chain-managed';
import { checkPolicy } from './delivery-chain-policy';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { type Json, text } from './json';
import { type ApiCall, queryProtocol } from './protocol';
import { type PublishedMessage, readAttributes, readBodies, sameForAll } from './sns-message';
import { type Mail, Subscriptions } from './sns-subscriptions';
import type { Queues } from './sqs';
import type { Resource } from './template';
import type { World } from './world';

interface Topic {
  /** Set by an attribute. That of a template is not looked at: without one everybody may publish. */
  policy?: string;
}

const maximumMessageBytes = 262_144;
// Below 100 characters, no line breaks, no control characters (AWS facts 6).
const badSubject = /\p{Cc}/u;

export class Topics implements RecordedService {
  readonly signingName = 'sns';
  readonly protocol = queryProtocol('http://sns.amazonaws.com/doc/2010-03-31/', 'AuthorizationError');
  readonly published: PublishedMessage[] = [];
  readonly #topics = new Managed<Topic>();
  readonly #subscriptions: Subscriptions;

  constructor(
    private readonly world: World,
    queues: Queues,
  ) {
    this.#subscriptions = new Subscriptions(queues);
  }

  get mails(): readonly Mail[] {
    return this.#subscriptions.mails;
  }

  addTopic({ ref }: Resource): void {
    this.add(ref);
  }

  add(arn: string): Topic {
    return this.#topics.add(arn, {});
  }

  byArn(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  isGone(arn: string): boolean {
    return this.#topics.isGone(arn);
  }

  addSubscription(resource: Resource): void {
    this.#subscriptions.add(resource);
  }

  /** The ARNs of a topic's subscriptions. */
  subscriptions(topicArn: string): string[] {
    return this.#subscriptions.of(topicArn).map(({ arn }) => arn);
  }

  resource({ parameters }: ApiCall): string {
    return String(parameters.TopicArn ?? parameters.SubscriptionArn);
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call, 'InvalidAction');
  }

  /** Publishing is a data event. */
  describe({ operation, parameters }: ApiCall): Description | undefined {
    const { Action, Version, ...requestParameters } = parameters;
    return operation === 'Publish' ? undefined : { requestParameters };
  }

  readonly #operations: Operations = {
    Publish: ({ parameters }) => this.#publish(parameters),
    CreateTopic: ({ parameters, region, caller }) => {
      const TopicArn = `arn:${this.world.partition}:sns:${region}:${caller.accountId}:${parameters.Name}`;
      if (!this.byArn(TopicArn)) this.add(TopicArn);
      return { TopicArn };
    },
    // Of a topic or a subscription that is not there too: both are idempotent.
    DeleteTopic: ({ parameters }) => {
      const topicArn = String(parameters.TopicArn);
      if (this.byArn(topicArn)) this.#topics.remove(topicArn);
      for (const { arn } of this.#subscriptions.of(topicArn)) this.#subscriptions.remove(arn);
      return {};
    },
    Unsubscribe: ({ parameters }) => {
      this.#subscriptions.remove(String(parameters.SubscriptionArn));
      return {};
    },
    // Only the policy is kept.
    SetTopicAttributes: ({ parameters }) => {
      const topic = this.#find(String(parameters.TopicArn));
      if (parameters.AttributeName === 'Policy') {
        topic.policy = checkPolicy(parameters.AttributeValue, 'InvalidParameter');
      }
      return {};
    },
  };

  #find(topicArn: string): Topic {
    const topic = this.byArn(topicArn);
    if (topic) return topic;
    throw new AwsError('NotFound', 'Topic does not exist', 404);
  }

  #publish(parameters: Json): Json {
    const message = this.#read(parameters);
    this.published.push(message);
    const { messageId, topicArn, subject } = message;
    this.world.timeline.add({ kind: 'message', topic: topicArn, messageId, ...(subject !== undefined && { subject }) });
    this.#subscriptions.deliver(message);
    return { MessageId: messageId };
  }

  #read(parameters: Json): PublishedMessage {
    const topicArn = String(parameters.TopicArn);
    const subject = text(parameters.Subject);
    const body = text(parameters.Message) ?? '';
    this.#find(topicArn);
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
      bodies: parameters.MessageStructure === 'json' ? readBodies(body) : sameForAll(body),
      attributes: readAttributes(parameters),
      ...(subject !== undefined && { subject }),
    };
  }
}
