import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ContainmentRole } from './containment-role';
import type { ContainmentPolicy } from './contract/containment';
import { ENV_CONTAINMENT, ENV_TABLE_NAME } from './contract/environment';
import { functionSettings } from './function-settings';

export interface ContainmentFunctionProps {
  /** What may be done; its own role is added to what is never touched. */
  readonly policy: ContainmentPolicy;
  /** The guard's, which says what was requested. */
  readonly table: ITable;
  readonly deadLetterQueue: IQueue;
  readonly encryptionKey?: IKey;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The function that stops an actor, with its role and its log. Of its own, so that the guard has no permission on users
 * and roles. To answer, it must also be allowed to invoke the guard's function.
 */
export class ContainmentFunction extends Construct {
  public readonly function: LambdaFunction;
  public readonly role: ContainmentRole;
  /** As the guard should be told it too. */
  public readonly policy: ContainmentPolicy;

  constructor(scope: Construct, id: string, props: ContainmentFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
      ...(props.encryptionKey ? { encryptionKey: props.encryptionKey } : {}),
    });
    this.role = new ContainmentRole(this, 'Permissions', { ...props, logGroup });
    this.policy = { ...props.policy, neverTouch: [...props.policy.neverTouch, this.role.role.roleArn] };
    this.function = new LambdaFunction(this, 'Function', {
      description: 'TrailGuard: stops who stopped a trail, as far as was switched on',
      ...functionSettings(this, 'containment', logGroup, props.deadLetterQueue),
      role: this.role.role,
      timeout: Duration.minutes(1),
      // Later it would hit others than it was meant for.
      maxEventAge: Duration.minutes(15),
      environment: {
        [ENV_CONTAINMENT]: Stack.of(this).toJsonString(this.policy),
        [ENV_TABLE_NAME]: props.table.tableName,
      },
    });
    props.encryptionKey?.grantEncryptDecrypt(this.role.role);
  }
}
