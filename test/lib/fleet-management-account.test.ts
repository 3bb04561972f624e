import { runSimulation } from '@cloud-copilot/iam-simulate';
import { Stack } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { executionStatements } from '../../lib/fleet-execution-permissions';
import { namesOfStackSet } from '../../lib/fleet-names';
import { ACCOUNT, IN_REGION } from './fixture';
import { fleetOf } from './fleet';

const STACK_SET = 'TrailGuard-Management';
const TEMPLATE = 'arn:aws:s3:::cdk-assets/template.json';
const names = namesOfStackSet(STACK_SET);

/** Whether CloudFormation may do it with the execution role of the stack set. */
async function allows(action: string, resource: string, contextVariables: Record<string, string> = {}) {
  const stack = new Stack(undefined, 'Stack', IN_REGION);
  const policy = new PolicyDocument({ statements: executionStatements(stack, STACK_SET, TEMPLATE) });
  const text = JSON.stringify(stack.resolve(policy)).replace(/\{"Fn::Join":\["",(\[.*?\])\]\}/g, (_, parts) =>
    JSON.stringify(
      (JSON.parse(parts) as (string | { Ref: string })[]).map((p) => (typeof p === 'string' ? p : 'aws')).join(''),
    ),
  );
  const simulated = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/Execution/session`,
        action,
        resource: { resource, accountId: contextVariables['aws:ResourceAccount'] ?? ACCOUNT },
        contextVariables,
      },
      identityPolicies: [{ name: 'Execution', policy: JSON.parse(text) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (simulated.resultType === 'error') throw new Error(JSON.stringify(simulated.errors));
  const results = simulated.resultType === 'single' ? [simulated.result] : simulated.results;
  return results.every(({ analysis }) => analysis.identityAnalysis?.result === 'Allowed');
}

const arn = (service: string, place: string, region = 'eu-west-1') =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${place}`;

/** One call for each type of resource that a guard consists of: what makes it, on a name that CloudFormation gives it. */
const MAKES: Record<string, [action: string, place: string]> = {
  'AWS::CloudWatch::Alarm': ['cloudwatch:PutMetricAlarm', arn('cloudwatch', `alarm:${names}-Alarm-1A`)],
  'AWS::DynamoDB::Table': ['dynamodb:CreateTable', arn('dynamodb', `table/${names}-Table-1A`)],
  'AWS::Events::Rule': ['events:PutRule', arn('events', `rule/${names}-Rule-1A`)],
  'AWS::IAM::Policy': ['iam:PutRolePolicy', arn('iam', `role/${names}-Role-1A`, '')],
  'AWS::IAM::Role': ['iam:CreateRole', arn('iam', `role/${names}-Role-1A`, '')],
  'AWS::Lambda::EventInvokeConfig': ['lambda:PutFunctionEventInvokeConfig', arn('lambda', `function:${names}-F-1A`)],
  'AWS::Lambda::Function': ['lambda:CreateFunction', arn('lambda', `function:${names}-F-1A`)],
  'AWS::Lambda::Permission': ['lambda:AddPermission', arn('lambda', `function:${names}-F-1A`)],
  'AWS::Logs::LogGroup': ['logs:CreateLogGroup', arn('logs', `log-group:${names}-Log-1A`)],
  'AWS::Scheduler::Schedule': ['scheduler:CreateSchedule', arn('scheduler', `schedule/default/${names}-S-1A`)],
  'AWS::SNS::Subscription': ['sns:Subscribe', arn('sns', `${names}-Topic-1A`)],
  'AWS::SNS::Topic': ['sns:CreateTopic', arn('sns', `${names}-Topic-1A`)],
  'AWS::SNS::TopicPolicy': ['sns:SetTopicAttributes', arn('sns', `${names}-Topic-1A`)],
  'AWS::SQS::Queue': ['sqs:CreateQueue', arn('sqs', `${names}-Queue-1A`)],
  'AWS::SQS::QueuePolicy': ['sqs:SetQueueAttributes', arn('sqs', `${names}-Queue-1A`)],
  'AWS::CloudFormation::WaitConditionHandle': [
    'cloudformation:CreateStack',
    arn('cloudformation', `stack/${names}-1A/*`),
  ],
};

test('the execution role may make every type of resource that a guard consists of', async () => {
  const { Resources } = JSON.parse(fleetOf({ guard: { emails: ['security@example.com'] } }).member) as {
    Resources: Record<string, { Type: string }>;
  };
  const types = new Set(Object.values(Resources).map(({ Type }) => Type));
  for (const type of types) {
    expect(Object.keys(MAKES)).toContain(type);
  }
  for (const [action, resource] of Object.values(MAKES)) {
    expect([action, await allows(action, resource)]).toEqual([action, true]);
  }
});

test.each<[string, string, Record<string, string>]>([
  ['lambda:UpdateFunctionCode', arn('lambda', 'function:Payments'), {}],
  ['iam:CreateRole', arn('iam', 'role/Admin', ''), {}],
  ['iam:AttachRolePolicy', arn('iam', `role/${names}-Role-1A`, ''), {}],
  ['iam:PassRole', arn('iam', `role/${names}-Role-1A`, ''), { 'iam:PassedToService': 'ec2.amazonaws.com' }],
  ['iam:PassRole', arn('iam', 'role/Admin', ''), { 'iam:PassedToService': 'lambda.amazonaws.com' }],
  ['cloudformation:DeleteStack', arn('cloudformation', 'stack/TrailGuardFleet/1A'), {}],
  ['s3:GetObject', 'arn:aws:s3:::organization-logs/AWSLogs/1', { 'aws:ResourceAccount': ACCOUNT }],
  ['cloudtrail:StopLogging', arn('cloudtrail', 'trail/main'), {}],
])('and not %s on %s', async (action, resource, context) => {
  expect(await allows(action, resource, context)).toBe(false);
});

test('it may make rules that have names, read the template, and what StackSets keeps in its own buckets', async () => {
  expect(await allows('events:PutRule', arn('events', 'rule/TrailGuard-Witness1-1A'))).toBe(true);
  expect(await allows('s3:GetObject', TEMPLATE, { 'aws:ResourceAccount': ACCOUNT })).toBe(true);
  expect(await allows('s3:PutObject', 'arn:aws:s3:::stacksets/1', { 'aws:ResourceAccount': '444455556666' })).toBe(
    true,
  );
});

test('its names are those that CloudFormation gives, which it shortens', () => {
  expect(names).toBe('StackSet-TrailGuard-Mana');
  expect(namesOfStackSet('TrailGuard')).toBe('StackSet-TrailGuard');
});

test('only CloudFormation, for this stack set, assumes the roles; they are there as long as the stack set', () => {
  const { template } = fleetOf({}, IN_REGION);
  const roles = template.findResources('AWS::IAM::Role');
  const idOf = (part: string) => Object.keys(roles).find((id) => id.includes(part)) ?? '';
  const [administration, execution] = [idOf('Administration'), idOf('Execution')];
  const trust = (id: string) => roles[id]?.Properties.AssumeRolePolicyDocument.Statement;
  expect(trust(administration)).toEqual([
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'cloudformation.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLike: {
          'aws:SourceArn': {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, `:cloudformation:eu-west-1:${ACCOUNT}:stackset/${STACK_SET}:*`],
            ],
          },
        },
      },
    },
  ]);
  expect(trust(execution)).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': [administration, 'Arn'] } } },
  ]);
  const [stackSet] = Object.values(
    template.findResources('AWS::CloudFormation::StackSet', { Properties: { StackSetName: STACK_SET } }),
  );
  expect(stackSet?.DependsOn).toEqual(
    expect.arrayContaining([...Object.keys(roles), ...Object.keys(template.findResources('AWS::IAM::Policy'))]),
  );
  expect(stackSet?.Properties).toMatchObject({
    AdministrationRoleARN: { 'Fn::GetAtt': [administration, 'Arn'] },
    ExecutionRoleName: { Ref: execution },
    Capabilities: ['CAPABILITY_IAM'],
  });
  // Named by CloudFormation, with the name of the stack before it.
  expect(JSON.stringify(roles)).not.toContain('RoleName');
});
