import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TrailGuardHub } from '../../lib';
import { HEARTBEAT_DETAIL_TYPE } from '../../lib/contract/heartbeat';
import { HUB_INCIDENT_DETAIL_TYPE } from '../../lib/contract/hub';
import { INCIDENT_DETAIL_TYPE, INCIDENT_EVENT_SOURCE } from '../../lib/contract/incident-event';
import { ACCOUNT, flat, IN_REGION, type Json, only, REGION, type Statement } from './fixture';
import { hubbed, ORGANIZATION_ID } from './hub-fixture';

const MEMBER = '444455556666';
const { template } = hubbed({}, IN_REGION);
const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${only(template, 'AWS::Events::EventBus').properties.Name}`;

const policies = Object.values(template.findResources('AWS::Events::EventBusPolicy'));
const policy = {
  Version: '2012-10-17',
  Statement: policies.map(({ Properties }) => {
    const statement = Properties.Statement as Statement & { Condition: Record<string, Json> };
    const named = (value: unknown) => [value].flat().map((part) => flat(part).replace('<AWS::Partition>', 'aws'));
    const Condition = Object.fromEntries(
      Object.entries(statement.Condition).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, named(value)])),
      ]),
    );
    return { ...statement, Resource: BUS, Condition };
  }),
};

interface Call {
  readonly account?: string;
  readonly name?: string;
  readonly organization?: string;
  readonly sources?: string[];
  readonly detailTypes?: string[];
  readonly forwarded?: boolean;
}

/** May a role put events on the bus, which its own policies let it do on every bus? */
async function mayPut(call: Call): Promise<boolean> {
  const { account = MEMBER, name = 'TrailGuard-GuardRole', organization = ORGANIZATION_ID } = call;
  const { sources = [INCIDENT_EVENT_SOURCE], detailTypes = [HEARTBEAT_DETAIL_TYPE], forwarded = false } = call;
  const simulated = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::${account}:assumed-role/${name}/session`,
        action: 'events:PutEvents',
        resource: { resource: BUS, accountId: ACCOUNT },
        contextVariables: {
          'aws:PrincipalArn': `arn:aws:iam::${account}:role/${name}`,
          'aws:PrincipalIsAWSService': 'false',
          ...(organization === '' ? {} : { 'aws:PrincipalOrgID': organization }),
          ...(sources.length === 0 ? {} : { 'events:source': sources, 'events:detail-type': detailTypes }),
          'events:eventBusInvocation': String(forwarded),
        },
      },
      identityPolicies: [{ name: 'All', policy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
      resourcePolicy: policy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (simulated.resultType !== 'single') throw new Error(JSON.stringify(simulated));
  return simulated.result.analysis.result === 'Allowed';
}

const FORWARDED: Call = {
  forwarded: true,
  sources: ['aws.lambda'],
  detailTypes: ['AWS API Call via CloudTrail'],
};

test.each<[string, Call]>([
  ['a guard’s heartbeat', {}],
  ['a guard’s incident', { detailTypes: [HUB_INCIDENT_DETAIL_TYPE] }],
  ['both at once', { detailTypes: [HUB_INCIDENT_DETAIL_TYPE, HEARTBEAT_DETAIL_TYPE] }],
  ['a guard of a stack set', { name: 'StackSet-TrailGuard-1b2c3-GuardRole' }],
  ['what a guard’s rule forwards', FORWARDED],
  ['what the rule of a guard of a stack set forwards', { ...FORWARDED, name: 'StackSet-TrailGuard-1b2c3-Witness' }],
  ['a guard of the hub’s own account', { account: ACCOUNT }],
])('takes %s', async (_, call) => {
  expect(await mayPut(call)).toBe(true);
});

test.each<[string, Call]>([
  ['another organization', { organization: 'o-mallory0000' }],
  ['no organization', { organization: '' }],
  ['another organization’s rule', { ...FORWARDED, organization: 'o-mallory0000' }],
  ['a role of another name', { name: 'mallory' }],
  ['a role whose name ends like a guard’s', { name: 'NotTrailGuard' }],
  ['a role of another name in the hub’s own account', { account: ACCOUNT, name: 'mallory' }],
  ['a rule with a role of another name', { ...FORWARDED, name: 'mallory' }],
  ['another source', { sources: ['mallory'] }],
  ['another source beside the guards’', { sources: [INCIDENT_EVENT_SOURCE, 'mallory'] }],
  ['what does not say what it is', { sources: [] }],
  ['a detail-type that is not for the hub', { detailTypes: [INCIDENT_DETAIL_TYPE] }],
  ['what looks forwarded and is not', { ...FORWARDED, forwarded: false }],
])('does not take %s', async (_, call) => {
  expect(await mayPut(call)).toBe(false);
});

test('is open for nothing but events', () => {
  expect(policy.Statement.map(({ Action }) => Action)).toEqual(policies.map(() => 'events:PutEvents'));
});

test('takes one change of its policy at a time, the denial first', () => {
  const chain = policies.map(({ DependsOn, Properties }) => [
    Properties.StatementId,
    ([] as string[]).concat(DependsOn ?? []),
  ]);
  expect(chain).toEqual([
    [expect.stringContaining('NobodyElse'), []],
    [expect.stringContaining('GuardsReport'), [expect.stringContaining('NobodyElse')]],
    [expect.stringContaining('GuardsForward'), [expect.stringContaining('GuardsReport')]],
  ]);
});

test('keeps incidents and calls on guards, heartbeats not', () => {
  const archives = Object.values(template.findResources('AWS::Events::Archive')).map(({ Properties }) => Properties);
  expect(archives.map(({ RetentionDays, EventPattern }) => [RetentionDays, EventPattern])).toEqual([
    [90, { source: [INCIDENT_EVENT_SOURCE], 'detail-type': [HUB_INCIDENT_DETAIL_TYPE] }],
    [90, { source: [{ prefix: 'aws.' }], 'detail-type': ['AWS API Call via CloudTrail'] }],
  ]);
});

/** The name of the bus of a hub of this id in a stack of this name. */
function busNameIn(stackName: string, id = 'Hub'): string {
  const stack = new Stack(new App(), 'Stack', { stackName });
  new TrailGuardHub(stack, id, { organizationId: ORGANIZATION_ID });
  return String(only(Template.fromStack(stack), 'AWS::Events::EventBus').properties.Name);
}

test('has a name that guards are protected by, and that no other hub of the account has', () => {
  const names = [
    busNameIn('TrailGuardHub'),
    busNameIn('TrailGuardHub', 'Other'),
    busNameIn('TrailGuardFleet'),
    busNameIn('Security'),
    busNameIn(`Security${'y'.repeat(110)}`),
  ];
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^TrailGuard[\w-]{1,90}$/);
});

test('has the same name each time', () => {
  expect(busNameIn('Security')).toBe(busNameIn('Security'));
});
