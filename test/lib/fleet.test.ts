import { App, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { FleetLimit, RegionConcurrency, Repair, StackSetCaller, TrailGuardFleet } from '../../lib';
import { warnings } from './fixture';
import { type Fleet, fleetOf, stackSet, UNIT } from './fleet';

const HUB = 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuardHub';

const LOGS = Bucket.fromBucketName(new Stack(), 'Logs', 'logs');

let ours: Fleet;
let delegated: Fleet;

beforeAll(() => {
  ours = fleetOf();
  delegated = fleetOf({
    callAs: StackSetCaller.DELEGATED_ADMIN,
    excludedAccounts: ['444455556666'],
    regions: ['eu-west-1', 'ap-east-1'],
    hub: { eventBusArn: HUB, heartbeatInterval: Duration.hours(2) },
    stackSetName: 'TrailGuard-Workloads',
    retainOnAccountRemoval: false,
    maximumConcurrency: FleetLimit.accounts(7),
    failureTolerance: FleetLimit.accounts(0),
    regionConcurrency: RegionConcurrency.SEQUENTIAL,
  });
});

test('every account of the units gets a guard in every Region, and those that join', () => {
  expect(stackSet(ours.template, 'TrailGuard')).toEqual({
    StackSetName: 'TrailGuard',
    Description: `TrailGuard ${ours.fleet.version}: keeps CloudTrail logging on`,
    PermissionModel: 'SERVICE_MANAGED',
    CallAs: 'SELF',
    Capabilities: ['CAPABILITY_IAM'],
    TemplateURL: { 'Fn::Sub': expect.stringMatching(/^https:\/\/s3\..*\/[0-9a-f]{64}\.json$/) },
    ManagedExecution: { Active: true },
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true },
    StackInstancesGroup: [
      {
        DeploymentTargets: { OrganizationalUnitIds: [UNIT] },
        Regions: expect.arrayContaining(['us-east-1', 'sa-east-1']),
      },
    ],
    OperationPreferences: {
      ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      MaxConcurrentPercentage: 25,
      FailureTolerancePercentage: 10,
      RegionConcurrencyType: 'PARALLEL',
    },
  });
});

test('a delegated administrator deploys as one, in the order and numbers that are given', () => {
  const { template } = delegated;
  expect(stackSet(template, 'TrailGuard-Workloads')).toMatchObject({
    CallAs: 'DELEGATED_ADMIN',
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    Parameters: [{ ParameterKey: 'HubEventBusArn', ParameterValue: HUB }],
    StackInstancesGroup: [
      {
        DeploymentTargets: {
          OrganizationalUnitIds: [UNIT],
          AccountFilterType: 'DIFFERENCE',
          Accounts: ['444455556666'],
        },
        Regions: ['eu-west-1', 'ap-east-1'],
      },
    ],
    OperationPreferences: {
      MaxConcurrentCount: 7,
      FailureToleranceCount: 0,
      RegionConcurrencyType: 'SEQUENTIAL',
      RegionOrder: ['eu-west-1', 'ap-east-1'],
    },
  });
  template.resourceCountIs('AWS::CloudFormation::StackSet', 1);
  template.resourceCountIs('AWS::IAM::Role', 0);
});

test('the management account gets the same guards by a stack set of its own', () => {
  const organization = stackSet(ours.template, 'TrailGuard');
  expect(stackSet(ours.template, 'TrailGuard-Management')).toMatchObject({
    PermissionModel: 'SELF_MANAGED',
    TemplateURL: organization.TemplateURL,
    StackInstancesGroup: [
      {
        DeploymentTargets: { Accounts: [{ Ref: 'AWS::AccountId' }] },
        Regions: organization.StackInstancesGroup[0].Regions,
      },
    ],
  });
  expect(ours.fleet.stackSets).toEqual([
    { stackSetName: 'TrailGuard', callAs: 'SELF' },
    { stackSetName: 'TrailGuard-Management' },
  ]);
});

