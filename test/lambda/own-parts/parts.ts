import type { OwnParts } from '../../../lib/contract/own-parts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const STACK = 'TrailGuardStack';
export const MALLORY = 'arn:aws:iam::444455556666:user/mallory';

export const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

const queueArn = arn('sqs', 'DeadLetters');
const ruleArn = (name: string) => arn('events', `rule/${name}`);
const functionArn = (name: string) => arn('lambda', `function:${name}`);

const allow = (Action: string, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const policyOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

const trustOf = (service: string) =>
  policyOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } });

const ownFunction = (name: string, permissions: OwnParts['functions'][number]['permissions']) => ({
  name,
  roleArn: roleArn(`${name}Role`),
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  timeout: 120,
  memorySize: 512,
  environment: { TRAIL_GUARD_TABLE_NAME: 'Memory', TRAIL_GUARD_POLICY: `{"account":"${ACCOUNT}"}` },
  deadLetterArn: queueArn,
  maximumEventAgeInSeconds: 21_600,
  maximumRetryAttempts: 2,
  permissions,
});

const role = (name: string, service: string) => ({
  name,
  trustPolicy: trustOf(service),
  policies: {
    Restore: policyOf(
      allow('cloudtrail:StartLogging', '*', { Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT } } }),
      allow('cloudtrail:UpdateTrail', ['*']),
    ),
  },
  managedPolicyArns: ['arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess'],
});

/** A guard's parts, one or two of each kind, as the template says. */
export const PARTS: OwnParts = {
  version: 1,
  rules: [
    {
      name: 'Calls',
      pattern: {
        source: ['aws.cloudtrail'],
        account: [ACCOUNT],
        detail: { eventName: ['StopLogging', 'DeleteTrail'], errorCode: [{ exists: false }] },
      },
      targets: [{ id: 'Target0', arn: functionArn('Guard'), deadLetterArn: queueArn }],
    },
    {
      name: 'Witness',
      pattern: { source: ['aws.lambda'], account: [ACCOUNT], detail: { eventName: [{ prefix: 'DeleteFunction' }] } },
      targets: [
        {
          id: 'Target0',
          arn: arn('sns', 'Alarms'),
          inputTransformer: { InputPathsMap: { name: '$.detail.eventName' }, InputTemplate: '"The guard: <name>"' },
        },
        { id: 'Target1', arn: arn('events', 'event-bus/hub'), roleArn: roleArn('Forwarder') },
      ],
    },
  ],
  schedule: {
    name: 'Sweep',
    groupName: 'default',
    expression: 'rate(5 minutes)',
    description: 'Looks at every trail',
    target: {
      arn: functionArn('Guard'),
      roleArn: roleArn('Invoker'),
      input: '{"trigger":"sweep","schedule":"<aws.scheduler.schedule-arn>"}',
      deadLetterArn: queueArn,
      maximumEventAgeInSeconds: 300,
      maximumRetryAttempts: 185,
    },
  },
  functions: [
    ownFunction('Guard', [
      { principal: 'events.amazonaws.com', sourceArn: ruleArn('Calls') },
      { principal: 'events.amazonaws.com', sourceArn: ruleArn('Own') },
    ]),
    ownFunction('Investigator', []),
  ],
  roles: [role('GuardRole', 'lambda.amazonaws.com')],
  topics: [
    {
      arn: arn('sns', 'Alarms'),
      policy: policyOf({
        Sid: 'OnlyTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: arn('sns', 'Alarms'),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      subscriptions: [
        { protocol: 'email', endpoint: 'security@example.com' },
        { protocol: 'https', endpoint: 'https://hooks.example.com/services/T0/secret?token=1' },
      ],
    },
  ],
  table: {
    name: 'Memory',
    arn: arn('dynamodb', 'table/Memory'),
    policy: policyOf({
      Sid: 'OnlyTheGuardWrites',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
      Resource: '*',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': roleArn('GuardRole') } },
    }),
  },
  queue: {
    url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/DeadLetters`,
    arn: queueArn,
    policy: policyOf(allow('sqs:SendMessage', queueArn, { Principal: { Service: 'events.amazonaws.com' } })),
    retentionSeconds: 1_209_600,
  },
  alarms: [
    {
      name: 'NoSweep',
      properties: {
        AlarmActions: [arn('sns', 'Alarms')],
        OKActions: [arn('sns', 'Alarms')],
        ComparisonOperator: 'LessThanThreshold',
        EvaluationPeriods: 3,
        Threshold: 1,
        TreatMissingData: 'breaching',
        MetricName: 'ConsumedWriteCapacityUnits',
        Namespace: 'AWS/DynamoDB',
        Period: 300,
        Statistic: 'Sum',
        Dimensions: [
          { Name: 'TableName', Value: 'Memory' },
          { Name: 'Operation', Value: 'UpdateItem' },
        ],
      },
    },
    {
      name: 'DeadLetters',
      properties: {
        AlarmActions: [arn('sns', 'Alarms')],
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        EvaluationPeriods: 1,
        Threshold: 1,
        TreatMissingData: 'notBreaching',
        Metrics: [
          { Expression: 'a + b', Id: 'sum', Label: 'a + b' },
          {
            Id: 'a',
            MetricStat: { Metric: { MetricName: 'Errors', Namespace: 'AWS/Lambda' }, Period: 300, Stat: 'Sum' },
            ReturnData: false,
          },
          {
            Id: 'b',
            MetricStat: { Metric: { MetricName: 'Throttles', Namespace: 'AWS/Lambda' }, Period: 300, Stat: 'Sum' },
            ReturnData: false,
          },
        ],
      },
    },
  ],
  logGroups: [{ name: '/aws/lambda/Guard', retentionInDays: 90 }, { name: '/aws/lambda/Guard-forever' }],
};
