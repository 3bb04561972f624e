import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ResponseMode } from '../../lib';
import { DeployedGuard, ELSEWHERE, ORGANIZATION, OTHER, OWN } from './deployed-guard';
import { CHANGES, guarded, only, statement } from './fixture';

const all = new DeployedGuard();
const given = new DeployedGuard((stack) => ({ trails: [CfnTrail.fromTrailArn(stack, 'Imported', OWN)] }));
const observing = new DeployedGuard({ responseMode: ResponseMode.OBSERVE });

const READS = [
  'cloudtrail:GetTrailStatus',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetInsightSelectors',
  'cloudtrail:GetEventConfiguration',
  'cloudtrail:ListTags',
];

/** The calls that the function makes, from its source, and where each may go. */
const CALLS: Record<string, (deployed: DeployedGuard) => string[]> = {
  ...Object.fromEntries(CHANGES.map((call) => [call, () => [OWN]])),
  ...Object.fromEntries(READS.map((call) => [call, () => [OWN, OTHER, ORGANIZATION]])),
  'cloudtrail:DescribeTrails': () => ['*'],
  'cloudtrail:LookupEvents': () => ['*'],
  'dynamodb:GetItem': ({ table }) => [table],
  'dynamodb:PutItem': ({ table }) => [table],
  'dynamodb:UpdateItem': ({ table }) => [table],
  'dynamodb:Query': ({ table }) => [table, `${table}/index/open`],
  'sns:Publish': (deployed) => [deployed.arn('AWS::SNS::Topic')],
  'scheduler:GetSchedule': (deployed) => [deployed.arn('AWS::Scheduler::Schedule')],
};

/** What Lambda does in the function's name. */
const BY_LAMBDA = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  // The CDK's grant for the on-failure destination.
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:SendMessage',
];

const SERVICES = [
  'cloudtrail',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'events',
  'iam',
  'kms',
  'lambda',
  'logs',
  'organizations',
  's3',
  'scheduler',
  'sns',
  'sqs',
  'ssm',
  'sts',
];

const everything = async (deployed: DeployedGuard, role: string): Promise<string[]> => {
  const allowed = SERVICES.map((service) =>
    deployed.allowedOf(
      role,
      service,
      deployed.surroundings.filter((arn) => arn.split(':')[2] === service),
    ),
  );
  return (await Promise.all(allowed)).flat();
};

test('the list of calls is that of the source', () => {
  const folder = join(__dirname, '../../lambda/guard');
  const sources = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name: file }) => readFileSync(join(folder, file), 'utf8'));
  const commands = sources.flatMap((source) => [...source.matchAll(/\b([A-Z]\w+)Command\b/g)].map(([, name]) => name));
  const names = Object.keys(CALLS).map((action) => action.split(':')[1]);
  expect([...new Set(commands)].sort()).toEqual(names.sort());
});

test.each(Object.entries(CALLS))('the function may %s', async (action, resources) => {
  for (const deployed of [all, given]) {
    for (const resource of resources(deployed)) {
      expect([resource, await deployed.allows(deployed.guard, action, resource)]).toEqual([resource, true]);
    }
  }
});

test.each([
  ['guards all trails', all],
  ['guards given trails', given],
])('a function that %s may make just these calls', async (_, deployed) => {
  expect(await everything(deployed, deployed.guard)).toEqual([...Object.keys(CALLS), ...BY_LAMBDA].sort());
});

test('an observing function may make the same calls without any change', async () => {
  const calls = [...Object.keys(CALLS), ...BY_LAMBDA].filter((call) => !CHANGES.includes(call));
  expect(await everything(observing, observing.guard)).toEqual(calls.sort());
});

test.each([
  ...CHANGES.flatMap((call): [string, string, DeployedGuard, string[]][] => [
    ['all trails are guarded', call, all, [OWN, OTHER]],
    ['one trail is guarded', call, given, [OWN]],
    ['trails are observed', call, observing, []],
  ]),
  // Whether the whole account is recorded depends on all its trails.
  ...READS.flatMap((call): [string, string, DeployedGuard, string[]][] => [
    ['all trails are guarded', call, all, [OWN, OTHER, ORGANIZATION]],
    ['one trail is guarded', call, given, [OWN, OTHER, ORGANIZATION]],
    ['trails are observed', call, observing, [OWN, OTHER, ORGANIZATION]],
  ]),
])('where %s, %s reaches the right ones', async (_, action, deployed, trails) => {
  const reached: string[] = [];
  for (const arn of [OWN, OTHER, ORGANIZATION, ELSEWHERE]) {
    if (await deployed.allows(deployed.guard, action, arn)) reached.push(arn);
  }
  expect(reached).toEqual(trails);
});

test('a role is handed to CloudTrail only', () => {
  expect(statement(guarded().template, 'GiveTrailsTheirRole')).toMatchObject({
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Condition: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
  });
});

test('nobody but the role of the guard may write to its table', () => {
  const { template } = guarded();
  const { properties } = only(template, 'AWS::DynamoDB::Table');
  const [role] = Object.entries(template.findResources('AWS::IAM::Role')).flatMap(([id]) =>
    id.includes('PermissionsRole') ? [id] : [],
  );
  expect(properties.ResourcePolicy).toMatchObject({
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: expect.arrayContaining([
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
            'dynamodb:DeleteItem',
            'dynamodb:BatchWriteItem',
          ]),
          Condition: {
            ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [role, 'Arn'] } },
            Bool: { 'aws:PrincipalIsAWSService': 'false' },
          },
        },
      ],
    },
  });
});

test("a delegated administrator's guard may start the organization's trail that it is given", async () => {
  const deployed = new DeployedGuard((stack) => ({ trails: [CfnTrail.fromTrailArn(stack, 'Imported', ORGANIZATION)] }));
  expect(await deployed.allows(deployed.guard, 'cloudtrail:StartLogging', ORGANIZATION)).toBe(true);
  expect(await deployed.allows(deployed.guard, 'cloudtrail:StartLogging', OWN)).toBe(false);
});

test('the invoker may invoke the function and leave dead letters, nothing else', async () => {
  expect(await everything(all, all.invoker)).toEqual(['lambda:InvokeFunction', 'sqs:SendMessage']);
});

test('with a key, both may use it for messages and data, and not manage it', async () => {
  const deployed = new DeployedGuard((stack) => ({ encryptionKey: new Key(stack, 'Key') }));
  for (const role of [deployed.guard, deployed.invoker]) {
    expect(await deployed.allowedOf(role, 'kms', [deployed.arn('AWS::KMS::Key')])).toEqual([
      'kms:Decrypt',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyPair',
      'kms:GenerateDataKeyPairWithoutPlaintext',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ]);
  }
});
