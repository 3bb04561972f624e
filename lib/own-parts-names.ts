import { createHash } from 'node:crypto';
import { Aws, Fn, Lazy, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IRule } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** What the names of own rules begin with: as everything of a guard whose stack is named so. */
export const OWN_RULE = 'TrailGuard-';

/** The longest names of each service. */
const SHORT = 64;
const QUEUE = 80;
const STACK = 128;
/** CloudFormation's names: the stack's, the logical id, and characters of its own. */
const GENERATED = STACK + 64 + 15;
/** What stands before the name in an ARN, in the longest partition and Region. */
const IN_ARN = 70;
const UUID = 36;

/**
 * Names of the guard's own parts for event patterns. Only deployment knows them, but how long they can be is known: a
 * pattern that CloudFormation could not deploy must not be made.
 */
export class OwnPartsNames {
  /**
   * What the names of all own rules end with: different for each guard of each stack. Since it is known without the rules,
   * these can watch each other, which with references to each other they could not.
   */
  public readonly ownRules: string;
  private readonly longest = new Map<string, number>();

  constructor(scope: Construct) {
    const uuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    this.ownRules = `-${this.known(uuid, UUID)}-${hashOf(scope)}`;
    this.known(Stack.of(scope).account, 12);
  }

  /** Of an own rule. */
  public nameOf(kind: string): string {
    return `${OWN_RULE}${kind}${this.ownRules}`;
  }

  public rule({ ruleName }: IRule): string {
    return this.known(ruleName, SHORT);
  }

  public schedule(scheduleName: string): string {
    return this.known(scheduleName, SHORT);
  }

  public function({ functionName }: IFunction): string {
    return this.known(functionName, SHORT);
  }

  public role({ roleName }: IRole): string {
    return this.known(roleName, SHORT);
  }

  public roleArn({ roleArn }: IRole): string {
    return this.known(roleArn, SHORT + IN_ARN);
  }

  public topicArn({ topicArn }: ITopic): string {
    return this.known(topicArn, GENERATED + IN_ARN);
  }

  /** Of topics that may still be added: so many, as it were, from the start. */
  public topicArns(topics: readonly ITopic[], most: number): string[] {
    const arns = Lazy.list({ produce: () => topics.map(({ topicArn }) => topicArn) });
    this.known(arns[0] ?? '', most * (GENERATED + IN_ARN));
    return arns;
  }

  public tableName({ tableName }: Table): string {
    return this.known(tableName, GENERATED);
  }

  public tableArn({ tableArn }: Table): string {
    return this.known(tableArn, GENERATED + IN_ARN);
  }

  public queue({ queueName }: IQueue): string {
    return this.known(queueName, QUEUE);
  }

  public alarm({ alarmName }: Alarm): string {
    return this.known(alarmName, GENERATED);
  }

  public logGroup({ logGroupName }: ILogGroup): string {
    return this.known(logGroupName, GENERATED);
  }

  public stackName(): string {
    return this.known(Aws.STACK_NAME, STACK);
  }

  public stackId(): string {
    return this.known(Aws.STACK_ID, IN_ARN + STACK + UUID);
  }

  /** Characters of a pattern as JSON, with every name as long as it can be. */
  public lengthOf(pattern: object): number {
    return [...this.longest].reduce(
      (text, [name, length]) => text.replaceAll(name, '.'.repeat(length)),
      JSON.stringify(pattern),
    ).length;
  }

  private known(name: string, longest: number): string {
    this.longest.set(name, longest);
    return name;
  }
}

/** Of the construct's place in its stack: in whichever stage of an app, it is the same. */
function hashOf(scope: Construct): string {
  const path = scope.node.path.slice(Stack.of(scope).node.path.length);
  return createHash('sha256').update(path).digest('hex').slice(0, 6);
}
