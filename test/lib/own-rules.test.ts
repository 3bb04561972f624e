import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { matches } from '../../drill/stand-in/event-pattern';
import { Containment, ContainmentAction, type TrailGuard, type TrailGuardProps } from '../../lib';
import type { Json } from '../fixtures/identities';
import { eventOf, recordOf } from '../fixtures/techniques';
import { DeployedTemplate, STACK_ID, STACK_NAME } from './deployed-template';
import { guarded, IN_REGION } from './fixture';
import { LongestNames } from './longest-names';

const EVERYTHING: TrailGuardProps = {
  containment: Containment.automatic({
    actions: Object.values(ContainmentAction),
    neverTouch: ['arn:aws:iam::111122223333:role/break-glass'],
    maximumActionsPerHour: 5,
  }),
};
const withChat = (guard: TrailGuard) => guard.chatTopic;

interface NamedRule {
  readonly name: string;
  readonly pattern: Json;
}

const rulesOf = (stack: DeployedTemplate): NamedRule[] => {
  const names = stack.ids('AWS::Events::Rule').map((id) => stack.nameOf(id));
  return stack.propertiesOf('AWS::Events::Rule').map(({ EventPattern }, index) => ({
    name: names[index] ?? '',
    pattern: EventPattern as Json,
  }));
};

const deployed = new DeployedTemplate(guarded(EVERYTHING, IN_REGION, withChat).template);
const rules = rulesOf(deployed);
const own = rules.filter(({ name }) => name.startsWith('TrailGuard-Own'));
const others = rules.filter(({ name }) => !name.startsWith('TrailGuard-'));
const witness = rules.filter(({ name }) => name.startsWith('TrailGuard-Witness'));
const call = (service: string, eventName: string, parameters: Json | null) =>
  ({ ...eventOf(recordOf(service, eventName, parameters)), region: 'eu-west-1' }) as Json;
const toldBy = (among: readonly NamedRule[], event: Json) =>
  among.filter(({ pattern }) => matches(pattern, event)).map(({ name }) => name);

