import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { StandIn } from '../../../drill/stand-in';
import { Template } from '../../../drill/stand-in/template';
import { cleanUp, type Resources, start, variable, writeAssembly } from './fixture';

afterEach(cleanUp);

const place = { accountId: '111122223333', region: 'eu-west-1', partition: 'aws-us-gov', stackName: 'Guard' };
const template = new Template(
  {
    Parameters: { Given: { Type: 'String', Default: 'a,b' }, Missing: { Type: 'String' }, Hub: { Type: 'String' } },
    Conditions: {
      HasHub: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Hub' }, ''] }] },
      HasBoth: { 'Fn::And': [{ Condition: 'HasHub' }, { 'Fn::Equals': [{ Ref: 'Given' }, 'a,b'] }] },
      HasNone: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'HasHub' }, { Condition: 'HasBoth' }] }] },
      Odd: { 'Fn::Contains': [] },
    },
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
      Unnamed: { Type: 'AWS::SQS::Queue' },
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'Given' }, Path: '/x/' } },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't' }, Condition: 'HasNone' },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'hub' } },
      OnBus: { Type: 'AWS::Events::Rule', Properties: { Name: 'r', EventBusName: { Ref: 'Bus' } } },
      Manifest: { Type: 'AWS::CloudFormation::WaitConditionHandle', Metadata: { parts: [{ Ref: 'Queue' }, 1] } },
    },
  },
  place,
  { Hub: 'arn:hub', Nobody: 'asks' },
);

test.each([
  [{ Ref: 'AWS::AccountId' }, '111122223333'],
  [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  [{ Ref: 'Given' }, 'a,b'],
  [{ Ref: 'Queue' }, 'https://sqs.eu-west-1.amazonaws.com/111122223333/q'],
  [{ Ref: 'Topic' }, 'arn:aws-us-gov:sns:eu-west-1:111122223333:t'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws-us-gov:sqs:eu-west-1:111122223333:q'],
  [{ 'Fn::GetAtt': 'Topic.TopicName' }, 't'],
  [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws-us-gov:iam::111122223333:role/x/a,b'],
  [{ 'Fn::Join': ['-', ['x', { Ref: 'AWS::Region' }]] }, 'x-eu-west-1'],
  [{ 'Fn::Select': ['1', { 'Fn::Split': [',', { Ref: 'Given' }] }] }, 'b'],
  [
    { 'Fn::Sub': `${variable('AWS::Region')}/${variable('Queue.Arn')}/${variable('!Literal')}` },
    `eu-west-1/arn:aws-us-gov:sqs:eu-west-1:111122223333:q/${variable('Literal')}`,
  ],
  [{ 'Fn::If': ['HasBoth', { Ref: 'Hub' }, 'b'] }, 'arn:hub'],
  [{ a: { 'Fn::If': ['HasNone', 1, { Ref: 'AWS::NoValue' }] } }, {}],
  [{ Ref: 'Bus' }, 'hub'],
  [{ 'Fn::GetAtt': ['OnBus', 'Arn'] }, 'arn:aws-us-gov:events:eu-west-1:111122223333:rule/hub/r'],
  [{ 'Fn::Sub': [variable('Own'), { Own: { Ref: 'Given' } }] }, 'a,b'],
  [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }, true] }, { b: [1, true] }],
])('resolves %j', (value, expected) => {
  expect(template.resolve(value)).toEqual(expected);
});

test('has no resource whose condition does not hold, and what is kept beside one', () => {
  expect(template.resources().map(({ logicalId }) => logicalId)).not.toContain('Topic');
  expect(template.metadata('Manifest')).toEqual({
    parts: ['https://sqs.eu-west-1.amazonaws.com/111122223333/q', 1],
  });
  expect(template.metadata('Queue')).toEqual({});
});

