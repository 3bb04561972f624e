import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ResponseMode } from '../../lib';
import { INCIDENT_DETAIL_TYPE, INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import { callsOfSource } from './calls-of-source';
import { DEFAULT_BUS, DeployedGuard, ELSEWHERE, ORGANIZATION, OTHER, OWN } from './deployed-guard';
import { STACK_ID } from './deployed-template';
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
  'events:PutEvents': () => [DEFAULT_BUS],
  'lambda:InvokeFunction': ({ investigatorFunction }) => [investigatorFunction],
};

const OWN_RULES = (deployed: DeployedGuard) => deployed.arns('AWS::Events::Rule');
const OWN_FUNCTIONS = (deployed: DeployedGuard) => deployed.arns('AWS::Lambda::Function');
const OWN_ROLES = (deployed: DeployedGuard) => deployed.arns('AWS::IAM::Role');
const OWN_ALARMS = (deployed: DeployedGuard) => deployed.arns('AWS::CloudWatch::Alarm');
const OWN_QUEUE = (deployed: DeployedGuard) => [deployed.arn('AWS::SQS::Queue')];
const OWN_TOPIC = (deployed: DeployedGuard) => [deployed.arn('AWS::SNS::Topic')];
const OWN_SCHEDULE = (deployed: DeployedGuard) => [deployed.arn('AWS::Scheduler::Schedule')];
const OWN_LOGS = (deployed: DeployedGuard) => deployed.arns('AWS::Logs::LogGroup');

/** What it needs to compare its own parts with what the template says. */
const OWN_READS: typeof CALLS = {
  'cloudformation:DescribeStacks': () => [STACK_ID],
  'cloudformation:DescribeStackResource': () => [STACK_ID],
  'cloudwatch:DescribeAlarms': OWN_ALARMS,
  'dynamodb:DescribeTable': ({ table }) => [table],
  'dynamodb:GetResourcePolicy': ({ table }) => [table],
  'events:DescribeRule': OWN_RULES,
  'events:ListRuleNamesByTarget': () => ['*'],
  'events:ListRules': () => ['*'],
  'events:ListTargetsByRule': OWN_RULES,
  'iam:GetRole': OWN_ROLES,
  'iam:GetRolePolicy': OWN_ROLES,
  'iam:ListAttachedRolePolicies': OWN_ROLES,
  'iam:ListRolePolicies': OWN_ROLES,
  'lambda:GetFunctionConcurrency': OWN_FUNCTIONS,
  'lambda:GetFunctionConfiguration': OWN_FUNCTIONS,
  'lambda:GetFunctionEventInvokeConfig': OWN_FUNCTIONS,
  'lambda:GetPolicy': OWN_FUNCTIONS,
  'logs:DescribeLogGroups': () => ['*'],
  'sns:GetTopicAttributes': OWN_TOPIC,
  'sns:ListSubscriptionsByTopic': OWN_TOPIC,
  'sqs:GetQueueAttributes': OWN_QUEUE,
};

/** What it needs to put them back. */
const OWN_REPAIRS: typeof CALLS = {
  'cloudwatch:EnableAlarmActions': OWN_ALARMS,
  'cloudwatch:PutMetricAlarm': OWN_ALARMS,
  'dynamodb:PutResourcePolicy': ({ table }) => [table],
  'events:EnableRule': OWN_RULES,
  'events:PutRule': OWN_RULES,
  'events:PutTargets': OWN_RULES,
  'events:RemoveTargets': OWN_RULES,
  'lambda:AddPermission': ({ guardFunction }) => [guardFunction],
  'lambda:DeleteFunctionConcurrency': OWN_FUNCTIONS,
  'lambda:PutFunctionEventInvokeConfig': OWN_FUNCTIONS,
  'lambda:RemovePermission': OWN_FUNCTIONS,
  'lambda:UpdateFunctionConfiguration': ({ guardFunction }) => [guardFunction],
  'logs:CreateLogGroup': OWN_LOGS,
  'logs:PutRetentionPolicy': OWN_LOGS,
  'scheduler:CreateSchedule': OWN_SCHEDULE,
  'scheduler:UpdateSchedule': OWN_SCHEDULE,
  'sns:CreateTopic': OWN_TOPIC,
  'sns:SetTopicAttributes': OWN_TOPIC,
  'sns:Subscribe': OWN_TOPIC,
  'sqs:CreateQueue': OWN_QUEUE,
  'sqs:SetQueueAttributes': OWN_QUEUE,
};

