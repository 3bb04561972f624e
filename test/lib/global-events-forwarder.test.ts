import { App, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { matches } from '../../drill/stand-in/event-pattern';
import { GlobalEventsForwarder, type GlobalEventsForwarderProps } from '../../lib';
import { TECHNIQUES } from '../../lib/contract/techniques';
import type { Json } from '../fixtures/identities';
import { eventOf, recordOf } from '../fixtures/techniques';
import { circleIn } from './circle';
import { ACCOUNT, flat, thrownBy } from './fixture';

const REGIONS = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-north-1', 'sa-east-1'];

const forwarded = (props: Partial<GlobalEventsForwarderProps> = {}, region?: string) => {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, ...(region ? { region } : {}) } });
  const forwarder = new GlobalEventsForwarder(stack, 'Forwarder', { regions: REGIONS, ...props });
  return { stack, forwarder };
};

const { stack } = forwarded({}, 'us-east-1');
const template = Template.fromStack(stack);
const rulesOf = (from: Template) =>
  Object.values(from.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties as Json);
const rules = rulesOf(template);
const pattern = rules[0]?.EventPattern as Json;
const call = (eventName: string, parameters: Json | null, fields: Json = {}) =>
  eventOf(recordOf('iam', eventName, parameters, fields));
const ROLE = { roleName: 'TrailGuard-TrailGuardPermissionsRoleA9FFD6FA-1ABCDEFGHIJK' };

test('every Region gets every call, by rules of at most 5 targets', () => {
  const targets = rules.map(({ Targets }) => Targets as Json[]);
  expect(targets.map(({ length }) => length)).toEqual([5, 1]);
  expect(targets.flat().map(({ Arn }) => flat(Arn))).toEqual(
    REGIONS.map((region) => `arn:<AWS::Partition>:events:${region}:${ACCOUNT}:event-bus/default`),
  );
  expect(new Set(rules.map(({ EventPattern }) => JSON.stringify(EventPattern))).size).toBe(1);
});

test('its role may put events on these buses and nothing else', () => {
  const policies = Object.values(template.findResources('AWS::IAM::Role')).flatMap(
    ({ Properties }) => Properties.Policies as { PolicyDocument: { Statement: Json[] } }[],
  );
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(
    statements.map(({ Resource, ...statement }) => ({ ...statement, Resource: (Resource as []).map(flat) })),
  ).toEqual([
    {
      Sid: 'ForwardToOtherRegions',
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: REGIONS.map((region) => `arn:<AWS::Partition>:events:${region}:${ACCOUNT}:event-bus/default`),
    },
  ]);
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

test.each([...new Set(TECHNIQUES.filter(({ eventSource }) => /^iam\./.test(eventSource)).map((t) => t.eventName))])(
  '%s on a role of a guard is forwarded, on another role it is not',
  (eventName) => {
    expect(matches(pattern, call(eventName, ROLE))).toBe(true);
    expect(matches(pattern, call(eventName, { roleName: 'payroll' }))).toBe(false);
  },
);

test.each<[string, Json, boolean]>([
  ['a padded policy, of whichever role', call('PutRolePolicy', { omitted: true, originalSize: 131_072 }), true],
  ['a padded policy of a user', call('PutUserPolicy', { omitted: true, originalSize: 131_072 }), false],
  ['a call that only reads', call('GetRole', ROLE), false],
  ['a call that another account forwards', { ...call('DeleteRole', ROLE), account: '444455556666' }, false],
  ['a forged event', { ...call('DeleteRole', ROLE), source: 'custom.iam' }, false],
])('%s', (_, event, expected) => {
  expect(matches(pattern, event)).toBe(expected);
});

test('roles can be named otherwise', () => {
  const named = Template.fromStack(forwarded({ roleNamePatterns: ['CloudTrailDelivery', 'Watch*'] }).stack);
  const own = rulesOf(named)[0]?.EventPattern as Json;
  expect(matches(own, call('DeleteRole', { roleName: 'CloudTrailDelivery' }))).toBe(true);
  expect(matches(own, call('DeleteRole', { roleName: 'WatchDog' }))).toBe(true);
  expect(matches(own, call('DeleteRole', ROLE))).toBe(false);
});

test('under a condition, nothing of it is there without', () => {
  const { stack: conditional, forwarder } = forwarded();
  const isHere = new CfnCondition(conditional, 'IsHere', {
    expression: Fn.conditionEquals(conditional.region, 'us-east-1'),
  });
  forwarder.onlyIf(isHere);
  const { Resources } = Template.fromStack(conditional).toJSON() as { Resources: Record<string, Json> };
  expect(Object.values(Resources).map(({ Condition }) => Condition)).toEqual(['IsHere', 'IsHere', 'IsHere']);
  expect(circleIn(Template.fromStack(conditional))).toEqual([]);
});

test('no pattern is longer than EventBridge takes', () => {
  const longest = Template.fromStack(
    forwarded({ roleNamePatterns: Array.from({ length: 35 }, (_, index) => `${'r'.repeat(17)}${index % 10}*`) }).stack,
  );
  for (const { EventPattern } of rulesOf(longest)) {
    const { length } = JSON.stringify(EventPattern);
    expect(length).toBeGreaterThan(1_600);
    expect(length).toBeLessThan(2_048);
  }
});

test.each<[string, Partial<GlobalEventsForwarderProps>, string | undefined, RegExp]>([
  ['no Region', { regions: [] }, undefined, /'regions' is empty/],
  ['no Region’s name', { regions: ['Ireland'] }, undefined, /'regions' is 'Ireland'/],
  ['a Region twice', { regions: ['eu-west-1', 'eu-west-1'] }, undefined, /'eu-west-1' twice/],
  [
    'its own Region',
    { regions: ['eu-west-1', 'us-east-1'] },
    undefined,
    /'us-east-1', but must be Regions that record no/,
  ],
  ['a stack in another Region', {}, 'eu-west-1', /'scope' is in eu-west-1, where CloudTrail records no calls to IAM/],
  ['no pattern', { roleNamePatterns: [] }, undefined, /'roleNamePatterns' is empty/],
  ['a pattern of every role', { roleNamePatterns: ['*'] }, undefined, /'roleNamePatterns' is '\*'/],
  ['an ARN', { roleNamePatterns: ['arn:aws:iam::1:role/x'] }, undefined, /'roleNamePatterns' is 'arn/],
  ['two wildcards in a row', { roleNamePatterns: ['Trail**Guard'] }, undefined, /'roleNamePatterns' is 'Trail/],
  [
    'too many patterns',
    { roleNamePatterns: Array(60).fill('TrailGuardTrailGuard') },
    undefined,
    /take 2161 characters/,
  ],
])('%s is refused', (_, props, region, message) => {
  expect(thrownBy(() => forwarded(props, region)).message).toMatch(message);
});
