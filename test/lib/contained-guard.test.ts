import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Containment, ContainmentAction, TrailGuard, type TrailGuardProps } from '../../lib';
import type { ContainmentPolicy } from '../../lib/contract/containment';
import { circleIn } from './circle';
import { DeployedGuard } from './deployed-guard';
import { ACCOUNT, flat, guarded, guardFunction, IN_REGION, type Json, only, policyInEnvironment } from './fixture';

const BREAK_GLASS = `arn:aws:iam::${ACCOUNT}:user/break-glass`;

const automatic = () => Containment.automatic({ actions: Object.values(ContainmentAction), neverTouch: [BREAK_GLASS] });

const deployed = new DeployedGuard({ containment: automatic() });
const { template } = guarded({ containment: automatic() }, IN_REGION);

const variablesOf = (name: RegExp) => {
  const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
  const [, { Properties }] = functions.find(([id]) => name.test(id)) ?? ['', { Properties: {} }];
  return (Properties.Environment as { Variables: Json }).Variables;
};

const OWN_ROLES = ['Permissions', 'Investigator', 'ContainmentPermissions'].map((name) =>
  expect.stringMatching(new RegExp(`^<TrailGuard${name}Role[0-9A-F]{8}\\.Arn>$`)),
);

test('there are three functions, each with a role and a log of its own', () => {
  for (const type of ['AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::Lambda::EventInvokeConfig']) {
    template.resourceCountIs(type, 3);
  }
  const roles = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) =>
    flat(Properties.Role),
  );
  expect(new Set(roles).size).toBe(3);
});

test('the guard is told what may be done, with its own roles among the untouchable', () => {
  expect(policyInEnvironment(template).containment).toEqual({
    version: 1,
    partition: '<AWS::Partition>',
    account: ACCOUNT,
    actions: ['deactivate-access-key', 'deny-user', 'revoke-role-sessions'],
    neverTouch: [BREAK_GLASS, ...OWN_ROLES],
    maximumActionsPerHour: 3,
  });
});

test('the guard and the function that contains are told the same', () => {
  const told = JSON.parse(flat(variablesOf(/^TrailGuardContainment/).TRAIL_GUARD_CONTAINMENT)) as ContainmentPolicy;
  expect(told).toEqual(policyInEnvironment(template).containment);
});

test('the guard knows the function that contains, and both know the table', () => {
  const guard = variablesOf(/^TrailGuardFunction/);
  const containment = variablesOf(/^TrailGuardContainment/);
  expect(guard.TRAIL_GUARD_CONTAINMENT_FUNCTION).toEqual({
    Ref: expect.stringMatching(/^TrailGuardContainmentFunction/),
  });
  expect(guard.TRAIL_GUARD_TABLE_NAME).toEqual({ Ref: only(template, 'AWS::DynamoDB::Table').id });
  expect(containment.TRAIL_GUARD_TABLE_NAME).toEqual(guard.TRAIL_GUARD_TABLE_NAME);
});

test('each function may invoke those that it asks or answers, and no other', async () => {
  const { guardFunction: guard, investigatorFunction, containmentFunction } = deployed;
  const invokable = async (role: string) => (await deployed.invokable(role)).sort();
  expect(await invokable(deployed.guard)).toEqual([containmentFunction, investigatorFunction].sort());
  expect(await invokable(deployed.investigator)).toEqual([guard]);
  expect(await invokable(deployed.containment)).toEqual([guard]);
  expect(await invokable(deployed.invoker)).toEqual([guard]);
});

test('the guard gets no permission on users and roles by it', async () => {
  const plain = new DeployedGuard();
  const resources = [BREAK_GLASS, `arn:aws:iam::${ACCOUNT}:role/admin`];
  for (const role of ['guard', 'investigator'] as const) {
    const allowed = await deployed.allowedOf(deployed[role], 'iam', resources);
    expect(allowed).toEqual(await plain.allowedOf(plain[role], 'iam', resources));
  }
});

test('what it may do does not depend on what the guard may', () => {
  const observed = guarded({ containment: automatic(), investigation: { enabled: false } }).template;
  observed.resourceCountIs('AWS::Lambda::Function', 2);
  expect(policyInEnvironment(observed).containment).toMatchObject({
    neverTouch: [BREAK_GLASS, OWN_ROLES[0], OWN_ROLES[2]],
  });
});

test.each<[string, TrailGuardProps]>([
  ['without the prop', {}],
  ['left to a person', { containment: Containment.manual() }],
])('nothing is made for it %s', (_, props) => {
  const manual = guarded(props).template;
  expect(JSON.stringify(manual.toJSON())).not.toMatch(/TrailGuardContainment|TRAIL_GUARD_CONTAINMENT/);
  expect(policyInEnvironment(manual)).not.toHaveProperty('containment');
  expect(Object.keys((guardFunction(manual).properties.Environment as { Variables: Json }).Variables)).not.toContain(
    'TRAIL_GUARD_CONTAINMENT_FUNCTION',
  );
});

const everything: TrailGuardProps = { containment: automatic(), securityHub: true };

test.each<[string, (stack: Stack) => TrailGuardProps]>([
  ['nothing else', () => ({})],
  ['containment', () => everything],
  ['a key', (stack) => ({ ...everything, encryptionKey: new Key(stack, 'Key') })],
])('no resource waits for itself, with %s', (_, props) => {
  const { template: whole } = guarded(props, IN_REGION, (guard) => guard.chatTopic);
  expect(circleIn(whole)).toEqual([]);
});

test('with a key of another stack, the stacks do not wait for each other', () => {
  const app = new App();
  const given = new Stack(app, 'Given', IN_REGION);
  const stack = new Stack(app, 'Stack', IN_REGION);
  const guard = new TrailGuard(stack, 'TrailGuard', { ...everything, encryptionKey: new Key(given, 'Key') });
  expect(guard.chatTopic).toBeDefined();
  expect(() => app.synth()).not.toThrow();
  expect(circleIn(Template.fromStack(stack))).toEqual([]);
  expect(JSON.stringify(Template.fromStack(given).toJSON())).not.toContain('Fn::ImportValue');
});

test('a circle would be found', () => {
  const resources = {
    Role: { Type: 'AWS::IAM::Role' },
    Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], On: { 'Fn::GetAtt': ['F', 'Arn'] } } },
    F: { Type: 'AWS::Lambda::Function', DependsOn: ['Policy'] },
  };
  expect(circleIn({ toJSON: () => ({ Resources: resources }) })).toEqual(['Policy', 'F', 'Policy']);
});
