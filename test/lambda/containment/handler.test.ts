import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createInvoke } from '../../../lambda/common/invoke';
import { createHandler } from '../../../lambda/containment/handler';
import { createIdentities } from '../../../lambda/containment/identities';
import { createRequested } from '../../../lambda/containment/requested';
import type { ContainmentAnswer, ContainmentPolicy } from '../../../lib/contract/containment';
import type { Incident } from '../../../lib/contract/incident';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { Account, type Fault } from './account';
import { CONSOLE, KEY, policy, requestedIncident, written } from './requested';

let account: Account;
let slept: number;
let logged: string[];

beforeEach(async () => {
  account = await new Account().start();
  account.user('mallory', '/dev/', { AKIAEXAMPLEEXAMPLE99: 'Active', [KEY]: 'Active' });
  account.role('admin', '/ops/');
  slept = 0;
  logged = [];
});

afterEach(() => account.stop());

/** The function with real clients. */
function handle(input: unknown, changes: Partial<ContainmentPolicy> = {}, now = new Date()): Promise<void> {
  const options = {
    endpoint: account.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 3,
  };
  const log = (entry: { event: string }) => void logged.push(entry.event);
  return createHandler({
    policy: policy(changes),
    identities: createIdentities(new IAMClient(options)),
    requested: createRequested(new DynamoDBClient(options), 'guard'),
    answer: createInvoke(new LambdaClient(options)),
    log: { info: log, warn: log, error: log },
    now: () => now,
    sleep: async () => void slept++,
  })(input);
}

/** Writes down what is requested, and asks for it. */
async function contain(told: Incident, changes: Partial<ContainmentPolicy> = {}, now = new Date()) {
  account.incidents.set(told.id, written(told));
  await handle({ incidentId: told.id, action: told.containment?.action, answerTo: 'guard' }, changes, now);
  return (account.invocations.at(-1)?.payload as ContainmentAnswer | undefined)?.containment;
}

const fail = (action: string, ...faults: (Fault | undefined)[]) => account.faults.set(action, faults);
const denied: Fault = [403, 'AccessDenied'];
const throttled: Fault = [400, 'Throttling'];
const broken: Fault = [500, 'ServiceFailure'];
/** The SDK takes it for throttling. */
const full: Fault = [409, 'LimitExceeded'];
const role = requestedIncident(IDENTITIES.AssumedRole);
const document = (condition: Json = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', ...condition }],
  });
const older = (than: string) => document({ Condition: { DateLessThan: { 'aws:TokenIssueTime': than } } });
const revoked = () => account.roles.get('admin')?.policies.get('TrailGuardRevokeOlderSessions');

test('a key is deactivated, and no other; the guard is told', async () => {
  const told = requestedIncident(IDENTITIES.IAMUser);
  const now = new Date();
  await contain(told, {}, now);
  expect(Object.fromEntries(account.users.get('mallory')?.keys ?? [])).toEqual({
    AKIAEXAMPLEEXAMPLE99: 'Active',
    [KEY]: 'Inactive',
  });
  expect(account.invocations).toEqual([
    {
      functionName: 'guard',
      type: 'Event',
      payload: {
        trigger: 'containment',
        incidentId: told.id,
        containment: { status: 'succeeded', action: told.containment?.action, at: now.toISOString() },
      },
    },
  ]);
  expect(account.calls).toEqual([
    'GetItem',
    'GetUser',
    'ListAccessKeys',
    'UpdateAccessKey',
    'ListAccessKeys',
    'Invoke',
  ]);
  expect(logged).toEqual(['contained']);
});

test('a user is denied everything', async () => {
  expect(await contain(requestedIncident(CONSOLE))).toMatchObject({ status: 'succeeded' });
  expect(account.users.get('mallory')?.policies.get('TrailGuardContainment')).toBe(document());
});

test('sessions of a role that were begun before now are denied everything', async () => {
  const now = new Date();
  expect(await contain(role, {}, now)).toMatchObject({ status: 'succeeded' });
  expect(revoked()).toBe(older(now.toISOString()));
});

test.each<[string, Json, string[]]>([
  ['a key', IDENTITIES.IAMUser, ['UpdateAccessKey']],
  ['a user', CONSOLE, ['PutUserPolicy']],
  ['a role', IDENTITIES.AssumedRole, ['PutRolePolicy']],
])('what is asked twice is done once and told twice: %s', async (_, identity, changes) => {
  const told = requestedIncident(identity);
  await contain(told);
  expect(await contain(told, {}, new Date(Date.now() + 60_000))).toMatchObject({ status: 'succeeded' });
  expect(account.changes).toEqual(changes);
  expect(account.invocations).toHaveLength(2);
});

