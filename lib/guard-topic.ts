import { Annotations, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { invalidProp } from './invalid-prop';
import { requireSameRegion } from './same-region';

export interface GuardTopicProps {
  readonly topic?: ITopic;
  readonly emails?: string[];
  readonly encryptionKey?: IKey;
}

/** Where incidents and alarms go: the user's topic, or one of the guard's own. */
export class GuardTopic extends Construct {
  public readonly topic: ITopic;
  /** Addresses that were subscribed to a topic that was given; absent where the topic is of this construct. */
  public readonly givenTopicEmails?: readonly string[];

  constructor(scope: Construct, id: string, props: GuardTopicProps) {
    super(scope, id);
    if (props.topic) {
      validateTopic(this, props.topic);
      this.givenTopicEmails = props.emails ?? [];
    }
    this.topic =
      props.topic ??
      new Topic(this, 'Topic', {
        displayName: 'TrailGuard',
        enforceSSL: true,
        ...(props.encryptionKey ? { masterKey: props.encryptionKey } : {}),
      });
    this.allowAlarms(props.topic?.masterKey);
    for (const email of props.emails ?? []) {
      validateEmail(email);
      // Another guard may have subscribed the same address to a topic that they share.
      if (!this.topic.node.tryFindChild(email)) {
        this.topic.addSubscription(new EmailSubscription(email));
      }
    }
  }

  /** A topic with a policy of its own does not have SNS's default statement that lets the account's alarms publish. */
  private allowAlarms(topicKey?: IKey): void {
    const stack = Stack.of(this);
    const { statementAdded } = this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailGuardAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' }) },
        },
      }),
    );
    const keyAllows =
      topicKey?.addToResourcePolicy(
        new PolicyStatement({
          sid: 'TrailGuardAlarms',
          principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
        }),
      ).statementAdded ?? true;
    if (!statementAdded || !keyAllows) {
      Annotations.of(this).addWarningV2(
        'cdk-trail-guard:imported-topic',
        "The policy of an imported topic cannot be extended. It must let cloudwatch.amazonaws.com publish, and an encrypted topic's key must let cloudwatch.amazonaws.com and the guard's function use it; otherwise messages are lost silently.",
      );
    }
  }
}

function validateTopic(scope: Construct, topic: ITopic): void {
  requireSameRegion(scope, 'topic', 'topic', topic);
  if (topic.fifo) {
    throw invalidProp({
      prop: 'topic',
      given: `the FIFO topic '${topic.node.path}'`,
      allowed: 'a standard topic',
      cure: 'CloudWatch alarms and mail need one.',
    });
  }
}

function validateEmail(email: string): void {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && !/\$\{Token\[/.test(email)) {
    throw invalidProp({
      prop: 'emails',
      given: `'${email}'`,
      allowed: 'e-mail addresses such as security@example.com',
      cure: 'For other kinds of subscription use `guard.topic.addSubscription()`.',
    });
  }
}
