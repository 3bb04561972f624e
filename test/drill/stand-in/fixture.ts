import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Caller, StandIn, type StandInOptions } from '../../../drill/stand-in';

type Properties = Record<string, unknown>;
export type Resources = Record<string, { Type: string; Properties?: Properties }>;

/** A function that does what its event says, and starts the trail of a CloudTrail event. */
const handler = `
const { CloudTrailClient, StartLoggingCommand } = require(${JSON.stringify(require.resolve('@aws-sdk/client-cloudtrail'))});
exports.handler = async (event, context) => {
  if (event.detail) {
    await new CloudTrailClient({}).send(new StartLoggingCommand({ Name: event.detail.requestParameters.name }));
  }
  switch (event.do) {
    case 'environment': return { ...process.env };
    case 'context': return { ...context, remaining: context.getRemainingTimeInMillis() };
    case 'log':
      for (const line of event.lines) console.log(line);
      console.error('to stderr');
      return null;
    case 'throw': throw new RangeError('no luck');
    case 'exit': return process.exit(3);
    case 'sleep':
      console.log(JSON.stringify({ pid: process.pid }));
      return new Promise((resolve) => setTimeout(() => resolve(process.pid), event.ms));
    case 'pid': return process.pid;
    case 'now': return Math.min(+new Date(), Date.now());
    default: return event;
  }
};
exports.callback = (event, context, callback) => callback(null, event);
`;

/** A variable in the text of Fn::Sub. */
export const variable = (name: string) => `$\{${name}}`;

const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** The shape of the guard's template: one of each. */
export const resources = (): Resources => ({
  Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/security/', RoleName: 'guard-role' } },
  Handler: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'guard',
      Code: { S3Bucket: { 'Fn::Sub': `cdk-assets-${variable('AWS::AccountId')}` }, S3Key: 'abc123.zip' },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: arn('Role'),
      Timeout: 20,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
      Environment: {
        Variables: {
          TRAIL_GUARD_TABLE: { Ref: 'Table' },
          TRAIL_GUARD_TOPIC: { Ref: 'Topic' },
          TRAIL_GUARD_PLACE: { 'Fn::Join': ['/', [{ Ref: 'AWS::Partition' }, { Ref: 'AWS::Region' }]] },
        },
      },
    },
  },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: arn('Handler'),
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: arn('Rule'),
    },
  },
  InvokeConfig: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Handler' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arn('DeadLetters') } },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'guard-rule',
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.cloudtrail'],
        account: [{ Ref: 'AWS::AccountId' }],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: { eventSource: ['cloudtrail.amazonaws.com'], eventName: ['StopLogging', 'DeleteTrail'] },
      },
      Targets: [
        {
          Id: 'Target0',
          Arn: arn('Handler'),
          DeadLetterConfig: { Arn: arn('DeadLetters') },
          RetryPolicy: { MaximumRetryAttempts: 2 },
        },
      ],
    },
  },
  Sweep: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      Name: 'guard-sweep',
      ScheduleExpression: 'rate(5 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        Arn: arn('Handler'),
        RoleArn: arn('Role'),
        Input:
          '{"trigger":"sweep","schedule":"<aws.scheduler.schedule-arn>","scheduledTime":"<aws.scheduler.scheduled-time>"}',
        DeadLetterConfig: { Arn: arn('DeadLetters') },
        RetryPolicy: { MaximumRetryAttempts: 1 },
      },
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'guard-table',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    },
  },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'guard-topic' } },
  Mail: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'security@example.com' },
  },
  Wrapped: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arn('WrappedInbox') },
  },
  Raw: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arn('RawInbox'), RawMessageDelivery: true },
  },
  DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'guard-dead-letters' } },
  WrappedInbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'wrapped' } },
  RawInbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'raw' } },
  CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2' } },
});

const temporary: string[] = [];
const running: StandIn[] = [];

export function writeAssembly(change: (resources: Resources) => void = () => {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'stand-in-'));
  temporary.push(directory);
  const template = { Resources: resources() };
  change(template.Resources);
  const write = (name: string, content: unknown) => writeFileSync(join(directory, name), JSON.stringify(content));
  write('manifest.json', {
    version: '52.0.0',
    artifacts: {
      'Guard.assets': { type: 'cdk:asset-manifest', properties: { file: 'Guard.assets.json' } },
      Guard: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: 'Guard.template.json' },
      },
    },
  });
  write('Guard.template.json', template);
  write('Guard.assets.json', {
    files: {
      abc123: {
        source: { path: 'asset.abc123', packaging: 'zip' },
        destinations: { here: { bucketName: 'assets', objectKey: 'abc123.zip' } },
      },
    },
  });
  mkdirSync(join(directory, 'asset.abc123'));
  writeFileSync(join(directory, 'asset.abc123', 'index.js'), handler);
  return directory;
}

export async function start(
  options: Partial<StandInOptions> = {},
  change?: (resources: Resources) => void,
): Promise<StandIn> {
  const standIn = await StandIn.start({
    assembly: writeAssembly(change),
    retryDelaysMs: [10, 10],
    targetRetryDelayMs: 5,
    ...options,
  });
  running.push(standIn);
  return standIn;
}

/** Stops all stand-ins of a test and removes their files. */
export async function cleanUp(): Promise<void> {
  await Promise.all(running.splice(0).map((standIn) => standIn.stop()));
  for (const directory of temporary.splice(0)) rmSync(directory, { recursive: true });
}

/** What an SDK client needs to call the stand-in as somebody. */
export const clientConfig = (standIn: StandIn, caller: Caller, region = standIn.world.region) => ({
  endpoint: standIn.endpoint,
  region,
  credentials: caller.credentials,
  maxAttempts: 1,
});

/** The error that a call ends with; fails the test if it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<{
  name: string;
  message: string;
  status: number | undefined;
}> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('the call succeeded');
}