test.each([
  ['revoked it for an earlier incident', older(new Date(Date.now() - 7_200_000).toISOString())],
  ['widened what it denies', older(new Date().toISOString()).replace('Deny', 'Allow')],
  ['left something else', '{'],
])('sessions are revoked again where somebody %s', async (_, before) => {
  account.roles.get('admin')?.policies.set('TrailGuardRevokeOlderSessions', before);
  const now = new Date();
  expect(await contain(role, {}, now)).toMatchObject({ status: 'succeeded' });
  expect(revoked()).toBe(older(now.toISOString()));
});

test('what is there already, spelled with blanks, counts', async () => {
  const later = new Date(Date.now() + 1_000).toISOString();
  account.roles
    .get('admin')
    ?.policies.set('TrailGuardRevokeOlderSessions', JSON.stringify(JSON.parse(older(later)), null, 2));
  expect(await contain(role)).toMatchObject({ status: 'succeeded' });
  expect(account.changes).toEqual([]);
});

describe('what the table does not say is not done, and nobody is answered:', () => {
  const ask = (told: Incident, written_ = written(told)) => {
    account.incidents.set(told.id, written_);
    return handle({ incidentId: told.id, action: role.containment?.action, answerTo: 'guard' });
  };

  test.each<[string, () => Promise<void>]>([
    ['no such incident', () => handle({ incidentId: 'other', action: role.containment?.action, answerTo: 'guard' })],
    ['an incident without containment', () => ask({ ...role, containment: { status: 'prepared' } })],
    [
      'one that was contained already',
      () => ask({ ...role, containment: { ...role.containment, status: 'succeeded' } }),
    ],
    ['one that failed already', () => ask({ ...role, containment: { ...role.containment, status: 'failed' } })],
    ['an item that cannot be read', () => ask(role, { incident: { S: '{' } })],
    ['an item of a later version', () => ask({ ...role, schemaVersion: '2.0' as never })],
  ])('%s', async (_, asked) => {
    await asked();
    expect(account.calls).toEqual(['GetItem']);
    expect(logged).toEqual(['containment-not-requested']);
  });
});

test.each([
  ['nothing', undefined],
  ['text', 'StopLogging'],
  ['no incident', { answerTo: 'guard' }],
  ['an endless incident', { incidentId: 'a'.repeat(2_000), answerTo: 'guard' }],
  ['somebody else to answer', { incidentId: 'a', answerTo: 'arn:aws:lambda:eu-central-1:444455556666:function:guard' }],
])('an input that makes no sense leads to no call: %s', async (_, input) => {
  await handle(input);
  expect(account.calls).toEqual([]);
  expect(logged).toEqual(['input-ignored']);
});

test('the input does not say what is done', async () => {
  account.incidents.set(role.id, written(role));
  account.role('other');
  const action = { kind: 'deny-user', principalArn: 'arn:aws:iam::111122223333:user/dev/mallory' };
  await handle({ incidentId: role.id, action, answerTo: 'guard' });
  expect(account.users.get('mallory')?.policies.size).toBe(0);
  expect(revoked()).toBeDefined();
});

describe('refused by its own policy, and told as failed:', () => {
  const other = { kind: 'revoke-role-sessions' as const, principalArn: 'arn:aws:iam::111122223333:role/other' };
  const text = { effect: '', command: '', undo: '' };

  test.each<[string, Incident, Partial<ContainmentPolicy>, RegExp]>([
    ['an action that is not switched on', role, { actions: ['deny-user'] }, /not among the actions/],
    ['a role that must not be touched', role, { neverTouch: ['arn:aws:iam::*:role/adm?n'] }, /never to touch/],
    ['another account', role, { account: '444455556666' }, /this account/],
    [
      'somebody who is not the actor',
      { ...role, containment: { status: 'requested', at: new Date().toISOString(), action: { ...other, ...text } } },
      {},
      /does not follow/,
    ],
    ['an incident that an exception covers by now', { ...role, exception: { reason: 'mine' } }, {}, /does not follow/],
    ['an actor who is not certain by now', { ...role, actorNote: 'Others changed it too.' }, {}, /not certain/],
    ['a trail that is not restored', { ...role, outcome: 'restore-failed' }, {}, /put back/],
  ])('%s', async (_, told, changes, reason) => {
    expect(await contain(told, changes)).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
    expect(account.calls).toEqual(['GetItem', 'Invoke']);
    expect(logged).toEqual(['containment-failed']);
  });

  test('what was requested too long ago', async () => {
    const containment = await contain(role, {}, new Date(Date.now() + 3_600_000));
    expect(containment).toMatchObject({ status: 'failed', reason: expect.stringMatching(/more than an hour ago/) });
    expect(account.changes).toEqual([]);
  });
});

function renamed(): void {
  account.users.clear();
  account.user('Mallory', '/dev/');
}