test('makes up the same name each time', () => {
  const name = template.resolve({ 'Fn::GetAtt': ['Unnamed', 'QueueName'] });
  expect(name).toMatch(/^Guard-Unnamed-[0-9A-F]{12}$/);
  expect(template.resolve({ 'Fn::GetAtt': ['Unnamed', 'QueueName'] })).toBe(name);
});

test.each([
  [{ 'Fn::GetAZs': '' }, 'the stand-in cannot resolve Fn::GetAZs: ""'],
  [{ 'Fn::If': ['Nothing', 'a', 'b'] }, 'no condition Nothing'],
  [{ 'Fn::If': ['Odd', 'a', 'b'] }, 'cannot evaluate the condition {"Fn::Contains":[]}'],
  [{ Ref: 'Missing' }, 'Ref to Missing, which is no resource and no parameter with a value'],
  [{ 'Fn::GetAtt': ['Queue', 'Colour'] }, 'the stand-in knows no attribute Colour of Queue'],
  [{ 'Fn::GetAtt': ['Nothing', 'Arn'] }, 'no resource Nothing'],
])('fails for %j', (value, message) => {
  expect(() => template.resolve(value)).toThrow(message);
});

test.each<[string, (resources: Resources) => void, string]>([
  [
    'an unknown type',
    (resources) => {
      resources.Bus = { Type: 'AWS::Events::Archive' };
    },
    'Bus is of type AWS::Events::Archive, which the stand-in does not know',
  ],
  [
    'another target',
    (resources) => {
      Object.assign(resources.Rule?.Properties ?? {}, { Targets: [{ Arn: 'arn:aws:kinesis:x' }] });
    },
    'Rule: the stand-in delivers to Lambda, SNS, SQS and event buses, got: arn:aws:kinesis:x',
  ],
  [
    'a cron schedule',
    (resources) => {
      Object.assign(resources.Sweep?.Properties ?? {}, { ScheduleExpression: 'cron(0 * * * ? *)' });
    },
    'Sweep: the stand-in has rate(...) schedules only, got: cron(0 * * * ? *)',
  ],
  [
    'an unknown asset',
    (resources) => {
      Object.assign(resources.Handler?.Properties ?? {}, { Code: { S3Key: 'other.zip' } });
    },
    'no asset directory for other.zip',
  ],
  [
    'an image',
    (resources) => {
      Object.assign(resources.Handler?.Properties ?? {}, { Code: { ImageUri: 'x' } });
    },
    'Handler: the stand-in runs functions from file assets and inline code only',
  ],
])('does not start with %s', async (_case, change, message) => {
  await expect(start({}, change)).rejects.toThrow(message);
});

test('does not start without the stack', async () => {
  const assembly = writeAssembly();
  await expect(StandIn.start({ assembly, stackName: 'Other' })).rejects.toThrow('need one stack, got Other for: Guard');
  rmSync(join(assembly, 'manifest.json'));
  await expect(StandIn.start({ assembly })).rejects.toThrow('ENOENT');
});

test('has the trail of the template', async () => {
  const standIn = await start({}, (resources) => {
    resources.Trail = {
      Type: 'AWS::CloudTrail::Trail',
      Properties: { TrailName: 'main', IsLogging: true, S3BucketName: 'b', IsMultiRegionTrail: true },
    };
  });
  expect(standIn.cloudTrail.trails.map(({ arn, status }) => [arn, status.isLogging])).toEqual([
    ['arn:aws:cloudtrail:us-east-1:111122223333:trail/main', true],
  ]);
});

test('several run side by side', async () => {
  const [one, two] = await Promise.all([start(), start({ accountId: '999988887777', region: 'eu-west-1' })]);
  expect(one.endpoint).not.toBe(two.endpoint);
  expect(one.queues.all[0]?.arn).toBe('arn:aws:sqs:us-east-1:111122223333:guard-dead-letters');
  expect(two.queues.all[0]?.arn).toBe('arn:aws:sqs:eu-west-1:999988887777:guard-dead-letters');
});
