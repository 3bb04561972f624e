import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { TrailGuard } from '../../lib';
import { ACCOUNT, flat, guarded, statement } from './fixture';

/** Properties that would give a resource a name of its own, for which a second one would fail. */
const PHYSICAL_NAMES: Record<string, string[]> = {
  'AWS::CloudFormation::WaitConditionHandle': [],
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::DynamoDB::Table': ['TableName'],
  'AWS::Events::Rule': ['Name'],
  'AWS::IAM::Role': ['RoleName'],
  'AWS::KMS::Key': [],
  'AWS::Lambda::EventInvokeConfig': [],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::Lambda::Permission': [],
  // Inline policies are named within their role.
  'AWS::IAM::Policy': [],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::SNS::Topic': ['TopicName'],
  'AWS::SNS::Subscription': [],
  'AWS::SNS::TopicPolicy': [],
  'AWS::SQS::Queue': ['QueueName'],
  'AWS::SQS::QueuePolicy': [],
  'AWS::Scheduler::Schedule': ['Name', 'GroupName'],
};

test('nothing has a fixed physical name', () => {
  const { stack } = guarded((scope) => ({ encryptionKey: new Key(scope, 'Key'), emails: ['security@example.com'] }));
  const resources = stack.node.findAll().filter(CfnResource.isCfnResource);
  const { Resources } = Template.fromStack(stack).toJSON() as {
    Resources: Record<string, { Type: string; Properties?: object }>;
  };
  expect(Object.keys(Resources)).toHaveLength(resources.length);
  for (const { Type, Properties = {} } of Object.values(Resources)) {
    const names = PHYSICAL_NAMES[Type];
    expect([Type, names]).toEqual([Type, expect.any(Array)]);
    const fixed = Object.entries(Properties).filter(
      // A name with the stack's id is another one in every stack.
      ([name, value]) => names?.includes(name) && !JSON.stringify(value).includes('AWS::StackId'),
    );
    expect(fixed).toEqual([]);
  }
});

test.each(['eu-west-1', 'cn-north-1', 'us-gov-west-1', undefined])('in %s there is no literal partition', (region) => {
  const { template } = guarded(
    (stack) => ({
      trails: [CfnTrail.fromTrailName(stack, 'Imported', 'management')],
      encryptionKey: new Key(stack, 'Key'),
      emails: ['security@example.com'],
    }),
    region ? { env: { account: ACCOUNT, region } } : {},
  );
  expect(JSON.stringify(template.toJSON())).not.toMatch(/arn:aws[a-z-]*:/);
  expect(flat(statement(template, 'PutTrailsBack')?.Resource)).toBe(
    `arn:<AWS::Partition>:cloudtrail:${region ?? '<AWS::Region>'}:${region ? ACCOUNT : '<AWS::AccountId>'}:trail/management`,
  );
});

test('two guards in one stack do not collide, nor do their shared topic and key', () => {
  const stack = new Stack();
  const topic = new Topic(stack, 'Topic');
  const encryptionKey = new Key(stack, 'Key');
  for (const id of ['One', 'Two']) {
    new TrailGuard(stack, id, { topic, encryptionKey, trails: [CfnTrail.fromTrailName(stack, `${id}Trail`, id)] });
  }
  const template = Template.fromStack(stack);
  // Each has its investigator.
  template.resourceCountIs('AWS::Lambda::Function', 4);
  template.resourceCountIs('AWS::Scheduler::Schedule', 2);
  for (const [type, property] of [
    ['AWS::SNS::TopicPolicy', 'PolicyDocument'],
    ['AWS::KMS::Key', 'KeyPolicy'],
  ] as const) {
    const statements = Object.values(template.findResources(type)).flatMap(
      ({ Properties }) => Properties[property].Statement as { Sid?: string }[],
    );
    const sids = statements.flatMap(({ Sid }) => Sid ?? []);
    expect(new Set(sids).size).toBe(sids.length);
  }
});

test('a guard is the same in every stage of an app', () => {
  const app = new App();
  const [first, second] = ['Test', 'Production'].map((name) => {
    const stack = new Stack(new Stage(app, name), 'Stack');
    new TrailGuard(stack, 'TrailGuard');
    // The CDK puts the stack's path into the ids of the permissions of a rule's target.
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    return text.replace(/AllowEventRule\w+/g, 'AllowEventRule');
  });
  expect(second).toBe(first);
});
