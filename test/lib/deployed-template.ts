import type { Template } from 'aws-cdk-lib/assertions';
import { ACCOUNT, type Json, REGION } from './fixture';

export const STACK_NAME = 'TrailGuard';
const UUID = '11111111-2222-3333-4444-555555555555';
export const STACK_ID = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${STACK_NAME}/${UUID}`;

/** In ARNs. */
type InService = (service: string, resource: string) => string;

/** The ARN that each kind of resource has once it is deployed under a name. */
const ARNS: Record<string, (name: string, inService: InService) => string> = {
  'AWS::CloudTrail::Trail': (name, inService) => inService('cloudtrail', `trail/${name}`),
  'AWS::CloudWatch::Alarm': (name, inService) => inService('cloudwatch', `alarm:${name}`),
  'AWS::DynamoDB::Table': (name, inService) => inService('dynamodb', `table/${name}`),
  'AWS::Events::Rule': (name, inService) => inService('events', `rule/${name}`),
  'AWS::IAM::ManagedPolicy': (name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`,
  'AWS::IAM::Role': (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'AWS::KMS::Key': (name, inService) => inService('kms', `key/${name}`),
  'AWS::Lambda::Function': (name, inService) => inService('lambda', `function:${name}`),
  'AWS::Logs::LogGroup': (name, inService) => inService('logs', `log-group:${name}:*`),
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name.toLowerCase()}`,
  'AWS::SNS::Topic': (name, inService) => inService('sns', name),
  'AWS::SQS::Queue': (name, inService) => inService('sqs', name),
  'AWS::Scheduler::Schedule': (name, inService) => inService('scheduler', `schedule/default/${name}`),
};

interface Resource {
  readonly Type: string;
  readonly Properties: Json;
  readonly Metadata?: Json;
}

/** A template as it will be deployed: each resource is named by its logical id, unless the template names it. */
export class DeployedTemplate {
  protected readonly resources: Record<string, Resource>;
  protected readonly stackName: string = STACK_NAME;

  constructor(
    template: Template,
    private readonly region = REGION,
  ) {
    this.resources = template.toJSON().Resources;
  }

  /** The logical ids of the resources of a type. */
  public ids(type: string): string[] {
    return Object.keys(this.resources).filter((id) => this.resources[id]?.Type === type);
  }

  /** The properties of each resource of a type. */
  public propertiesOf(type: string): Json[] {
    return this.ids(type).map((id) => this.resolve(this.resources[id]?.Properties) as Json);
  }

  public metadataOf(type: string): Json[] {
    return this.ids(type).map((id) => this.resolve(this.resources[id]?.Metadata) as Json);
  }

  /** The ARN of the only resource of a type, or of the first. */
  public arn(type: string): string {
    const [id = ''] = this.ids(type);
    return this.arnOf(id);
  }

  public arns(type: string): string[] {
    return this.ids(type).map((id) => this.arnOf(id));
  }

  public nameOf(id: string): string {
    const { Name } = this.resources[id]?.Properties ?? {};
    return Name === undefined ? id : String(this.resolve(Name));
  }

  protected arnOf(id: string): string {
    const arn = ARNS[this.resources[id]?.Type ?? ''];
    if (!arn) throw new Error(`no ARN known for ${id}`);
    return arn(this.nameOf(id), this.inService);
  }

  protected resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((element) => this.resolve(element));
    if (typeof value !== 'object' || value === null) return value;
    const {
      Ref: ref,
      'Fn::GetAtt': attribute,
      'Fn::Join': join,
      'Fn::Select': select,
      'Fn::Split': split,
    } = value as Json;
    if (typeof ref === 'string') return this.ref(ref);
    if (Array.isArray(attribute)) return attribute[1] === 'Arn' ? this.arnOf(attribute[0]) : this.nameOf(attribute[0]);
    if (Array.isArray(join)) return (this.resolve(join[1]) as string[]).join(String(join[0]));
    if (Array.isArray(select)) return (this.resolve(select[1]) as string[])[Number(select[0])];
    if (Array.isArray(split)) return String(this.resolve(split[1])).split(String(split[0]));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.resolve(inner)]));
  }

  private readonly inService: InService = (service, resource) =>
    `arn:aws:${service}:${this.region}:${ACCOUNT}:${resource}`;

  /** A name, but where CloudFormation's Ref is something else. */
  private ref(id: string): string {
    const pseudo: Record<string, string> = {
      'AWS::Partition': 'aws',
      'AWS::Region': this.region,
      'AWS::AccountId': ACCOUNT,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': this.stackName,
      'AWS::StackId': this.inService('cloudformation', `stack/${this.stackName}/${UUID}`),
    };
    switch (this.resources[id]?.Type) {
      case 'AWS::IAM::ManagedPolicy':
      case 'AWS::SNS::Topic':
        return this.arnOf(id);
      case 'AWS::SQS::Queue':
        return `https://sqs.${this.region}.amazonaws.com/${ACCOUNT}/${this.nameOf(id)}`;
      default:
        return pseudo[id] ?? this.nameOf(id);
    }
  }
}
