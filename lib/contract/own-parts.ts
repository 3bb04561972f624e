/**
 * What a guard consists of, as its template says: kept as metadata of a resource of the stack, where CloudFormation
 * resolves names and nobody can change it without updating the stack. Its values are what AWS's APIs tell, so that both
 * can be compared.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDetail.html
 */
export interface OwnParts {
  readonly version: 1;
  readonly rules: readonly RulePart[];
  readonly schedule: SchedulePart;
  /** The guard's function first. */
  readonly functions: readonly FunctionPart[];
  readonly roles: readonly RolePart[];
  readonly topics: readonly TopicPart[];
  readonly table: TablePart;
  readonly queue: QueuePart;
  readonly alarms: readonly AlarmPart[];
  readonly logGroups: readonly LogGroupPart[];
}

/** Key of the metadata. */
export const OWN_PARTS_METADATA = 'TrailGuard::OwnParts';

/** On the default event bus, and enabled. */
export interface RulePart {
  readonly name: string;
  readonly pattern: object;
  readonly targets: readonly RuleTarget[];
}

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly roleArn?: string;
  readonly deadLetterArn?: string;
  readonly inputTransformer?: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

/** Enabled, without a time window. Numbers may come back from CloudFormation as text. */
export interface SchedulePart {
  readonly name: string;
  readonly groupName: string;
  readonly expression: string;
  readonly description: string;
  readonly target: {
    readonly arn: string;
    readonly roleArn: string;
    readonly input: string;
    readonly deadLetterArn: string;
    readonly maximumEventAgeInSeconds: number | string;
    readonly maximumRetryAttempts: number | string;
  };
}

/** With code as deployed. What is absent it does not have: layers, for instance. */
export interface FunctionPart {
  readonly name: string;
  readonly roleArn: string;
  readonly runtime: string;
  readonly handler: string;
  readonly timeout: number | string;
  readonly memorySize: number | string;
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs of versions. */
  readonly layers?: readonly string[];
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  /** Of the key that its environment is encrypted with. */
  readonly keyArn?: string;
  readonly deadLetterArn: string;
  readonly maximumEventAgeInSeconds: number | string;
  readonly maximumRetryAttempts: number | string;
  /** Who may invoke it besides roles that IAM allows it. */
  readonly permissions: readonly FunctionPermission[];
}

export interface FunctionPermission {
  readonly principal: string;
  readonly sourceArn?: string;
}

export interface RolePart {
  readonly name: string;
  readonly trustPolicy: object;
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, object>>;
  readonly managedPolicyArns: readonly string[];
  readonly permissionsBoundaryArn?: string;
}

export interface TopicPart {
  readonly arn: string;
  /** Absent where the topic is the user's own: of that, only the subscriptions here are the guard's. */
  readonly policy?: object;
  readonly keyId?: string;
  readonly subscriptions: readonly TopicSubscription[];
}

export interface TopicSubscription {
  readonly protocol: string;
  readonly endpoint: string;
}

export interface TablePart {
  readonly name: string;
  readonly arn: string;
  readonly policy: object;
}

export interface QueuePart {
  readonly url: string;
  readonly arn: string;
  readonly policy?: object;
  readonly retentionSeconds: number | string;
}

/** As PutMetricAlarm takes it. */
export interface AlarmPart {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface LogGroupPart {
  readonly name: string;
  /** Absent: for ever. */
  readonly retentionInDays?: number | string;
}
