import fc from 'fast-check';
import { decideContainment, prepareContainment } from '../../../../lambda/common/containment/decide';
import type { ContainmentPolicy } from '../../../../lib/contract/containment';
import type { Incident } from '../../../../lib/contract/incident';
import { ACCOUNT, assumedRole, GUARD_ROLE_ARN, IDENTITIES, type Json } from '../../../fixtures/identities';
import { incident, OUTCOMES } from '../../guard/incidents';

const policy = (changes: Partial<ContainmentPolicy> = {}): ContainmentPolicy => ({
  version: 1,
  partition: 'aws',
  account: ACCOUNT,
  actions: ['deactivate-access-key', 'deny-user', 'revoke-role-sessions'],
  neverTouch: [`arn:aws:iam::${ACCOUNT}:user/break-glass/*`, `arn:aws:iam::${ACCOUNT}:role/Deploy*`],
  maximumActionsPerHour: 3,
  ...changes,
});
const CALLED = Date.parse(incident('restored').call?.eventTime ?? '');
const NOW = new Date(CALLED + 60_000);
const decide = (told: Incident, changes: Partial<ContainmentPolicy> = {}, recentActions: Date[] = [], now = NOW) =>
  decideContainment(told, policy(changes), { ownRoleArns: [GUARD_ROLE_ARN], recentActions, now });
const by = (userIdentity: Json) => incident('restored', { userIdentity });

test.each([
  ['a key', IDENTITIES.IAMUser, 'deactivate-access-key'],
  ['a user', { ...IDENTITIES.IAMUser, accessKeyId: 'ASIAEXAMPLEEXAMPLE03' }, 'deny-user'],
  ['a role', IDENTITIES.AssumedRole, 'revoke-role-sessions'],
])('what would stop the actor is requested: %s', (_, identity, kind) => {
  expect(decide(by(identity))).toEqual({
    status: 'requested',
    action: expect.objectContaining({ kind }),
    at: NOW.toISOString(),
  });
});

const user = incident('restored');

test.each<[string, Incident, Partial<ContainmentPolicy>, RegExp]>([
  ['the action is not switched on', user, { actions: ['revoke-role-sessions'] }, /not among the actions/],
  ['the policy is of another account', user, { account: '444455556666' }, /this account/],
  ['the policy is of another partition', user, { partition: 'aws-cn' }, /this account/],
  ['the actor is not certain', { ...user, actorNote: 'Others changed it too: bob' }, {}, /not certain/],
  ['there is no record of the call', without(user, 'call'), {}, /no record/],
  ['the call failed', incident('restored', { errorCode: 'AccessDenied' }), {}, /no record/],
  [
    'a service made the call for the actor',
    by({ ...IDENTITIES.AssumedRole, invokedBy: 'cloudformation.amazonaws.com' }),
    {},
    /AWS service/,
  ],
  ['the user must not be touched', userAt('/break-glass/mallory'), {}, /never to touch/],
  ['the user must not be touched, in other letters', userAt('/Break-Glass/mallory'), {}, /never to touch/],
  ['the role must not be touched', by(roleAt('/Deploy-1')), {}, /never to touch/],
  ['the role must not be touched, under whatever path', by(roleAt('/ops/DEPLOY-1')), {}, /never to touch/],
])('it is left to a person where %s', (_, told, changes, reason) => {
  const decided = decide(told, changes);
  expect(decided).toEqual({
    status: 'prepared',
    action: expect.anything(),
    reason: expect.stringMatching(new RegExp(`^Left to a person: .*${reason.source}`)),
  });
});

test('the message says why it is left to a person, only where more is switched on', () => {
  const told = userAt('/break-glass/mallory');
  const circumstances = { ownRoleArns: [], now: NOW };
  const { action } = prepareContainment(told, undefined, circumstances);
  expect(prepareContainment(told, undefined, circumstances)).toEqual({ status: 'prepared', action });
  expect(prepareContainment(told, policy(), circumstances)).toEqual({
    status: 'prepared',
    action,
    reason: 'Left to a person: the policy says never to touch this principal.',
  });
});

function without<K extends keyof Incident>(told: Incident, field: K): Omit<Incident, K> & Incident {
  const { [field]: _, ...rest } = told;
  return rest as Omit<Incident, K> & Incident;
}

function userAt(path: string): Incident {
  return by({ ...IDENTITIES.IAMUser, arn: `arn:aws:iam::${ACCOUNT}:user${path}` });
}

function roleAt(path: string): Json {
  return assumedRole(`arn:aws:iam::${ACCOUNT}:role${path}`, 'eve');
}

test.each(OUTCOMES)('it is done only where the trail was put back and seen logging: %s', (outcome) => {
  const isRestored = outcome === 'restored' || outcome === 'already-logging';
  expect(decide({ ...user, outcome }).status === 'requested').toBe(isRestored);
});

