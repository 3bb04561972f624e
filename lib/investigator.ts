import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV_INVESTIGATION, ENV_ROLE_ARN } from './contract/environment';
import type { GuardPolicy } from './contract/policy';
import { functionSettings } from './function-settings';
import { type InvestigationOptions, investigationPolicy } from './investigation-options';
import { investigatorStatements } from './investigator-permissions';

export interface InvestigatorProps {
  readonly options: InvestigationOptions;
  readonly policy: GuardPolicy;
  /** ARN of the guard's role, whose calls are its own. */
  readonly guardRoleArn: string;
  readonly deadLetterQueue: IQueue;
  readonly encryptionKey?: IKey;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The function that finds out who did it and what else they did: it reads much and changes nothing. Of its own, so that
 * the guard stays small and its role narrow. To answer, it must also be allowed to invoke the guard's function.
 */
export class Investigator extends Construct {
  public readonly function: LambdaFunction;
  public readonly role: Role;

  constructor(scope: Construct, id: string, props: InvestigatorProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
      ...(props.encryptionKey ? { encryptionKey: props.encryptionKey } : {}),
    });
    const policy = investigationPolicy(this, props.options, props.policy);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'TrailGuard: finds out who changed a trail and what else they did; reads only',
    });
    const statements = [
      ...investigatorStatements(policy, props.options.sources ?? [], stack),
      new PolicyStatement({
        sid: 'WriteOwnLog',
        effect: Effect.ALLOW,
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ];
    for (const statement of statements) {
      this.role.addToPolicy(statement);
    }
    props.options.darkActivityBucket?.encryptionKey?.grantEncrypt(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: 'TrailGuard: finds out who changed a trail and what else they did',
      ...functionSettings(this, 'investigator', logGroup, props.deadLetterQueue),
      role: this.role,
      // The records of a busy quarter of an hour are held at once.
      memorySize: 1024,
      // Event history takes two calls a second in each Region, and a busy account has many pages of it.
      timeout: Duration.minutes(15),
      environment: {
        [ENV_INVESTIGATION]: stack.toJsonString(policy),
        [ENV_ROLE_ARN]: props.guardRoleArn,
      },
    });
    props.encryptionKey?.grantEncryptDecrypt(this.role);
  }
}
