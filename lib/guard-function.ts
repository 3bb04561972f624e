import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV_POLICY, ENV_ROLE_ARN, ENV_TABLE_NAME, ENV_TOPIC_ARN } from './contract/environment';
import type { GuardPolicy } from './contract/policy';
import { GuardRole } from './guard-role';
import type { Repair } from './repair';

export interface GuardFunctionProps {
  readonly policy: GuardPolicy;
  readonly table: ITable;
  readonly topic: ITopic;
  readonly repairs?: Repair[];
  readonly deadLetterQueue: IQueue;
  readonly encryptionKey?: IKey;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** The function with its role and its log. */
export class GuardFunction extends Construct {
  public readonly function: LambdaFunction;
  public readonly role: GuardRole;

  constructor(scope: Construct, id: string, props: GuardFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
      ...(props.encryptionKey ? { encryptionKey: props.encryptionKey } : {}),
    });
    this.role = new GuardRole(this, 'Permissions', { ...props, logGroup });
    this.function = new LambdaFunction(this, 'Function', {
      description: 'TrailGuard: puts CloudTrail trails back to what they were, and tells people',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundlePath('guard')),
      handler: 'index.handler',
      role: this.role.role,
      // Memory is processor time: at 512 MB the function loads about as fast as it gets.
      memorySize: 512,
      // Five tries of each call, the reads after a restore, the message: well below this, which only ends what hangs.
      timeout: Duration.minutes(2),
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // The platform's own lines for every quiet sweep would be most of the log.
      systemLogLevelV2: SystemLogLevel.WARN,
      logGroup,
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(props.deadLetterQueue),
      environment: {
        [ENV_POLICY]: Stack.of(this).toJsonString(props.policy),
        [ENV_ROLE_ARN]: this.role.role.roleArn,
        [ENV_TABLE_NAME]: props.table.tableName,
        [ENV_TOPIC_ARN]: props.topic.topicArn,
      },
    });
    // The user's own topic may be encrypted with a key of its own.
    for (const key of new Set([props.encryptionKey, props.topic.masterKey])) {
      key?.grantEncryptDecrypt(this.role.role);
    }
  }
}

/** The folder of a bundled function: beside the compiled library, or in `dist/` where the library runs from source. */
function bundlePath(name: string): string {
  const packageRoot = dirname(__dirname);
  const dist = basename(packageRoot) === 'dist' ? packageRoot : join(packageRoot, 'dist');
  const path = join(dist, 'lambda', name);
  if (!existsSync(path)) {
    throw new Error(`TrailGuard: the bundled function is missing at ${path}. Run 'npm run build' first.`);
  }
  return path;
}
