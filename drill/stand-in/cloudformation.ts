import { AwsError } from './aws-error';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import type { Json } from './json';
import { type ApiCall, queryProtocol } from './protocol';
import type { Template } from './template';

/** An instance of a stack set, as ListStackInstances tells it. */
export interface StackInstance {
  readonly Account: string;
  readonly Region: string;
  readonly Status?: string;
  readonly [field: string]: unknown;
}

/** The stack that was deployed. What is done to it is recorded and changes its status, not its resources. */
export class CloudFormation implements RecordedService {
  readonly signingName = 'cloudformation';
  readonly protocol = queryProtocol('http://cloudformation.amazonaws.com/doc/2010-05-15/', 'AccessDenied');
  /** CloudFormation's word: a drill may change it. */
  status = 'CREATE_COMPLETE';
  /** A drill may set it back. */
  createdAt = Date.now();
  updatedAt: number | undefined;
  /** By the name of the stack set. */
  readonly stackInstances = new Map<string, StackInstance[]>();

  constructor(
    readonly stackName: string,
    private readonly template: Template,
  ) {}

  get stackId(): string {
    return this.template.stackId;
  }

  /** The end of an update. */
  complete(status = 'UPDATE_COMPLETE'): void {
    this.status = status;
    this.updatedAt = Date.now();
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call, 'InvalidAction');
  }

  /** Templates and values of parameters are not recorded. */
  describe({ parameters }: ApiCall): Description {
    const { Action, Version, TemplateBody, ...sent } = parameters;
    return { requestParameters: sent };
  }

  resource({ parameters }: ApiCall): string {
    return parameters.StackName === this.stackName ? this.stackId : String(parameters.StackName ?? '*');
  }

  readonly #operations: Operations = {
    DescribeStacks: (call) => {
      if (call.parameters.StackName !== undefined) this.#find(call);
      return { Stacks: { member: [this.#describe()] } };
    },
    DescribeStackResource: (call) => {
      this.#find(call);
      const { LogicalResourceId } = call.parameters;
      const resource = this.template.resources().find(({ logicalId }) => logicalId === LogicalResourceId);
      if (!resource) throw invalid(`Resource ${LogicalResourceId} does not exist for stack ${this.stackName}`);
      return {
        StackResourceDetail: {
          StackName: this.stackName,
          StackId: this.stackId,
          LogicalResourceId,
          PhysicalResourceId: resource.ref,
          ResourceType: resource.type,
          LastUpdatedTimestamp: new Date(this.updatedAt ?? this.createdAt).toISOString(),
          ResourceStatus: 'CREATE_COMPLETE',
          Metadata: JSON.stringify(this.template.metadata(resource.logicalId)),
        },
      };
    },
    UpdateStack: (call) => this.#begin(call, 'UPDATE_IN_PROGRESS'),
    ExecuteChangeSet: (call) => {
      this.#begin(call, 'UPDATE_IN_PROGRESS');
      return {};
    },
    DeleteStack: (call) => {
      this.#begin(call, 'DELETE_IN_PROGRESS');
      return {};
    },
    ListStackInstances: ({ parameters }) => {
      const { StackSetName, MaxResults = 100, NextToken = 0 } = parameters;
      const all = this.stackInstances.get(String(StackSetName).replace(/:.*/, ''));
      if (!all) throw new AwsError('StackSetNotFoundException', `StackSet ${StackSetName} not found`, 404);
      const [start, end] = [Number(NextToken), Number(NextToken) + Number(MaxResults)];
      const member = all.slice(start, end).map((instance) => ({ StackSetId: `${StackSetName}:stand-in`, ...instance }));
      return { Summaries: { member }, ...(end < all.length && { NextToken: String(end) }) };
    },
  };

  #begin(call: ApiCall, status: string): Json {
    this.#find(call);
    this.status = status;
    return { StackId: this.stackId };
  }

  #find({ parameters: { StackName } }: ApiCall): void {
    if (StackName === this.stackName || StackName === this.stackId) return;
    throw invalid(`Stack with id ${StackName} does not exist`);
  }

  #describe(): Json {
    return {
      StackName: this.stackName,
      StackId: this.stackId,
      CreationTime: new Date(this.createdAt).toISOString(),
      ...(this.updatedAt !== undefined && { LastUpdatedTime: new Date(this.updatedAt).toISOString() }),
      StackStatus: this.status,
    };
  }
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);