const ALL_CALLS = { ...CALLS, ...OWN_READS, ...OWN_REPAIRS };

/** Only where the user asks for it. */
const ASKED_FOR = ['securityhub:BatchImportFindings'];

/** An event as the guard puts it on the bus. */
const INCIDENT_EVENT = { 'events:source': [INCIDENT_EVENT_SOURCE], 'events:detail-type': [INCIDENT_DETAIL_TYPE] };

/** What Lambda does in the function's name. */
const BY_LAMBDA = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  // The CDK's grant for the on-failure destination.
  'sqs:GetQueueUrl',
  'sqs:SendMessage',
];

const SERVICES = [
  'cloudformation',
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
  'securityhub',
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
      INCIDENT_EVENT,
    ),
  );
  return (await Promise.all(allowed)).flat();
};

test('the list of calls is that of the source', () => {
  expect(callsOfSource('guard', 'channels', 'common', 'own-parts')).toEqual(
    [...Object.keys(ALL_CALLS), ...ASKED_FOR].sort(),
  );
});

test('no permission is for a service that is not looked at here', () => {
  for (const deployed of [all, given, observing]) {
    expect(SERVICES).toEqual(expect.arrayContaining(deployed.servicesOf(deployed.guard)));
  }
});

test.each(Object.entries(ALL_CALLS))('the function may %s', async (action, resources) => {
  for (const deployed of [all, given]) {
    for (const resource of resources(deployed)) {
      const allowed = await deployed.allows(deployed.guard, action, resource, INCIDENT_EVENT);
      expect([resource, allowed]).toEqual([resource, true]);
    }
  }
});

test.each([
  ['guards all trails', all],
  ['guards given trails', given],
])('a function that %s may make just these calls', async (_, deployed) => {
  expect(await everything(deployed, deployed.guard)).toEqual([...Object.keys(ALL_CALLS), ...BY_LAMBDA].sort());
});

test('an observing function may make the same calls without any change', async () => {
  const changes = [...CHANGES, ...Object.keys(OWN_REPAIRS)];
  const calls = [...Object.keys(ALL_CALLS), ...BY_LAMBDA].filter((call) => !changes.includes(call));
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

test.each([
  ['an event of its own', DEFAULT_BUS, {}, true],
  ['an event of another source', DEFAULT_BUS, { 'events:source': ['my.application'] }, false],
  ['an event of another kind', DEFAULT_BUS, { 'events:detail-type': ['Order placed'] }, false],
  ['another event beside its own', DEFAULT_BUS, { 'events:source': [INCIDENT_EVENT_SOURCE, 'my.app'] }, false],
  ['an event on another bus', DEFAULT_BUS.replace('default', 'orders'), {}, false],
  ["an event on another account's bus", DEFAULT_BUS.replace('111122223333', '444455556666'), {}, false],
])('of events, it may put its own only: %s', async (_, bus, change, allowed) => {
  expect(await all.allows(all.guard, 'events:PutEvents', bus, { ...INCIDENT_EVENT, ...change })).toBe(allowed);
});

test('it may put nothing on the bus that tells no source', async () => {
  expect(await all.allows(all.guard, 'events:PutEvents', DEFAULT_BUS)).toBe(false);
});

test('of functions, it may invoke its investigator only, which is never invoked by what invokes the guard', async () => {
  expect(await all.invokable(all.guard)).toEqual([all.investigatorFunction]);
  expect(await all.invokable(all.invoker)).toEqual([all.guardFunction]);
});

test('without an investigator, it may invoke nothing', async () => {
  const alone = new DeployedGuard({ investigation: { enabled: false } });
  const calls = [...Object.keys(ALL_CALLS), ...BY_LAMBDA].filter((call) => call !== 'lambda:InvokeFunction');
  expect(await everything(alone, alone.guard)).toEqual(calls.sort());
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
    /^TrailGuardPermissionsRole/.test(id) ? [id] : [],
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
