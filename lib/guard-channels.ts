import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HEARTBEAT_DETAIL_TYPE } from './contract/heartbeat';
import { HUB_INCIDENT_DETAIL_TYPE, type HubPolicy } from './contract/hub';
import { INCIDENT_DETAIL_TYPE, INCIDENT_EVENT_SOURCE } from './contract/incident-event';
import type { ChannelPolicy } from './contract/policy';

export interface GuardChannelsProps {
  /** Of the function that tells. */
  readonly role: Role;
  readonly securityHub: boolean;
  readonly hub?: HubPolicy;
  readonly encryptionKey?: IKey;
}

/** The ways in which incidents are told besides the topic, each with the permission that it takes. */
export class GuardChannels extends Construct {
  private topic?: Topic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GuardChannelsProps,
  ) {
    super(scope, id);
    const stack = Stack.of(this);
    // The account's default bus takes events under any name: this role may use the guard's only.
    const defaultBus = stack.formatArn({ service: 'events', resource: 'event-bus/default' });
    this.allow('TellEventBus', 'events:PutEvents', defaultBus, onlyEvents(INCIDENT_DETAIL_TYPE));
    if (props.hub) {
      const events = onlyEvents(HUB_INCIDENT_DETAIL_TYPE, HEARTBEAT_DETAIL_TYPE);
      this.allow('TellHub', 'events:PutEvents', props.hub.eventBusArn, events);
    }
    if (props.securityHub) {
      // Findings of the account's own product, as which Security Hub takes what is not a partner's.
      const product = { service: 'securityhub', resource: 'product', resourceName: `${stack.account}/default` };
      this.allow('TellSecurityHub', 'securityhub:BatchImportFindings', stack.formatArn(product));
    }
  }

  /** Made when somebody first asks for it: chat applications read no plain text, so the other topic is not for them. */
  public get chatTopic(): ITopic {
    if (this.topic === undefined) {
      const { encryptionKey, role } = this.props;
      this.topic = new Topic(this, 'Chat', {
        displayName: 'TrailGuard',
        enforceSSL: true,
        ...(encryptionKey ? { masterKey: encryptionKey } : {}),
      });
      this.allow('TellChat', 'sns:Publish', this.topic.topicArn);
      encryptionKey?.grantEncryptDecrypt(role);
    }
    return this.topic;
  }

  /** As it stands: a chat topic may still be asked for. */
  public policy(): ChannelPolicy {
    return {
      ...(this.topic ? { chatTopic: this.topic.topicArn } : {}),
      ...(this.props.securityHub ? { securityHub: true } : {}),
    };
  }

  private allow(sid: string, action: string, resource: string, conditions: Record<string, object> = {}): void {
    const statement = { sid, effect: Effect.ALLOW, actions: [action], resources: [resource], conditions };
    this.props.role.addToPolicy(new PolicyStatement(statement));
  }
}

/** A call may carry several events, so each key has a set of values; of an empty set, too, all are equal. */
function onlyEvents(...detailTypes: string[]): Record<string, object> {
  return {
    'ForAllValues:StringEquals': { 'events:source': INCIDENT_EVENT_SOURCE, 'events:detail-type': detailTypes },
    Null: { 'events:source': 'false', 'events:detail-type': 'false' },
  };
}
