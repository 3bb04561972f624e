import { App, Stack, Validations } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { TrailGuard } from '../../lib';

/** What cdk-nag finds and why it stands. In the test and not in the construct: whether it stands is the user's to say. */
const ACKNOWLEDGED: [path: string, id: string, reason: string][] = [
  ['DeadLetterQueue', 'AwsSolutions-SQS3', 'It is the dead-letter queue: of a rule, a schedule and a function.'],
  [
    'Guard/Permissions/Role/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudtrail:<AWS::Region>:<AWS::AccountId>:trail/*]',
    'Without `trails` the guard is for every trail of the account, those made later too.',
  ],
  [
    'Guard/Permissions/Role/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudtrail:<AWS::Region>:*:trail/*]',
    "An organization trail's account is not known; it can only be read.",
  ],
  [
    'Guard/Permissions/Role/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*]',
    'The role that a trail delivers with is not known; it can be handed to CloudTrail only.',
  ],
  [
    'Guard/Permissions/Role/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::*]',
    'DescribeTrails and LookupEvents support no resources.',
  ],
  [
    'Investigator/Role/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::*]',
    'LookupEvents, DescribeTrails and ListAccountAliases support no resources.',
  ],
  [
    'Investigator/Role/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudtrail:*:*:trail/*]',
    "Whether another trail recorded the dark is asked of each: of any Region, the organization's too. Read only.",
  ],
  [
    'Investigator/Role/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*]',
    'Whose access key it was is known only then; keys are listed, which tells no secrets.',
  ],
  ...[
    ['*', 'Log groups, alarms and rules are looked up among all of the account: lists of them support no resources.'],
    [
      'arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/<AWS::StackName>/*',
      'The own stack: what its id has behind the name is of no use.',
    ],
    [
      'arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/TrailGuard-*-{"Fn::Select":[2,{"Fn::Split":["/",{"Ref":"AWS::StackId"}]}]}-d08d2e',
      "The own rules of this guard: their names end with the stack's id.",
    ],
    ...['TrailGuardLogGroupD2F56B80', 'TrailGuardInvestigatorLogGroup93760174'].map((id) => [
      `arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<${id}>*`,
      'CloudWatch Logs names the same group with and without what is in it.',
    ]),
  ].map(([resource = '', reason = '']): [string, string, string] => [
    'OwnParts/Permissions/Inline',
    `AwsSolutions-IAM5[Resource::${resource}]`,
    reason,
  ]),
  [
    'Triggers/Invoker/DefaultPolicy',
    'AwsSolutions-IAM5[Resource::<TrailGuardFunction2EA07E8C.Arn>:*]',
    "CDK's grant covers the function's versions and aliases.",
  ],
];

/** Only with a key: CDK's grantEncryptDecrypt(). */
const WITH_KEY = [
  'Guard/Permissions/Role/DefaultPolicy',
  'Investigator/Role/DefaultPolicy',
  'Triggers/Invoker/DefaultPolicy',
].flatMap((path) =>
  ['kms:ReEncrypt*', 'kms:GenerateDataKey*'].map((action): (typeof ACKNOWLEDGED)[number] => [
    path,
    `AwsSolutions-IAM5[Action::${action}]`,
    'KMS counts variants of one operation as actions of their own.',
  ]),
);

function nagged(key = false): { app: App; stack: Stack } {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new TrailGuard(stack, 'TrailGuard', {
    ...(key ? { encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) } : {}),
  });
  return { app, stack };
}

beforeAll(() => {
  // The CDK prints what it finds.
  jest.spyOn(console, 'error').mockReturnValue();
});
afterAll(() => {
  jest.restoreAllMocks();
});

test.each([
  ['no key', false, ACKNOWLEDGED],
  ['a key', true, [...ACKNOWLEDGED, ...WITH_KEY]],
])('with %s, cdk-nag finds just what is acknowledged here', (_, key, acknowledged) => {
  const { app } = nagged(key);
  const found = new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      (violatingResources ?? []).map(({ constructPath }) => `${constructPath} ${ruleName}`),
    );
  expect(found.sort()).toEqual(acknowledged.map(([path, id]) => `Stack/TrailGuard/${path}/Resource ${id}`).sort());
});

test('once acknowledged, a synthesis with cdk-nag passes', () => {
  const { app, stack } = nagged();
  for (const [path, id, reason] of ACKNOWLEDGED) {
    const construct = stack.node.findChild('TrailGuard').node.findAll();
    const target = construct.find(({ node }) => node.path === `Stack/TrailGuard/${path}`);
    if (!target) throw new Error(`no construct at ${path}`);
    Validations.of(target).acknowledge({ id, reason });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});

test('fails a synthesis with a finding that nobody acknowledged', () => {
  const app = new App();
  new Bucket(new Stack(app, 'Stack'), 'Bucket');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow(/The S3 Bucket or bucket policy does not require requests to use SSL/);
});
