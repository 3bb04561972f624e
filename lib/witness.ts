import { Annotations, Stack } from 'aws-cdk-lib';
import { EventField, type IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HubPolicy } from './contract/hub';
import { DOCUMENTS } from './documents';
import { withDeadLetters } from './guard-rule-target';
import { OWN_RULE, type OwnPartsNames } from './own-parts-names';
import { packedPatterns } from './own-parts-patterns';
import { unlessExpected, type VitalParts, vitalCalls } from './witness-calls';

/** In the names of its rules. */
const WITNESS = 'Witness';

export interface WitnessProps extends VitalParts {
  readonly hub?: HubPolicy;
  /** Where people are told, if there is no hub. */
  readonly topic: ITopic;
  /** Whether its policy is the guard's to write. */
  readonly isOwnTopic: boolean;
  readonly deadLetterQueue: IQueue;
  readonly names: OwnPartsNames;
}

/**
 * Tells of calls that may put the guard itself out of action, without the guard: EventBridge sends them straight to the
 * organization's hub or, without one, to the guard's topic.
 */
export class Witness extends Construct {
  public readonly rules: Rule[];
  /** With which the events get to the hub. */
  public readonly role?: Role;

  constructor(scope: Construct, id: string, props: WitnessProps) {
    super(scope, id);
    const { names, deadLetterQueue, hub } = props;
    if (hub) {
      this.role = this.forwarder(hub);
    }
    const target = withDeadLetters(hub && this.role ? toHub(hub, this.role) : toTopic(props.topic), deadLetterQueue);
    // The role of the forwarder is as vital as the others.
    const vital = { ...props, roles: [...props.roles, ...(this.role ? [this.role] : [])] };
    const [guardRole] = props.roles;
    const common = guardRole ? unlessExpected(guardRole, names) : {};
    this.rules = packedPatterns(Stack.of(this).account, vitalCalls(vital, names), names, common).map(
      (eventPattern, index) =>
        new Rule(this, `Rule${index + 1}`, {
          ruleName: names.nameOf(`${WITNESS}${index + 1}`),
          description: 'TrailGuard: calls that may put the guard itself out of action, told without it',
          eventPattern,
          targets: [target],
        }),
    );
    if (!hub) {
      this.allowRules(props);
    }
  }

  private forwarder({ eventBusArn }: HubPolicy): Role {
    const role = new Role(this, 'Forwarder', {
      description: "TrailGuard: lets EventBridge forward calls on the guard to the hub's event bus",
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ForwardToHub',
        effect: Effect.ALLOW,
        actions: ['events:PutEvents'],
        resources: [eventBusArn],
      }),
    );
    return role;
  }

  /**
   * Only witnesses of this account may publish: a rule of another account has the same service principal. By the beginning of
   * their names, because a topic of another stack cannot wait for this one, and several guards may share a topic.
   */
  private allowRules({ topic, isOwnTopic }: WitnessProps): void {
    const anyWitness = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: `${OWN_RULE}${WITNESS}*`,
    });
    const { statementAdded } = topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailGuardWitness',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { ArnLike: { 'aws:SourceArn': anyWitness } },
      }),
    );
    // What of the guard's own is encrypted with a key lets EventBridge use it already.
    const key = isOwnTopic ? undefined : topic.masterKey;
    const keyAllows =
      key?.addToResourcePolicy(
        new PolicyStatement({
          sid: 'TrailGuardWitness',
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
        }),
      ).statementAdded ?? true;
    if (!statementAdded || !keyAllows) {
      Annotations.of(this).addWarningV2(
        'cdk-trail-guard:imported-topic-witness',
        "The policy of an imported topic cannot be extended. It must let events.amazonaws.com publish for the rules whose names begin with TrailGuard-Witness, and an encrypted topic's key must let events.amazonaws.com use it; otherwise nobody is told when the guard itself is put out of action.",
      );
    }
  }
}

function toHub({ eventBusArn }: HubPolicy, role: Role): IRuleTarget {
  return { bind: () => ({ arn: eventBusArn, role }) };
}

/** As text for people. Nothing in it that whoever calls can choose freely: neither parameters nor an agent. */
function toTopic({ topicArn }: ITopic): IRuleTarget {
  const field = (path: string) => EventField.fromPath(`$.detail.${path}`);
  const input = RuleTargetInput.fromMultilineText(
    [
      `TrailGuard: ${field('eventName')} was called on the guard itself, in ${field('awsRegion')} of account ${EventField.account}.`,
      `By ${field('userIdentity.arn')} from ${field('sourceIPAddress')} at ${field('eventTime')}, event ${field('eventID')}.`,
      'The guard may not work any more: EventBridge sends this without it. If the guard can, it tells more in a message of its own.',
      `If this was not you: ${DOCUMENTS}/runbook.md`,
    ].join('\n'),
  );
  return { bind: () => ({ arn: topicArn, input }) };
}
