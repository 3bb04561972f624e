import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Containment, ContainmentAction, containmentPolicy } from '../../lib/containment';
import { ContainmentFunction } from '../../lib/containment-function';
import type { ContainmentPolicy } from '../../lib/contract/containment';
import { DeployedPolicies } from './deployed-policies';
import { ACCOUNT, flat, IN_REGION, only } from './fixture';

const ALL = Object.values(ContainmentAction);
const iam = (resource: string, account = ACCOUNT) => `arn:aws:iam::${account}:${resource}`;
const GUARD_ROLE = iam('role/Guard');

function deployed(actions: ContainmentAction[] = ALL, encrypted = false) {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  const neverTouch = [iam('user/break-glass/*'), iam('role/Deploy*'), iam('user/alice')];
  const policy = containmentPolicy(stack, Containment.automatic({ actions, neverTouch }), [GUARD_ROLE]);
  const containment = new ContainmentFunction(stack, 'Containment', {
    policy: policy as ContainmentPolicy,
    table: new Table(stack, 'Table', { partitionKey: { name: 'kind', type: AttributeType.STRING } }),
    deadLetterQueue: new Queue(stack, 'Queue'),
    logRetention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
    ...(encrypted ? { encryptionKey: new Key(stack, 'Key') } : {}),
  });
  const template = Template.fromStack(stack);
  return { containment, template, policies: new DeployedPolicies(template), stack };
}

const { template, policies, containment, stack } = deployed();
const [role = ''] = policies.roles;
const own = iam(`role/${role}`);

test.each([
  ['iam:UpdateAccessKey', iam('user/dev/mallory')],
  ['iam:ListAccessKeys', iam('user/dev/mallory')],
  ['iam:GetUser', iam('user/dev/mallory')],
  ['iam:PutUserPolicy', iam('user/mallory')],
  ['iam:GetUserPolicy', iam('user/mallory')],
  ['iam:GetRole', iam('role/ops/admin')],
  ['iam:PutRolePolicy', iam('role/ops/admin')],
  ['iam:GetRolePolicy', iam('role/ops/admin')],
])('it may do what an action takes: %s', async (action, resource) => {
  expect(await policies.allows(role, action, resource)).toBe(true);
});

test.each([
  ['iam:UpdateAccessKey', iam('user/break-glass/one')],
  ['iam:UpdateAccessKey', iam('user/alice')],
  ['iam:PutUserPolicy', iam('user/break-glass/deep/one')],
  ['iam:PutUserPolicy', iam('user/ops/alice')],
  ['iam:PutRolePolicy', iam('role/Deploy')],
  ['iam:PutRolePolicy', iam('role/ops/deep/Deployer')],
  ['iam:PutRolePolicy', iam('role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling')],
  ['iam:PutRolePolicy', iam('role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123')],
  ['iam:PutRolePolicy', GUARD_ROLE],
  ['iam:PutRolePolicy', own],
  ['iam:PutRolePolicy', iam('role/admin', '444455556666')],
  ['iam:PutUserPolicy', iam('user/mallory', '444455556666')],
])('it may never %s of %s, whatever else is allowed', async (action, resource) => {
  expect(await policies.allows(role, action, resource)).toBe(false);
});

test.each(ALL)('of users and roles it may do what was switched on, and nothing else: %s', async (only_) => {
  const one = deployed([only_]).policies;
  const resources = [iam('user/mallory'), iam('role/admin'), iam('group/admins'), iam('policy/any')];
  expect(await one.allowedOf(one.roles[0] ?? '', 'iam', resources)).toEqual(
    {
      'deactivate-access-key': ['iam:GetUser', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
      'deny-user': ['iam:GetUser', 'iam:GetUserPolicy', 'iam:PutUserPolicy'],
      'revoke-role-sessions': ['iam:GetRole', 'iam:GetRolePolicy', 'iam:PutRolePolicy'],
    }[only_],
  );
});

test('of the table it may read incidents, and nothing else', async () => {
  const table = policies.arn('AWS::DynamoDB::Table');
  expect(await policies.allowedOf(role, 'dynamodb', [table])).toEqual(['dynamodb:GetItem']);
  const reads = (kind: string) =>
    policies.allows(role, 'dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': [kind] as never });
  expect([await reads('incident'), await reads('trail')]).toEqual([true, false]);
});

test.each(['cloudtrail', 'sts', 'lambda', 'sns', 'events', 's3', 'kms'])('it may do nothing in %s', async (service) => {
  expect(await policies.allowedOf(role, service, [policies.arn('AWS::Lambda::Function')])).toEqual([]);
});

test('the function knows what may be done, with its own role among the untouchable', () => {
  const { properties } = only(template, 'AWS::Lambda::Function');
  const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
  const policy = JSON.parse(flat(Variables.TRAIL_GUARD_CONTAINMENT)) as ContainmentPolicy;
  expect(policy).toMatchObject({ version: 1, account: ACCOUNT, actions: ALL, maximumActionsPerHour: 3 });
  expect(policy.neverTouch.slice(-2)).toEqual([
    GUARD_ROLE,
    expect.stringMatching(/^<ContainmentPermissionsRole.*Arn>$/),
  ]);
  expect(stack.resolve(containment.policy.neverTouch.at(-1))).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
  expect(Object.keys(Variables)).toEqual(['TRAIL_GUARD_CONTAINMENT', 'TRAIL_GUARD_TABLE_NAME']);
});

test('the function runs as the others do, and not for what came too late', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    LoggingConfig: { LogFormat: 'JSON' },
  });
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    MaximumEventAgeInSeconds: 900,
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
  });
  template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365 } });
});

test('with a key, its log is encrypted and it can read the table', async () => {
  const encrypted = deployed(ALL, true);
  encrypted.template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
  const key = encrypted.policies.arn('AWS::KMS::Key');
  expect(await encrypted.policies.allows(encrypted.policies.roles[0] ?? '', 'kms:Decrypt', key)).toBe(true);
});