test.each([
  ['another path', () => account.role('admin', '/'), IDENTITIES.AssumedRole],
  ['other letters', renamed, CONSOLE],
])('a principal that IAM knows by %s is not touched', async (_, given, identity) => {
  given();
  expect(await contain(requestedIncident(identity))).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(/^Error: IAM knows the (user|role) \w+ as arn:/),
  });
  expect(account.changes).toEqual([]);
});

describe('a failure is told with its reason:', () => {
  test.each<[string, () => void, Json, RegExp]>([
    ['a user that is gone', () => account.users.clear(), IDENTITIES.IAMUser, /NoSuchEntity/],
    ['a role that is gone', () => account.roles.clear(), IDENTITIES.AssumedRole, /NoSuchEntity/],
    ['a key that is gone', () => account.users.get('mallory')?.keys.delete(KEY), IDENTITIES.IAMUser, /no access key/],
    ['it may not look', () => fail('GetUser', denied), CONSOLE, /AccessDenied: it said/],
    ['it may not deactivate', () => fail('UpdateAccessKey', denied), IDENTITIES.IAMUser, /AccessDenied/],
    ['it may not deny', () => fail('PutUserPolicy', denied), CONSOLE, /AccessDenied/],
    ['it may not revoke', () => fail('PutRolePolicy', denied), IDENTITIES.AssumedRole, /AccessDenied/],
    ['it may not read back', () => fail('GetRolePolicy', undefined, denied), IDENTITIES.AssumedRole, /AccessDenied/],
    ['a user that holds no more policies', () => fail('PutUserPolicy', full, full, full), CONSOLE, /LimitExceeded/],
    [
      'throttled for too long',
      () => fail('PutRolePolicy', throttled, throttled, throttled),
      IDENTITIES.AssumedRole,
      /Throttling/,
    ],
    ['broken for too long', () => fail('GetUser', broken, broken, broken), CONSOLE, /ServiceFailure/],
    [
      'a change that is never seen',
      () => fail('UpdateAccessKey', 'lost'),
      IDENTITIES.IAMUser,
      /not seen when read back/,
    ],
    ['a denial that is never seen', () => fail('PutUserPolicy', 'lost'), CONSOLE, /not seen when read back/],
    ['a revocation that is never seen', () => fail('PutRolePolicy', 'lost'), IDENTITIES.AssumedRole, /not seen/],
  ])('%s', async (_, given, identity, reason) => {
    given();
    const told = requestedIncident(identity);
    expect(await contain(told)).toEqual({
      status: 'failed',
      action: told.containment?.action,
      reason: expect.stringMatching(reason),
      at: expect.any(String),
    });
    expect(logged).toEqual(['containment-failed']);
  });
});

test.each<[string, string, Fault]>([
  ['throttled', 'PutRolePolicy', throttled],
  ['broken', 'GetRole', broken],
  ['cut off', 'PutRolePolicy', 'hangs up'],
  ['throttled by the table', 'GetItem', [400, 'ProvisionedThroughputExceededException']],
  ['throttled by Lambda', 'Invoke', [429, 'TooManyRequestsException']],
])('a call that is %s once is made again', async (_, action, fault) => {
  fail(action, fault);
  expect(await contain(role)).toMatchObject({ status: 'succeeded' });
  expect(account.calls.filter((call) => call === action).length).toBeGreaterThan(1);
});

test('a change that is not seen at once is looked for again', async () => {
  // What was there before is read once more, as IAM may do.
  fail('GetRolePolicy', undefined, [404, 'NoSuchEntity']);
  expect(await contain(role)).toMatchObject({ status: 'succeeded' });
  expect(slept).toBe(1);
});

test.each<[string, string, Fault]>([
  ['the table cannot be read', 'GetItem', denied],
  ['the guard cannot be told', 'Invoke', denied],
])('fails, so that Lambda tries again, where %s', async (_, action, fault) => {
  fail(action, fault);
  await expect(contain(role)).rejects.toThrow();
  // The next try succeeds, whatever the first one had done.
  expect(await contain(role)).toMatchObject({ status: 'succeeded' });
  expect(account.changes).toEqual(['PutRolePolicy']);
});

test.each([
  ['with another key of the same user', 'AKIAEXAMPLEEXAMPLE99'],
  ['from the console', CONSOLE.accessKeyId],
])('who stops the trail again %s does not escape by that', async (_, accessKeyId) => {
  const told = requestedIncident(IDENTITIES.IAMUser);
  const again = { ...told, ...(told.actor ? { actor: { ...told.actor, accessKeyId } } : {}) };
  expect(await contain(again)).toMatchObject({ status: 'succeeded', action: { accessKeyId: KEY } });
  expect(account.users.get('mallory')?.keys.get(KEY)).toBe('Inactive');
});
