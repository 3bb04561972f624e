import { RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { guarded, guardFunction, only } from './fixture';

test('the function that restores: Node 24 on arm64, bundled code, bounded in time', () => {
  const { template } = guarded();
  expect(guardFunction(template).properties).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    MemorySize: 512,
    Timeout: 120,
  });
});

test('it reserves no concurrency: small accounts have none to give', () => {
  expect(guardFunction(guarded().template).properties).not.toHaveProperty('ReservedConcurrentExecutions');
});

test('it logs JSON into a log group of its own', () => {
  const { template } = guarded();
  expect(guardFunction(template).properties.LoggingConfig).toEqual({
    LogFormat: 'JSON',
    ApplicationLogLevel: 'INFO',
    SystemLogLevel: 'WARN',
    LogGroup: { Ref: only(template, 'AWS::Logs::LogGroup').id },
  });
});

test('what it fails on to the end goes to the dead-letter queue', () => {
  const { template } = guarded();
  expect(only(template, 'AWS::Lambda::EventInvokeConfig').properties).toMatchObject({
    FunctionName: { Ref: guardFunction(template).id },
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [only(template, 'AWS::SQS::Queue').id, 'Arn'] } } },
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 21_600,
  });
});

test('the queue takes messages over TLS only', () => {
  guarded().template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  });
});

test('it is told where to remember, whom to tell, whom to ask and who it is itself', () => {
  const { template } = guarded();
  const { Environment } = guardFunction(template).properties as { Environment: { Variables: Record<string, unknown> } };
  expect(Environment.Variables).toEqual({
    TRAIL_GUARD_POLICY: expect.anything(),
    TRAIL_GUARD_TABLE_NAME: { Ref: only(template, 'AWS::DynamoDB::Table').id },
    TRAIL_GUARD_TOPIC_ARN: { Ref: only(template, 'AWS::SNS::Topic').id },
    TRAIL_GUARD_ROLE_ARN: { 'Fn::GetAtt': [expect.stringMatching(/^TrailGuardPermissionsRole/), 'Arn'] },
    TRAIL_GUARD_INVESTIGATOR: { Ref: expect.stringMatching(/^TrailGuardInvestigatorFunction/) },
    TRAIL_GUARD_OWN_PARTS: {
      'Fn::Join': ['/', [{ Ref: 'AWS::StackName' }, only(template, 'AWS::CloudFormation::WaitConditionHandle').id]],
    },
    TRAIL_GUARD_VERSION: expect.stringMatching(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/),
  });
});

test.each([
  [undefined, 365],
  [RetentionDays.ONE_MONTH, 30],
])('logRetention %s', (logRetention, days) => {
  const { template } = guarded(logRetention ? { logRetention } : {});
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: days });
});

test('the table is on demand, with point-in-time recovery, and forgets old incidents', () => {
  const { template } = guarded();
  expect(only(template, 'AWS::DynamoDB::Table').properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    KeySchema: [
      { AttributeName: 'kind', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [{ IndexName: 'open' }],
  });
});

test.each([
  [undefined, 'Retain'],
  [RemovalPolicy.DESTROY, 'Delete'],
])('removalPolicy %s holds for what is remembered and logged', (removalPolicy, deletion) => {
  const { template } = guarded(removalPolicy ? { removalPolicy } : {});
  for (const type of ['AWS::DynamoDB::Table', 'AWS::Logs::LogGroup']) {
    template.allResources(type, { DeletionPolicy: deletion, UpdateReplacePolicy: deletion });
  }
});

test("CDK's permissions boundary reaches every role", () => {
  const { template } = guarded((stack) => {
    PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
    return {};
  });
  template.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
});
