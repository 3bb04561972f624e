import { Duration } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { ActivitySource, Containment, ContainmentAction, Repair, ResponseMode, SeverityProfile } from '../../lib';
import { REGIONS_OF_EVERY_ACCOUNT } from '../../lib/fleet-regions';
import { memberTemplate } from '../../lib/member-template';

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: looked into by each test
  readonly Properties?: any;
  readonly Metadata?: Record<string, unknown>;
  readonly Condition?: string;
}

interface Parsed {
  readonly Description: string;
  readonly Parameters?: Record<string, { readonly Type: string }>;
  readonly Conditions?: Record<string, unknown>;
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, { readonly Value: unknown }>;
}

const HUB = { eventBusArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuardHub' };

const everything = memberTemplate({
  hub: HUB,
  regions: REGIONS_OF_EVERY_ACCOUNT,
  guard: {
    responseMode: ResponseMode.RESTORE,
    emails: ['security@example.com'],
    sweepInterval: Duration.minutes(10),
    comparisonInterval: Duration.hours(2),
    exceptions: [
      {
        principalArns: ['arn:aws:iam::*:role/Maintenance'],
        sources: [ActivitySource.cidr('198.51.100.0/24')],
        maximumDuration: Duration.hours(1),
        reason: 'Maintenance',
      },
    ],
    repairs: [Repair.eventDataStores()],
    containment: Containment.automatic({
      actions: [ContainmentAction.DEACTIVATE_ACCESS_KEY],
      neverTouch: ['arn:aws:iam::*:role/BreakGlass'],
    }),
    securityHub: true,
    severityProfile: SeverityProfile.ORIGINAL,
  },
});
const plain = memberTemplate({ guard: {}, regions: ['us-east-1'] });
const parsed = ({ body }: { body: string }) => JSON.parse(body) as Parsed;
const resources = (template: { body: string }) => Object.values(parsed(template).Resources);

/** The property by which each type could be given a name; undefined: none of the type can. */
const NAMES: Record<string, string | undefined> = {
  'AWS::CloudFormation::WaitConditionHandle': undefined,
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::EventInvokeConfig': undefined,
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Lambda::Permission': undefined,
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Subscription': undefined,
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SNS::TopicPolicy': undefined,
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SQS::QueuePolicy': undefined,
  'AWS::Scheduler::Schedule': 'Name',
};

test('it stands alone: no assets, nested stacks, macros, custom resources, fixed names', () => {
  for (const { Type, Properties = {}, Metadata = {} } of resources(everything)) {
    expect(Object.keys(NAMES)).toContain(Type);
    // What has a name has one that no other stack's can have.
    expect(JSON.stringify(Properties[NAMES[Type] ?? ''] ?? { Ref: 'AWS::StackId' })).toContain(
      '{"Ref":"AWS::StackId"}',
    );
    expect(Object.keys(Metadata).filter((key) => key.startsWith('aws:'))).toEqual([]);
  }
  expect(
    everything.body.match(/cdk-hnb659fds|AssetParameters|AWS::CDK::Metadata|Fn::(Transform|ImportValue)/),
  ).toBeNull();
  expect(Object.keys(parsed(everything)).sort()).toEqual(
    expect.not.arrayContaining(['Transform', 'Mappings', 'Rules', 'Metadata']),
  );
});

test('it is for any account and Region', () => {
  const outside = everything.body.replace(/"ZipFile":"[^"]*"/g, '');
  expect(outside).not.toMatch(/444455556666/);
  expect(outside.match(/arn:aws[\w-]*:(?!iam::aws|iam::\*)/g) ?? []).toEqual([]);
});

test('with everything switched on it has room for more; its functions are in it', () => {
  expect(Buffer.byteLength(everything.body)).toBeLessThan(950_000);
  const functions = resources(everything).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  expect(functions).toHaveLength(3);
  for (const { Properties } of functions) {
    expect(Properties).toMatchObject({ Handler: 'index.handler', Runtime: 'nodejs24.x' });
    expect(Properties.Code.ZipFile).toMatch(/^'use strict';const FILES=\{/);
  }
});

test('its one parameter is the event bus of the hub, which takes the alarms off the guards', () => {
  expect(parsed(everything).Parameters).toEqual({
    HubEventBusArn: { Type: 'String', Description: expect.any(String) },
  });
  expect(everything.body.includes('{"Ref":"HubEventBusArn"}')).toBe(true);
  expect(resources(everything).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')).toEqual([]);
  expect(parsed(plain).Parameters).toBeUndefined();
  expect(resources(plain).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')).toHaveLength(4);
});

test('it tells its version, as the guard does in its heartbeats', () => {
  const { Description, Outputs } = parsed(everything);
  expect(everything.version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  expect(Description).toContain(everything.version);
  expect(Outputs).toEqual({ Version: { Value: everything.version, Description: expect.any(String) } });
  const [guard] = resources(everything).filter(
    ({ Properties }) => Properties?.Environment?.Variables.TRAIL_GUARD_VERSION,
  );
  expect(guard?.Properties.Environment.Variables.TRAIL_GUARD_VERSION).toBe(everything.version);
  expect(memberTemplate({ guard: { sweepInterval: Duration.minutes(7) }, regions: ['us-east-1'] }).version).not.toBe(
    plain.version,
  );
});

test('it is the same each time, whatever app is around it', () => {
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:enable-path-metadata': true, mode: 'organization' });
  try {
    expect(memberTemplate({ guard: {}, regions: ['us-east-1'] })).toEqual(plain);
  } finally {
    delete process.env.CDK_CONTEXT_JSON;
  }
});

test('an organization trail is put back where it belongs, and watched everywhere else', () => {
  const [statements] = resources(plain)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .map(({ Properties }) => Properties.PolicyDocument.Statement as { Sid: string; Resource: unknown }[])
    .filter((all) => all.some(({ Sid }) => Sid === 'PutTrailsBack'));
  const trailsOf = (sid: string) => JSON.stringify(statements?.find(({ Sid }) => Sid === sid)?.Resource);
  expect(trailsOf('ReadTrails')).toContain(':*:trail/*');
  expect(trailsOf('PutTrailsBack')).toContain('":",{"Ref":"AWS::AccountId"},":trail/*"');
  // Every trail that is seen from there, whichever account it is of.
  expect(plain.body.includes('\\"trails\\"')).toBe(false);
});

test('where calls to IAM are recorded, they are forwarded to the other Regions of the fleet', () => {
  const conditional = resources(everything).filter(({ Condition }) => Condition !== undefined);
  expect(conditional.length).toBeGreaterThan(0);
  const { Conditions = {} } = parsed(everything);
  expect(new Set(conditional.map(({ Condition }) => Conditions[Condition ?? '']))).toEqual(
    new Set([{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }]),
  );
  expect(JSON.stringify(conditional)).toContain(':sa-east-1:');
  // In the Region itself they are on the bus already, and a fleet in one Region forwards nothing.
  expect(JSON.stringify(conditional)).not.toContain(':us-east-1:');
  expect(resources(plain).filter(({ Condition }) => Condition !== undefined)).toEqual([]);
});

test('what only the app around it has cannot be named', () => {
  const bucket = new Bucket(new Stack(), 'Bucket');
  expect(() => memberTemplate({ guard: { repairs: [Repair.bucketPolicy(bucket)] }, regions: ['us-east-1'] })).toThrow();
});

test('fails with a template that CloudFormation would not take, saying what is large', () => {
  const emails = Array.from({ length: 150 }, (_, index) => `${index}${'x'.repeat(4_000)}@example.com`);
  expect(() => memberTemplate({ guard: { emails }, regions: ['us-east-1'] })).toThrow(
    /'guard' is so much that its template has \d+ bytes, most of them in TrailGuard\w+ \(\d+\)/,
  );
});