test('without a guard in the management account, it is said that it needs one', () => {
  const said = (stack: Stack) =>
    Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('needs a TrailGuard'));
  expect(said(ours.stack)).toHaveLength(0);
  expect(said(delegated.stack)).toHaveLength(1);
  const without = fleetOf({ managementAccount: false });
  without.template.resourceCountIs('AWS::CloudFormation::StackSet', 1);
  expect(said(without.stack)).toHaveLength(1);
  expect(without.fleet.managementAccountStackSetId).toBeUndefined();
});

test('without the Region of IAM, it is said what is noticed late', () => {
  expect(warnings(ours.stack)).toEqual([]);
  expect(warnings(delegated.stack)).toEqual([expect.stringContaining('recorded in us-east-1 only')]);
});

test('in a Region that is opted into, CloudFormation comes under its name', () => {
  const { template } = fleetOf({ regions: ['us-east-1', 'ap-east-1'] });
  const [, services] = Object.values(template.findResources('AWS::IAM::Role'))
    .map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement)
    .map((statements) => statements.map(({ Principal }: { Principal: { Service: string } }) => Principal.Service))
    .reverse();
  expect(services).toEqual(['cloudformation.amazonaws.com', 'cloudformation.ap-east-1.amazonaws.com']);
});

test('tags of the app are tags of the stack sets, which CloudFormation puts on everything', () => {
  const stack = new Stack(new App(), 'TrailGuardFleet');
  new TrailGuardFleet(stack, 'Fleet', { organizationalUnitIds: [UNIT], regions: ['us-east-1'] });
  Tags.of(stack).add('team', 'security');
  expect(stackSet(Template.fromStack(stack), 'TrailGuard').Tags).toEqual([{ Key: 'team', Value: 'security' }]);
});

test.each([
  ['organizationalUnitIds', { organizationalUnitIds: [] }, /empty.*ou-ab12-cdef3456/],
  ['organizationalUnitIds', { organizationalUnitIds: ['111122223333'] }, /'111122223333'.*ou-ab12-cdef3456/],
  ['organizationalUnitIds', { organizationalUnitIds: [UNIT, UNIT] }, /twice.*each once/],
  ['excludedAccounts', { excludedAccounts: ['12'] }, /'12'.*12 digits/],
  ['excludedAccounts', { excludedAccounts: [] }, /empty.*12 digits/],
  ['regions', { regions: [] }, /empty.*one Region or more/],
  ['regions', { regions: ['Ireland'] }, /'Ireland'.*eu-west-1/],
  ['regions', { regions: ['eu-west-1', 'eu-west-1'] }, /'eu-west-1' twice/],
  ['regions', { regions: ['cn-north-1'] }, /In China, stack sets cannot be service-managed/],
  ['regions', { regions: ['us-east-1', 'us-gov-west-1'] }, /one partition/],
  ['stackSetName', { stackSetName: 'Guard' }, /'Guard'.*'TrailGuard' and up to/],
  ['maximumConcurrency', { maximumConcurrency: FleetLimit.accounts(0) }, /0.*one account or one percent/],
  ['managementAccount', { callAs: StackSetCaller.DELEGATED_ADMIN, managementAccount: true }, /cannot reach/],
  ['retainOnAccountRemoval', { automaticDeployment: false, retainOnAccountRemoval: true }, /without automatic/],
  [
    'guard.repairs',
    { guard: { repairs: [Repair.trustedAccess(), Repair.bucketPolicy(LOGS)] } },
    /Repair\.bucketPolicy/,
  ],
])('fails with a wrong %s', (prop, props, message) => {
  const make = () => new TrailGuardFleet(new Stack(), 'Fleet', { organizationalUnitIds: [UNIT], ...props });
  expect(make).toThrow(`'${prop}' is `);
  expect(make).toThrow(message);
});

test.each([
  [() => FleetLimit.percentage(101), /101.*from 0 to 100/],
  [() => FleetLimit.percentage(1.5), /1\.5.*from 0 to 100/],
  [() => FleetLimit.accounts(-1), /-1.*0 or more/],
])('fails with a wrong limit: %s', (make, message) => {
  expect(make).toThrow(message);
});
