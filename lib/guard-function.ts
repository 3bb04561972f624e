import { Duration, Lazy, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ContainmentFunction } from './containment-function';
import {
  ENV_CONTAINMENT_FUNCTION,
  ENV_INVESTIGATOR,
  ENV_OWN_PARTS,
  ENV_POLICY,
  ENV_ROLE_ARN,
  ENV_TABLE_NAME,
  ENV_TOPIC_ARN,
  ENV_VERSION,
} from './contract/environment';
import type { GuardPolicy } from './contract/policy';
import { deployedBytes } from './deployed-bytes';
import { functionSettings } from './function-settings';
import { GuardChannels } from './guard-channels';
import { POLICY_BYTES } from './guard-policy';
import { GuardRole } from './guard-role';
import { invalidProp } from './invalid-prop';
import type { Investigator } from './investigator';
import type { OwnPartsManifest } from './own-parts';
import type { Repair } from './repair';

export interface GuardFunctionProps {
  readonly policy: GuardPolicy;
  readonly table: ITable;
  readonly topic: ITopic;
  readonly repairs?: Repair[];
  readonly securityHub: boolean;
  readonly deadLetterQueue: IQueue;
  readonly encryptionKey?: IKey;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** The function with its role and its log. */
export class GuardFunction extends Construct {
  public readonly function: LambdaFunction;
  public readonly role: GuardRole;
  public readonly channels: GuardChannels;
  private readonly policy: GuardPolicy;
  private containment?: ContainmentFunction;

  constructor(scope: Construct, id: string, props: GuardFunctionProps) {
    super(scope, id);
    this.policy = props.policy;
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
      ...(props.encryptionKey ? { encryptionKey: props.encryptionKey } : {}),
    });
    this.role = new GuardRole(this, 'Permissions', { ...props, logGroup });
    const { encryptionKey, securityHub } = props;
    const { hub } = props.policy;
    this.channels = new GuardChannels(this, 'Channels', {
      role: this.role.role,
      securityHub,
      ...(hub ? { hub } : {}),
      ...(encryptionKey ? { encryptionKey } : {}),
    });
    const channels = Lazy.any({ produce: () => this.channels.policy() });
    const containment = Lazy.any({ produce: () => this.containment?.policy });
    this.function = new LambdaFunction(this, 'Function', {
      description: 'TrailGuard: puts CloudTrail trails back to what they were, and tells people',
      ...functionSettings(this, 'guard', logGroup, props.deadLetterQueue),
      role: this.role.role,
      // Five tries of each call, the reads after a restore, the message: well below this, which only ends what hangs.
      timeout: Duration.minutes(2),
      environment: {
        [ENV_POLICY]: Stack.of(this).toJsonString({ ...props.policy, channels, containment }),
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

  /** Lets the guard ask for investigations, and the investigator answer. */
  public investigateBy(investigator: Investigator): void {
    this.connect('Investigator', ENV_INVESTIGATOR, investigator.function, investigator.role);
  }

  /** Lets the guard have actors stopped, and hear what became of it. */
  public containBy(containment: ContainmentFunction): void {
    validateLength({ ...this.policy, containment: containment.policy });
    this.containment = containment;
    this.connect('Containment', ENV_CONTAINMENT_FUNCTION, containment.function, containment.role.role);
  }

  /** Tells the guard where the template says what it consists of, and which version it is. */
  public knowItself({ reference, version }: OwnPartsManifest): void {
    this.function.addEnvironment(ENV_OWN_PARTS, reference);
    this.function.addEnvironment(ENV_VERSION, version);
  }

  /** Each way in a policy of its own: in the roles' default policies, which the functions wait for, they would make a circle. */
  private connect(name: string, variable: string, other: LambdaFunction, otherRole: Role): void {
    this.function.addEnvironment(variable, other.functionName);
    for (const [id, role, target] of [
      [`Ask${name}`, this.role.role, other],
      [`AnswerOf${name}`, otherRole, this.function],
    ] as const) {
      const actions = ['lambda:InvokeFunction'];
      const statement = new PolicyStatement({
        sid: id,
        effect: Effect.ALLOW,
        actions,
        resources: [target.functionArn],
      });
      new Policy(this, id, { roles: [role], statements: [statement] });
    }
  }
}

/** Exceptions and containment are in one variable: each may be as long as it is allowed to be, and both too long. */
function validateLength(policy: GuardPolicy): void {
  const bytes = deployedBytes(policy);
  if (bytes > POLICY_BYTES) {
    throw invalidProp({
      prop: 'containment.neverTouch',
      given: `too long: with the trails and exceptions it takes about ${bytes} bytes`,
      allowed: `at most ${POLICY_BYTES} bytes as JSON, because Lambda limits a function's environment to 4 KB`,
      cure: 'Use wildcards in the ARNs or fewer exceptions.',
    });
  }
}