test.each<[string, TrailGuardProps]>([
  ['no props', {}],
  ['everything', EVERYTHING],
  ['a hub', { hub: { eventBusArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuard-Hub' } }],
])('with the longest names, no pattern is longer than EventBridge takes, and no rule’s name either: %s', (_, props) => {
  const longest = rulesOf(new LongestNames(guarded(props, {}, withChat).template));
  for (const { name, pattern } of longest) {
    expect(name.length).toBeLessThanOrEqual(64);
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2_048);
  }
  expect(Math.max(...longest.map(({ pattern }) => JSON.stringify(pattern).length))).toBeGreaterThan(1_500);
});

test('names of rules with a stack’s id are as long as EventBridge takes', () => {
  expect(own.map(({ name }) => name)).toEqual(
    own.map((_, index) => expect.stringMatching(new RegExp(`^TrailGuard-Own${index + 1}-[0-9a-f-]{36}-[0-9a-f]{6}$`))),
  );
  expect(own.length).toBeGreaterThanOrEqual(2);
});

const ON_RULES = [
  ['DisableRule', 'name'],
  ['DeleteRule', 'name'],
  ['PutRule', 'name'],
  ['RemoveTargets', 'rule'],
  ['PutTargets', 'rule'],
] as const;

test.each(ON_RULES)('whichever rule %s is called on, another own rule tells', (eventName, parameter) => {
  for (const { name } of rules) {
    const told = toldBy(own, call('events', eventName, { [parameter]: name }));
    expect([name, told.filter((by) => by !== name)]).toEqual([name, expect.arrayContaining([expect.anything()])]);
  }
  expect(toldBy(rules, call('events', eventName, { [parameter]: 'payroll' }))).toEqual([]);
});

test.each(ON_RULES)('%s on an own rule or on the witness is told by the witness too', (eventName, parameter) => {
  for (const { name } of [...own, ...witness]) {
    expect(toldBy(witness, call('events', eventName, { [parameter]: name }))).not.toEqual([]);
  }
  // Of the others the guard tells, which is still there.
  for (const { name } of others) {
    expect(toldBy(witness, call('events', eventName, { [parameter]: name }))).toEqual([]);
  }
});

const [FUNCTION = '', INVESTIGATOR = ''] = deployed.ids('AWS::Lambda::Function');
const arn = deployed.arn('AWS::Lambda::Function');

test.each([
  ['a name', FUNCTION],
  ['an ARN', arn],
  ['an ARN of the latest version', `${arn}:$LATEST`],
  ['an ARN without its beginning', `111122223333:function:${FUNCTION}`],
])('a function may be named by %s', (_, functionName) => {
  expect(toldBy(own, call('lambda', 'UpdateFunctionCode20150331v2', { functionName }))).toHaveLength(1);
  expect(toldBy(witness, call('lambda', 'UpdateFunctionCode20150331v2', { functionName }))).toHaveLength(1);
});

test.each([
  ['the stack by its name', call('cloudformation', 'DeleteStack', { stackName: STACK_NAME })],
  ['the stack by its id', call('cloudformation', 'DeleteStack', { stackName: STACK_ID })],
  ['the table by its ARN', call('dynamodb', 'DeleteTable', { tableName: deployed.arn('AWS::DynamoDB::Table') })],
  [
    'the queue by an older address',
    call('sqs', 'PurgeQueue', {
      queueUrl: `https://queue.amazonaws.com/111122223333/${deployed.ids('AWS::SQS::Queue')[0]}`,
    }),
  ],
  ['the topic for chat', call('sns', 'SetTopicAttributes', { topicArn: deployed.arns('AWS::SNS::Topic')[1] })],
  [
    'an alarm among others',
    call('monitoring', 'DeleteAlarms', { alarmNames: ['payroll', deployed.ids('AWS::CloudWatch::Alarm')[3]] }),
  ],
  [
    'a role of a function that it asks',
    call('iam', 'AttachRolePolicy', { roleName: deployed.ids('AWS::IAM::Role')[1] }),
  ],
  ['a policy that is too long for a record', call('iam', 'PutRolePolicy', { omitted: true, originalSize: 131_072 })],
])('own rules know %s', (_, event) => {
  expect(toldBy(own, event)).toHaveLength(1);
});

test.each([
  ['of another function', call('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'payroll' })],
  ['that only reads', call('lambda', 'GetFunction20150331v2', { functionName: FUNCTION })],
  ['that undoes one', call('lambda', 'DeleteFunctionConcurrency20171031', { functionName: FUNCTION })],
  ['that names nothing', call('lambda', 'UpdateFunctionCode20150331v2', null)],
  [
    'that another account forwards',
    { ...call('events', 'DisableRule', { name: own[0]?.name }), account: '444455556666' },
  ],
  ['that is forged', { ...call('events', 'DisableRule', { name: own[0]?.name }), source: 'custom.events' }],
])('neither own rules nor the witness match a call %s', (_, event) => {
  expect(toldBy([...own, ...witness], event)).toEqual([]);
});

describe('the witness', () => {
  const [ROLE = '', INVESTIGATOR_ROLE = ''] = deployed.ids('AWS::IAM::Role');
  const by = (event: Json, userIdentity: Json): Json => ({
    ...event,
    detail: { ...(event.detail as Json), userIdentity },
  });
  const session = (roleArn: string): Json => ({
    type: 'AssumedRole',
    sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn } },
  });
  const deletion = call('lambda', 'DeleteFunction20150331', { functionName: FUNCTION });

  test.each<[string, Json]>([
    ['the function deleted', deletion],
    ['its code changed', call('lambda', 'UpdateFunctionCode20150331v2', { functionName: FUNCTION })],
    ['its configuration', call('lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: FUNCTION })],
    ['its concurrency', call('lambda', 'PutFunctionConcurrency20171031', { functionName: FUNCTION })],
    ['its permissions', call('lambda', 'RemovePermission20150331v2', { functionName: FUNCTION })],
    ['its schedule', call('scheduler', 'UpdateSchedule', { name: deployed.ids('AWS::Scheduler::Schedule')[0] })],
    ['its role denied', call('iam', 'PutRolePolicy', { roleName: ROLE })],
    ['a denial that is too long for a record', call('iam', 'PutRolePolicy', { omitted: true })],
    ['its role bounded', call('iam', 'PutRolePermissionsBoundary', { roleName: ROLE })],
    ['its stack deleted', call('cloudformation', 'DeleteStack', { stackName: STACK_NAME })],
  ])('tells of %s', (_, event) => {
    expect(toldBy(witness, event)).toHaveLength(1);
  });

  test.each<[string, Json]>([
    ['another function of the guard', call('lambda', 'DeleteFunction20150331', { functionName: INVESTIGATOR })],
    ['its role', call('iam', 'DeleteRole', { roleName: INVESTIGATOR_ROLE })],
    ['who else may invoke the function', call('lambda', 'AddPermission20150331v2', { functionName: FUNCTION })],
    ['a deployment that begins', call('cloudformation', 'UpdateStack', { stackName: STACK_NAME })],
    ['a bucket policy', call('s3', 'PutBucketPolicy', { bucketName: 'logs' })],
  ])('leaves to the guard: %s', (_, event) => {
    expect(toldBy(witness, event)).toEqual([]);
  });

  test.each<[string, Json, boolean]>([
    ['a user', { type: 'IAMUser', userName: 'mallory' }, true],
    ['root', { type: 'Root' }, true],
    ['a session of a role', session('arn:aws:iam::111122223333:role/admin'), true],
    ['another service', { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }, true],
    ['a session that says nothing of its role', { type: 'AssumedRole', sessionContext: {} }, true],
    [
      'CloudFormation',
      { ...session('arn:aws:iam::111122223333:role/cfn'), invokedBy: 'cloudformation.amazonaws.com' },
      false,
    ],
    ['the guard, as a repair', session(`arn:aws:iam::111122223333:role/${ROLE}`), false],
  ])('a call by %s', (_, userIdentity, told) => {
    expect(toldBy(witness, by(deletion, userIdentity))).toHaveLength(told ? 1 : 0);
  });
});

test('of a topic that the guard was given, its rules know too', () => {
  const given = new DeployedTemplate(
    guarded((stack) => ({ topic: new Topic(stack, 'Security', { masterKey: new Key(stack, 'Key') }) }), IN_REGION)
      .template,
  );
  const event = call('sns', 'SetTopicAttributes', { topicArn: given.arn('AWS::SNS::Topic'), attributeName: 'Policy' });
  expect(toldBy(rulesOf(given), event)).not.toEqual([]);
});
