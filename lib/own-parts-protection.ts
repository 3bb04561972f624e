import { Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaFunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { GuardPolicy } from './contract/policy';
import { allowDeadLetters, withDeadLetters } from './guard-rule-target';
import { type GuardParts, OwnPartsManifest } from './own-parts';
import { callsOnOwnParts } from './own-parts-calls';
import { OwnPartsNames } from './own-parts-names';
import { ownPatterns } from './own-parts-patterns';
import { ownPartsStatements } from './own-parts-permissions';
import { OwnPartsPolicy } from './own-parts-policy';
import { givenTopicStatement, ownTopicsStatement } from './own-topics-permissions';
import { Witness } from './witness';

export interface OwnPartsProtectionProps extends Omit<GuardParts, 'functions' | 'roles' | 'topics'> {
  readonly policy: GuardPolicy;
  readonly function: LambdaFunction;
  readonly role: Role;
  /** That the guard asks, and their roles. */
  readonly otherFunctions: readonly LambdaFunction[];
  readonly otherRoles: readonly Role[];
  /** With which the schedule invokes the guard. */
  readonly invoker: Role;
  readonly topic: ITopic;
}

/**
 * What lets the guard look after itself: rules for calls on its own parts, a witness that needs no guard, the list of what
 * it should be, and the permissions to compare and to mend.
 */
export class OwnPartsProtection extends Construct {
  /** For calls on the guard's own parts; they lead to its function. */
  public readonly rules: Rule[];
  public readonly manifest: OwnPartsManifest;
  private readonly topics: ITopic[];
  private readonly permissions: OwnPartsPolicy;
  private readonly repairs: boolean;
  /** What the guard may do with its own topics. */
  private readonly ownTopics: PolicyStatement | undefined;

  constructor(scope: Construct, id: string, props: OwnPartsProtectionProps) {
    super(scope, id);
    const { policy, role, invoker, topic, givenTopicEmails, queue } = props;
    const isOwnTopic = givenTopicEmails === undefined;
    this.repairs = policy.response === 'restore';
    this.topics = [topic];
    const names = new OwnPartsNames(this);
    const witness = new Witness(this, 'Witness', {
      ...props,
      roles: [role, invoker],
      ...(policy.hub ? { hub: policy.hub } : {}),
      isOwnTopic,
      deadLetterQueue: queue,
      names,
    });
    const forwarder = witness.role ? { forwarder: witness.role } : {};
    const parts = {
      ...props,
      functions: [props.function, ...props.otherFunctions],
      roles: [role, ...props.otherRoles, invoker, ...Object.values(forwarder)],
      topics: this.topics,
    };
    this.rules = this.ownRules(props.function, parts, names);
    const rules = [...parts.rules, ...this.rules, ...witness.rules];
    allowDeadLetters(queue, rules);
    this.ownTopics = isOwnTopic ? ownTopicsStatement(topic, this.repairs) : undefined;
    this.permissions = new OwnPartsPolicy(this, 'Permissions', role, [
      ...ownPartsStatements({ ...parts, ...forwarder, ownRules: names.nameOf('*') }, this.repairs, Stack.of(this)),
      this.ownTopics ?? givenTopicStatement(topic, this.repairs),
    ]);
    this.manifest = new OwnPartsManifest(this, 'Manifest', { ...parts, rules });
  }

  /** Has the guard look after a topic that it made later. */
  public addTopic(topic: ITopic): void {
    if (!this.topics.includes(topic)) {
      this.topics.push(topic);
      if (this.ownTopics) {
        this.ownTopics.addResources(topic.topicArn);
      } else {
        this.permissions.addStatement(ownTopicsStatement(topic, this.repairs));
      }
    }
  }

  private ownRules(own: LambdaFunction, parts: GuardParts, names: OwnPartsNames): Rule[] {
    const target = withDeadLetters(new LambdaFunctionTarget(own), parts.queue);
    return ownPatterns(Stack.of(this).account, callsOnOwnParts(parts, names), names).map(
      (eventPattern, index) =>
        new Rule(this, `Rule${index + 1}`, {
          ruleName: names.nameOf(`Own${index + 1}`),
          description: 'TrailGuard: calls on its own parts',
          eventPattern,
          targets: [target],
        }),
    );
  }
}
