import { Aws, CfnWaitConditionHandle, Fn, Lazy, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { OWN_PARTS_METADATA, type OwnParts, type TopicPart } from './contract/own-parts';
import { functionPart, logGroupPart } from './own-parts-functions';
import { alarmPart, givenTopicPart, queuePart, tablePart, topicPart } from './own-parts-memory';
import { rolePart } from './own-parts-roles';
import { rulePart, schedulePart } from './own-parts-triggers';
import { deployedVersion } from './own-parts-version';

/** What a guard is made of. */
export interface GuardParts {
  readonly rules: readonly Rule[];
  readonly schedule: Schedule;
  /** The guard's own first. */
  readonly functions: readonly LambdaFunction[];
  /** The guard's own first. */
  readonly roles: readonly Role[];
  /** The one for people first; more may come. */
  readonly topics: readonly ITopic[];
  /** Addresses that were subscribed to the first topic if the guard was given it; absent where it is the guard's own. */
  readonly givenTopicEmails?: readonly string[];
  readonly table: Table;
  readonly queue: Queue;
  readonly alarms: readonly Alarm[];
}

/**
 * The list of what the guard consists of, in the template: as metadata of a resource that does nothing. CloudFormation
 * resolves it, tells it to the guard, and changes it only with the stack. It is written when the template is, so that what
 * is added to the guard's parts later, by aspects too, is in it.
 */
export class OwnPartsManifest extends Construct {
  /** Where the list is: stack and logical id. */
  public readonly reference: string;
  /** Of what is deployed. */
  public readonly version: string;
  private isAskedForVersion = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly parts: GuardParts,
  ) {
    super(scope, id);
    const handle = new CfnWaitConditionHandle(this, 'Manifest');
    handle.addMetadata(OWN_PARTS_METADATA, Lazy.any({ produce: () => this.ownParts() }));
    this.reference = Fn.join('/', [Aws.STACK_NAME, handle.logicalId]);
    this.version = Lazy.string({ produce: () => this.deployedVersion() });
  }

  private ownParts(): OwnParts {
    const { rules, schedule, functions, roles, table, queue, alarms } = this.parts;
    return {
      version: 1,
      rules: rules.map(rulePart),
      schedule: schedulePart(schedule),
      functions: functions.map(functionPart),
      roles: roles.map(rolePart),
      topics: this.topicParts(),
      table: tablePart(table),
      queue: queuePart(queue),
      alarms: alarms.map(alarmPart),
      logGroups: functions.map(logGroupPart),
    };
  }

  private topicParts(): TopicPart[] {
    const { topics, givenTopicEmails } = this.parts;
    return topics.map((topic, index) =>
      index === 0 && givenTopicEmails ? givenTopicPart(topic, givenTopicEmails) : topicPart(topic),
    );
  }

  /** The version is among the parts that it is made of, as a variable of the function: there it counts as empty. */
  private deployedVersion(): string {
    if (this.isAskedForVersion) {
      return '';
    }
    this.isAskedForVersion = true;
    try {
      const stack = Stack.of(this);
      return deployedVersion(stack, stack.resolve(this.ownParts()));
    } finally {
      this.isAskedForVersion = false;
    }
  }
}
