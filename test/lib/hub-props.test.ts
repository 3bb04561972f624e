import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StackSetCaller, type StackSetToWatch, type TrailGuardHubProps } from '../../lib';
import { ENVIRONMENT_BYTES, environmentBytes } from './environment-bytes';
import { flat, IN_REGION, type Json, only, thrownBy, warnings } from './fixture';
import { hubbed } from './hub-fixture';

type Props = Partial<TrailGuardHubProps>;

const watching = (change: Partial<StackSetToWatch>): Props => ({
  stackSets: [{ stackSetName: 'TrailGuard', ...change }],
});
const GUARD = { account: '444455556666', region: 'eu-west-1' };

const guards = (length: number) =>
  Array.from({ length }, (_, index) => ({ account: `${444400000000 + index}`, region: 'ap-southeast-1' }));

/** What is wrong, the props, the prop's name, the value, a word of the cure. */
const WRONG: [string, Props | ((stack: Stack) => Props), string, string, string][] = [
  ...['', 'a1b2c3d4e5', 'o-short', 'o-A1B2C3D4E5', '*', 'o-*'].map((organizationId): (typeof WRONG)[number] => [
    `the organization '${organizationId}'`,
    { organizationId },
    'organizationId',
    `'${organizationId}'`,
    'describe-organization',
  ]),
  ...[Duration.minutes(4), Duration.hours(25), Duration.seconds(330)].map(
    (heartbeatInterval): (typeof WRONG)[number] => [
      `a heartbeat each ${heartbeatInterval.toHumanString()}`,
      { heartbeatInterval },
      'heartbeatInterval',
      heartbeatInterval.toHumanString(),
      '1 hour is a good value',
    ],
  ),
  ...['', '1TrailGuard', 'TrailGuard:11111111-2222-3333-4444-555555555555', 'Trail*', 'T'.repeat(129)].map(
    (stackSetName): (typeof WRONG)[number] => [
      `the stack set '${stackSetName.slice(0, 20)}'`,
      watching({ stackSetName }),
      'stackSets[].stackSetName',
      `'${stackSetName}'`,
      'what follows a colon',
    ],
  ),
  ['a stack set of no Region', watching({ region: 'Ireland' }), 'stackSets[].region', "'Ireland'", 'Leave out'],
  ...['TrailGuardReader', 'arn:aws:iam::444455556666:role/*', 'arn:aws:iam::444455556666:user/mallory'].map(
    (readerRoleArn): (typeof WRONG)[number] => [
      `the reader '${readerRoleArn}'`,
      watching({ readerRoleArn }),
      'stackSets[].readerRoleArn',
      `'${readerRoleArn}'`,
      'trusts the hub',
    ],
  ),
  [
    'a stack set twice',
    { stackSets: [{ stackSetName: 'TrailGuard' }, { stackSetName: 'TrailGuard', callAs: StackSetCaller.SELF }] },
    'stackSets',
    "twice 'TrailGuard'",
    'Remove one of them',
  ],
  ['an account that is none', { guards: [{ ...GUARD, account: '4444' }] }, 'guards[].account', "'4444'", '12 digits'],
  ['a Region that is none', { guards: [{ ...GUARD, region: 'eu' }] }, 'guards[].region', "'eu'", 'Leave out'],
  ['a guard twice', { guards: [GUARD, GUARD] }, 'guards', 'twice eu-west-1 of account 444455556666', 'Remove one'],
  ['more guards than a function can be told', { guards: guards(60) }, 'guards', 'too many', 'stack set'],
  ['a version that is none', { guardVersion: 'the newest one' }, 'guardVersion', "'the newest one'", 'Leave it out'],
  ['nobody who deploys', { deployedBy: [] }, 'deployedBy', 'empty', 'Name the users or roles'],
  [
    'everybody who deploys',
    { deployedBy: ['arn:aws:iam::*:role/*'] },
    'deployedBy',
    "'arn:aws:iam::*:role/*'",
    'Name the users or roles',
  ],
  ...[Duration.hours(36), Duration.days(0), Duration.days(3_651)].map((archiveRetention): (typeof WRONG)[number] => [
    `an archive of ${archiveRetention.toHumanString()}`,
    { archiveRetention },
    'archiveRetention',
    archiveRetention.toHumanString(),
    '90 days is a good value',
  ]),
  ['no address', { emails: ['security'] }, 'emails', "'security'", 'addSubscription'],
  ['a snapshot', { removalPolicy: RemovalPolicy.SNAPSHOT }, 'removalPolicy', "'snapshot'", 'RETAIN'],
  [
    'a topic of another Region',
    (stack) => ({ topic: Topic.fromTopicArn(stack, 'Imported', 'arn:aws:sns:us-east-1:111122223333:security') }),
    'topic',
    'us-east-1',
    'a topic in eu-west-1',
  ],
];

