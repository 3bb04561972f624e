import { AwsError } from './aws-error';
import { Managed } from './delivery-chain-managed';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { type Json, text } from './json';
import { type ApiCall, queryProtocol } from './protocol';
import { type PublishedMessage, readEntries, readMessage } from './sns-message';
import { type Mail, type Subscription, Subscriptions } from './sns-subscriptions';
import { Topic } from './sns-topic';
import type { Queues } from './sqs';
import type { Resource } from './template';
import type { World } from './world';

const pending = 'PendingConfirmation';

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

  /** In the place of one by the same name. */
  addTopic({ ref, properties: { DisplayName, KmsMasterKeyId } }: Resource): void {
    const topic = this.add(ref);
    for (const { arn } of this.#subscriptions.of(ref)) this.#subscriptions.remove(arn);
    for (const [name, value] of Object.entries({ DisplayName, KmsMasterKeyId })) topic.set(name, text(value) ?? '');
  }

  addPolicy({ properties: { Topics: arns, PolicyDocument } }: Resource): void {
    for (const arn of Array.isArray(arns) ? arns : [])
      this.byArn(String(arn))?.set('Policy', JSON.stringify(PolicyDocument));
  }

  add(arn: string): Topic {
    return this.#topics.add(arn, new Topic(arn));
  }

  byArn(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  isGone(arn: string): boolean {
    return this.#topics.isGone(arn);
  }

  addSubscription(resource: Resource): void {
    this.#subscriptions.addDeployed(resource);
  }

  /** As if the owner of an address had agreed to get its mail, or never done so. */
  setConfirmed(endpoint: string, isConfirmed: boolean): void {
    this.#subscriptions.setConfirmed(endpoint, isConfirmed);
  }

  /** The ARNs of a topic's subscriptions. */
  subscriptions(topicArn: string): string[] {
    return this.#subscriptions.of(topicArn).map(({ arn }) => arn);
  }

  /** Whether a service may publish on behalf of one of its resources. */
  letsPublish(arn: string, service: string, sourceArn: string): boolean {
    return this.byArn(arn)?.letsPublish(service, sourceArn) ?? false;
  }

  /** As a service does it. */
  publish(TopicArn: string, Message: string): void {
    this.#publish({ TopicArn, Message });
  }

  resource({ parameters }: ApiCall): string {
    return String(parameters.TopicArn ?? parameters.SubscriptionArn);
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call, 'InvalidAction');
  }

  /** Publishing is a data event; where messages go is not recorded. */
  describe({ operation, parameters }: ApiCall): Description | undefined {
    const { Action, Version, ...sent } = parameters;
    if (operation === 'Publish') return undefined;
    const hidden = sent.Endpoint !== undefined && { Endpoint: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
    return { requestParameters: { ...sent, ...hidden } };
  }

  readonly #operations: Operations = {
    Publish: ({ parameters, caller }) => {
      this.#find(String(parameters.TopicArn)).refuseIfDenied(caller.arn);
      return this.#publish(parameters);
    },
    CreateTopic: ({ parameters, region, caller }) => {
      const TopicArn = `arn:${this.world.partition}:sns:${region}:${caller.accountId}:${parameters.Name}`;
      const isNew = !this.byArn(TopicArn);
      const topic = isNew ? this.add(TopicArn) : undefined;
      for (const [name, value] of Object.entries(readEntries(parameters, 'Attributes'))) topic?.set(name, value);
      return { TopicArn };
    },
    // Of a topic or a subscription that is not there too: both are idempotent.
    DeleteTopic: ({ parameters }) => {
      const topicArn = String(parameters.TopicArn);
      if (this.byArn(topicArn)) this.#topics.remove(topicArn);
      for (const { arn } of this.#subscriptions.of(topicArn)) this.#subscriptions.remove(arn);
      return {};
    },
    Subscribe: ({ parameters }) => {
      const topicArn = this.#find(String(parameters.TopicArn)).arn;
      const { Protocol, Endpoint, ReturnSubscriptionArn } = parameters;
      const raw = readEntries(parameters, 'Attributes').RawMessageDelivery === 'true';
      const made = this.#subscriptions.add({ topicArn, protocol: String(Protocol), endpoint: String(Endpoint), raw });
      return {
        SubscriptionArn: made.isConfirmed || ReturnSubscriptionArn === 'true' ? made.arn : 'pending confirmation',
      };
    },
    Unsubscribe: ({ parameters }) => {
      this.#subscriptions.remove(String(parameters.SubscriptionArn));
      return {};
    },
    ListSubscriptionsByTopic: ({ parameters }) => {
      const { arn } = this.#find(String(parameters.TopicArn));
      return { Subscriptions: { member: this.#subscriptions.of(arn).map((each) => this.#describe(each)) } };
    },
    GetTopicAttributes: ({ parameters }) => {
      const topic = this.#find(String(parameters.TopicArn));
      const all = this.#subscriptions.of(topic.arn);
      const confirmed = all.filter(({ isConfirmed }) => isConfirmed).length;
      const attributes = topic.attributes({ confirmed, pending: all.length - confirmed });
      return { Attributes: { entry: Object.entries(attributes).map(([key, value]) => ({ key, value })) } };
    },
    SetTopicAttributes: ({ parameters: { TopicArn, AttributeName, AttributeValue = '' } }) => {
      this.#find(String(TopicArn)).set(String(AttributeName), String(AttributeValue));
      return {};
    },
  };

  #find(topicArn: string): Topic {
    const topic = this.byArn(topicArn);
    if (topic) return topic;
    throw new AwsError('NotFound', 'Topic does not exist', 404);
  }

  #describe({ arn, topicArn, protocol, endpoint, isConfirmed }: Subscription): Json {
    const SubscriptionArn = isConfirmed ? arn : pending;
    return { SubscriptionArn, TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, Owner: this.world.accountId };
  }

  #publish(parameters: Json): Json {
    const message = readMessage(parameters);
    this.published.push(message);
    const { messageId, topicArn, subject } = message;
    this.world.timeline.add({ kind: 'message', topic: topicArn, messageId, ...(subject !== undefined && { subject }) });
    this.#subscriptions.deliver(message);
    return { MessageId: messageId };
  }
}