test.each<[string, number, string]>([
  ['just now', 0, 'requested'],
  ['within the hour', 3_599_000, 'requested'],
  ['an hour ago', 3_600_000, 'prepared'],
])('it is done for a call that was made %s: %d ms, %s', (_, age, status) => {
  expect(decide(user, {}, [], new Date(CALLED + age)).status).toBe(status);
});

const ago = (...minutes: number[]) => minutes.map((minute) => new Date(NOW.getTime() - minute * 60_000));

test.each<[string, Date[], string]>([
  ['none before', [], 'requested'],
  ['two within the hour', ago(1, 59), 'requested'],
  ['three within the hour', ago(1, 30, 59), 'prepared'],
  ['three, one of them an hour ago', ago(1, 30, 60), 'requested'],
  ['three by a clock that is ahead', ago(-1, -2, -3), 'prepared'],
])('with a limit of three, %s', (_, recent, status) => {
  const decided = decide(user, {}, recent);
  expect(decided.status).toBe(status);
  if (status === 'prepared') {
    expect(decided.reason).toBe('Left to a person: 3 actions were requested within the last hour.');
  }
});

test.each(['requested', 'succeeded', 'failed'] as const)('what was %s is not requested again', (status) => {
  const containment = { status, reason: 'as it was' };
  expect(decide({ ...user, containment })).toBe(containment);
});

test.each(['prepared', 'refused'] as const)('what was %s is decided again', (status) => {
  expect(decide({ ...user, containment: { status } }).status).toBe('requested');
});

/** Identities of all shapes, in many places. */
const name = fc.constantFrom('mallory', 'Deploy', 'deployer', 'AWSReservedSSO_Admin_01', 'AWSServiceRoleForX', 'admin');
const path = fc.constantFrom(
  '/',
  '/ops/',
  '/break-glass/',
  '/BREAK-GLASS/deep/',
  '/aws-service-role/x.amazonaws.com/',
  '/aws-reserved/sso.amazonaws.com/',
);
const identity = fc.oneof(
  fc.constantFrom(...Object.values(IDENTITIES)),
  fc.constant(assumedRole(GUARD_ROLE_ARN, 'guard')),
  fc.tuple(path, name).map(([at, of]) => roleAt(`${at}${of}`)),
  fc
    .tuple(path, name, fc.constantFrom('AKIAEXAMPLEEXAMPLE03', 'ASIAEXAMPLEEXAMPLE03'))
    .map(([at, of, accessKeyId]) => ({
      ...IDENTITIES.IAMUser,
      arn: `arn:aws:iam::${ACCOUNT}:user${at}${of}`,
      userName: of,
      accessKeyId,
    })),
);
const told = fc
  .record({
    identity,
    outcome: fc.constantFrom(...OUTCOMES),
    exception: fc.option(fc.constant({ reason: 'maintenance' }), { nil: undefined }),
  })
  .map(({ identity: who, outcome, exception }) => ({ ...by(who), outcome, ...(exception ? { exception } : {}) }));

test('nothing is ever done to root, protected roles, whom the policy names, or whom an exception expects', () => {
  const requested: string[] = [];
  fc.assert(
    fc.property(told, (one) => {
      const decided = decide(one);
      if (decided.status !== 'requested') return;
      requested.push(decided.action?.principalArn ?? '');
      expect(one.exception).toBeUndefined();
      expect(['restored', 'already-logging']).toContain(one.outcome);
      expect(decided.action?.principalArn).not.toMatch(
        /:root|:role\/aws-(service-role|reserved)|:role\/.*AWSReservedSSO_|:user\/break-glass|:role\/(.*\/)?deploy|trail-guard/i,
      );
    }),
    { seed: 20261124, numRuns: 3_000 },
  );
  expect(new Set(requested).size).toBeGreaterThan(5);
});

test('in no hour more is done than the limit, whenever incidents come', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(minutes, fc.integer({ min: 1, max: 5 }), (times, maximumActionsPerHour) => {
      const done: Date[] = [];
      for (const minute of times.sort((a, b) => a - b)) {
        const now = new Date(CALLED + minute * 60_000);
        const one = incident('restored', { eventTime: now.toISOString() });
        if (decide(one, { maximumActionsPerHour }, done, now).status === 'requested') done.push(now);
      }
      expect(done.length).toBeGreaterThan(0);
      for (const from of done) {
        const inHour = done.filter((at) => at >= from && at.getTime() < from.getTime() + 3_600_000);
        expect(inHour.length).toBeLessThanOrEqual(maximumActionsPerHour);
      }
    }),
    { seed: 20261124, numRuns: 300 },
  );
});