test.each(WRONG)('fails with %s, naming prop, value and cure', (_, props, prop, given, cure) => {
  const error = thrownBy(() => hubbed(props, IN_REGION));
  expect(error.name).toBe('TrailGuardValidationError');
  expect(error.message).toMatch(/^TrailGuard: '[^']+' is .+, but must be .+\. .+\.$/s);
  expect(error.message).toContain(`TrailGuard: '${prop}' is `);
  expect(error.message).toContain(given);
  expect(error.message).toContain(cure);
});

/** What both functions are told. */
function told(props: Props, more?: Parameters<typeof hubbed>[2]): Json {
  const { template } = hubbed(props, IN_REGION, more);
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  const policies = functions.map(({ Properties }) => flat(Properties.Environment.Variables.TRAIL_GUARD_HUB));
  expect(new Set(policies).size).toBe(1);
  expect(policies).toHaveLength(2);
  return JSON.parse(policies[0] ?? '') as Json;
}

test('without more props, nothing is watched', () => {
  expect(told({})).toEqual({
    version: 1,
    account: '111122223333',
    region: 'eu-west-1',
    stackSets: [],
    guards: [],
    heartbeatSeconds: 3_600,
    deployedBy: [],
  });
});

test('tells what is to be watched, also what is added later', () => {
  const props: Props = {
    heartbeatInterval: Duration.minutes(30),
    guards: [GUARD],
    guardVersion: '0.2.0+1a2b3c4d5e6f',
    deployedBy: ['arn:aws:sts::*:assumed-role/stacksets-exec-*/*'],
    ...watching({ callAs: StackSetCaller.DELEGATED_ADMIN }),
  };
  const readerRoleArn = 'arn:aws:iam::444455556666:role/TrailGuardReader';
  const later: StackSetToWatch = { stackSetName: 'Later', region: 'us-east-1', readerRoleArn };
  expect(told(props, (hub) => hub.watchStackSet(later))).toEqual({
    version: 1,
    account: '111122223333',
    region: 'eu-west-1',
    stackSets: [
      { name: 'TrailGuard', region: 'eu-west-1', callAs: 'DELEGATED_ADMIN' },
      { name: 'Later', region: 'us-east-1', callAs: 'SELF', roleArn: readerRoleArn },
    ],
    guards: [GUARD],
    heartbeatSeconds: 1_800,
    guardVersion: '0.2.0+1a2b3c4d5e6f',
    deployedBy: ['arn:aws:sts::*:assumed-role/stacksets-exec-*/*'],
  });
});

test('as many guards as are let through fit into the environment', () => {
  const fits = (count: number) => {
    try {
      return hubbed({ guards: guards(count) }).template;
    } catch {
      return undefined;
    }
  };
  const most = [60, 55, 50, 45, 40].map(fits).find((template) => template !== undefined);
  if (!most) throw new Error('not even 40 guards');
  for (const bytes of Object.values(environmentBytes(most))) {
    expect(bytes).toBeGreaterThan(ENVIRONMENT_BYTES - 700);
    expect(bytes).toBeLessThan(ENVIRONMENT_BYTES);
  }
});

test('a stack set of the same name may be in another account', () => {
  const readerRoleArn = 'arn:aws:iam::444455556666:role/TrailGuardReader';
  const { stackSets } = told({
    stackSets: [{ stackSetName: 'TrailGuard' }, { stackSetName: 'TrailGuard', readerRoleArn }],
  });
  expect(stackSets).toHaveLength(2);
});

test('tells its own topic and subscribers, or those of the user', () => {
  const own = hubbed({ emails: ['security@example.com'] }).template;
  own.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'security@example.com' });
  const given = hubbed((stack) => ({ topic: new Topic(stack, 'Given') })).template;
  const { id } = only(given, 'AWS::SNS::Topic');
  for (const { Properties } of Object.values(given.findResources('AWS::Lambda::Function'))) {
    expect(Properties.Environment.Variables.TRAIL_GUARD_TOPIC_ARN).toEqual({ Ref: id });
  }
});

test('warns that an imported topic must let the hub publish', () => {
  const { stack } = hubbed(
    (scope) => ({ topic: Topic.fromTopicArn(scope, 'Imported', 'arn:aws:sns:eu-west-1:111122223333:security') }),
    IN_REGION,
  );
  expect(warnings(stack)).toEqual([expect.stringMatching(/cdk-trail-guard:imported-topic/)]);
});

test('what is remembered outlives the hub, unless it is not to', () => {
  const policiesOf = (props: Props) =>
    ['AWS::DynamoDB::Table', 'AWS::Logs::LogGroup'].map(
      (type) => only(hubbed(props).template, type).resource.DeletionPolicy,
    );
  expect(policiesOf({})).toEqual(['Retain', 'Retain']);
  expect(policiesOf({ removalPolicy: RemovalPolicy.DESTROY })).toEqual(['Delete', 'Delete']);
});

test('the table has keys, time to live and recovery', () => {
  hubbed().template.hasResourceProperties('AWS::DynamoDB::Table', {
    KeySchema: [
      { AttributeName: 'kind', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
});
