import { AwsError } from './aws-error';
import { Managed } from './delivery-chain-managed';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import type { Json } from './json';
import { type ApiCall, jsonProtocol } from './protocol';
import type { Resource } from './template';
import type { World } from './world';

interface LogGroup {
  readonly createdAt: number;
  readonly logGroupClass: string;
  retentionInDays?: number | undefined;
  kmsKeyId?: string | undefined;
}

/** CloudWatch Logs: log groups without anything in them. Filters, streams and policies are not kept. */
export class LogGroups implements RecordedService {
  readonly signingName = 'logs';
  readonly protocol = jsonProtocol('1.1');
  readonly #groups = new Managed<LogGroup>();

  constructor(private readonly world: World) {}

  /** By its ARN, with or without the `:*` at its end. */
  add(arn: string, { kmsKeyId, logGroupClass = 'STANDARD', retentionInDays }: Json = {}): void {
    const group: LogGroup = { createdAt: Date.now(), logGroupClass: String(logGroupClass) };
    if (kmsKeyId !== undefined) group.kmsKeyId = String(kmsKeyId);
    if (retentionInDays !== undefined) group.retentionInDays = Number(retentionInDays);
    this.#groups.add(withoutStar(arn), group);
  }

  /** In the place of one by the same name. */
  addDeployed({ attributes, properties: { RetentionInDays, KmsKeyId } }: Resource): void {
    this.add(String(attributes.Arn), { retentionInDays: RetentionInDays, kmsKeyId: KmsKeyId });
  }

  isGone(arn: string): boolean {
    return this.#groups.isGone(withoutStar(arn));
  }

  resource(call: ApiCall): string {
    return `${this.#arn(call)}:*`;
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  describe({ parameters }: ApiCall): Description {
    return { requestParameters: parameters };
  }

  readonly #operations: Operations = {
    CreateLogGroup: (call) => {
      const arn = this.#arn(call);
      if (this.#groups.get(arn)) {
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      }
      this.add(arn, call.parameters);
      return {};
    },
    DeleteLogGroup: (call) => {
      this.#find(call);
      this.#groups.remove(this.#arn(call));
      return {};
    },
    DescribeLogGroups: (call) => {
      const beginning = this.#arn(call);
      const found = this.#groups.all.filter(([arn]) => arn.startsWith(beginning)).sort(([a], [b]) => (a < b ? -1 : 1));
      return { logGroups: found.map(([arn, group]) => describe(arn, group)) };
    },
    PutRetentionPolicy: (call) => {
      this.#find(call).retentionInDays = Number(call.parameters.retentionInDays);
      return {};
    },
    DeleteRetentionPolicy: (call) => {
      this.#find(call).retentionInDays = undefined;
      return {};
    },
    AssociateKmsKey: (call) => {
      this.#find(call).kmsKeyId = String(call.parameters.kmsKeyId);
      return {};
    },
    DisassociateKmsKey: (call) => {
      this.#find(call).kmsKeyId = undefined;
      return {};
    },
    DeleteLogStream: (call) => this.#accept(call),
    PutSubscriptionFilter: (call) => this.#accept(call),
    DeleteSubscriptionFilter: (call) => this.#accept(call),
    DeleteMetricFilter: (call) => this.#accept(call),
    PutResourcePolicy: ({ parameters: { policyName, policyDocument, resourceArn } }) => ({
      resourcePolicy: { policyName, policyDocument, resourceArn },
    }),
    DeleteResourcePolicy: () => ({}),
  };

  #accept(call: ApiCall): Json {
    this.#find(call);
    return {};
  }

  #find(call: ApiCall): LogGroup {
    const group = this.#groups.get(this.#arn(call));
    if (group) return group;
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }

  /** Without a name, what all ARNs in the account and Region begin with. */
  #arn({ parameters, region, caller }: ApiCall): string {
    const { logGroupName, logGroupNamePrefix, resourceIdentifier, resourceArn } = parameters;
    const named = String(logGroupName ?? logGroupNamePrefix ?? resourceIdentifier ?? resourceArn ?? '');
    if (named.startsWith('arn:')) return withoutStar(named);
    return `arn:${this.world.partition}:logs:${region}:${caller.accountId}:log-group:${named}`;
  }
}

const withoutStar = (arn: string): string => arn.replace(/:\*$/, '');

function describe(logGroupArn: string, { createdAt, ...group }: LogGroup): Json {
  const [, , , , , , logGroupName] = logGroupArn.split(':');
  return { logGroupName, logGroupArn, arn: `${logGroupArn}:*`, creationTime: createdAt, storedBytes: 0, ...group };
}
