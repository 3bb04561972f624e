import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { containmentOf } from '../../../../lambda/common/containment/containment-of';
import type { Outcome } from '../../../../lib/contract/incident';
import {
  ACCOUNT,
  assumedRole,
  GUARD_ROLE_ARN,
  IDENTITIES,
  type Json,
  OTHER_ACCOUNT,
} from '../../../fixtures/identities';
import { incident, OUTCOMES } from '../../guard/incidents';

const by = (userIdentity: Json, outcome: Outcome = 'restored') =>
  containmentOf(incident(outcome, { userIdentity }), [GUARD_ROLE_ARN]);
const user = IDENTITIES.IAMUser;
const role = (path: string, name = 'admin') => assumedRole(`arn:aws:iam::${ACCOUNT}:role${path}${name}`, 'eve');

test("a user's long-lived key is deactivated, by a command that can be undone", () => {
  expect(by(user)).toEqual({
    status: 'prepared',
    action: {
      kind: 'deactivate-access-key',
      principalArn: `arn:aws:iam::${ACCOUNT}:user/dev/mallory`,
      accessKeyId: 'AKIAEXAMPLEEXAMPLE03',
      effect: expect.stringMatching(/does not end sessions that were made with the key \(GetSessionToken/),
      command: 'aws iam update-access-key --user-name mallory --access-key-id AKIAEXAMPLEEXAMPLE03 --status Inactive',
      undo: 'aws iam update-access-key --user-name mallory --access-key-id AKIAEXAMPLEEXAMPLE03 --status Active',
    },
  });
});

test.each([
  ['in the console', { accessKeyId: 'ASIAEXAMPLEEXAMPLE03' }],
  ['without a key', { accessKeyId: undefined }],
  ['with what is no key', { accessKeyId: 'AKIA$(id)' }],
])('a user %s is denied', (_, fields) => {
  expect(by({ ...user, ...fields }).action).toMatchObject({
    kind: 'deny-user',
    principalArn: user.arn,
    command:
      'aws iam put-user-policy --user-name mallory --policy-name TrailGuardContainment --policy-document ' +
      '\'{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}\'',
    undo: 'aws iam delete-user-policy --user-name mallory --policy-name TrailGuardContainment',
  });
});

test("a federated session has its user's permissions, so the user is denied", () => {
  expect(by(IDENTITIES.FederatedUser).action).toMatchObject({
    kind: 'deny-user',
    principalArn: `arn:aws:iam::${ACCOUNT}:user/broker`,
  });
});

test("a role's sessions are revoked, and the message says whose else they are and who may come back", () => {
  const { action } = by(IDENTITIES.AssumedRole);
  expect(action).toMatchObject({
    kind: 'revoke-role-sessions',
    principalArn: `arn:aws:iam::${ACCOUNT}:role/ops/admin`,
    command:
      'aws iam put-role-policy --role-name admin --policy-name TrailGuardRevokeOlderSessions --policy-document ' +
      '\'{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":' +
      '{"DateLessThan":{"aws:TokenIssueTime":"\'$(date -u +%Y-%m-%dT%H:%M:%SZ)\'"}}}]}\'',
    undo: 'aws iam delete-role-policy --role-name admin --policy-name TrailGuardRevokeOlderSessions',
  });
  expect(action?.effect).toMatch(/all sessions of the role admin .*whoever's.*assuming the role again/);
});

test.each<[string, Json, RegExp]>([
  ['root', IDENTITIES.Root, /root user/],
  ['a session that root federated', federatedBy(`arn:aws:iam::${ACCOUNT}:root`), /root user made/],
  ['a service-linked role', role('/aws-service-role/autoscaling.amazonaws.com/', 'AWSServiceRoleForX'), /that service/],
  ['a service-linked role, in other letters', role('/AWS-Service-Role/x.amazonaws.com/', 'X'), /that service/],
  ['a user of this account who is also of another', { ...user, accountId: OTHER_ACCOUNT }, /another account/],
  ['a role of Identity Center', IDENTITIES.IdentityCenterSession, /Identity Center/],
  ['a role of Identity Center whose path is not told', role('/', 'AWSReservedSSO_Admin_0123'), /Identity Center/],
  ['a user of Identity Center', IDENTITIES.IdentityCenterUser, /Identity Center/],
  ['an AWS service', IDENTITIES.AWSService, /AWS service/],
  ['somebody of another account', IDENTITIES.AWSAccount, /another account/],
  ['a role of another account', assumedRole(`arn:aws:iam::${OTHER_ACCOUNT}:role/admin`, 'eve'), /another account/],
  [
    'a role whose ARN is of another account',
    { ...role('/'), sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${OTHER_ACCOUNT}:role/admin` } } },
    /another account/,
  ],
  ['a SAML user', IDENTITIES.SAMLUser, /SAMLUser/],
  ['a web identity', IDENTITIES.WebIdentityUser, /WebIdentityUser/],
  ['an empty identity', IDENTITIES.Empty, /does not name/],
  ["the guard's own role", assumedRole(GUARD_ROLE_ARN, 'guard'), /switch the guard off/],
  ['two users in one record', { ...user, userName: 'alice' }, /two different users/],
  [
    'two roles in one record',
    { ...role('/'), arn: `arn:aws:sts::${ACCOUNT}:assumed-role/other/eve` },
    /two different roles/,
  ],
  ['a user where a role should be', { ...role('/'), sessionContext: { sessionIssuer: { arn: user.arn } } }, /role/],
])('nothing is done to %s', (_, identity, reason) => {
  expect(by(identity)).toEqual({ status: 'refused', reason: expect.stringMatching(reason) });
});

function federatedBy(arn: string): Json {
  return { ...IDENTITIES.FederatedUser, sessionContext: { sessionIssuer: { type: 'Root', arn } } };
}

const REFUSED: Outcome[] = ['expected', 'adopted', 'stopped-before-guard', 'delivery-failing', 'delivery-recovered'];

test.each(OUTCOMES)('somebody who is known is stopped, or is nobody to stop: %s', (outcome) => {
  const told = { ...incident('restored'), outcome };
  const isRefused = REFUSED.includes(outcome);
  const { status, action, reason } = containmentOf(told, []);
  expect(status).toBe(isRefused ? 'refused' : 'prepared');
  expect([action !== undefined, reason !== undefined]).toEqual([!isRefused, isRefused]);
});

test('nobody is stopped whom an exception expects, however it ended', () => {
  const told = { ...incident('already-logging'), exception: { reason: 'maintenance' } };
  expect(containmentOf(told, [])).toEqual({ status: 'refused', reason: 'An exception expects this activity.' });
});

test('nobody is stopped where nobody is known', () => {
  const { actor: _, ...told } = incident('restored');
  expect(containmentOf(told, [])).toEqual({ status: 'refused', reason: 'Who did it is not known.' });
});

/** The arguments that a shell gives to `aws`. */
function argumentsOf(command = ''): string[] {
  return execFileSync('sh', ['-ec', `aws() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

test.each([
  ['deny-user', IDENTITIES.FederatedUser, { Effect: 'Deny', Action: '*', Resource: '*' }],
  [
    'revoke-role-sessions',
    IDENTITIES.AssumedRole,
    {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: {
        DateLessThan: { 'aws:TokenIssueTime': expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
      },
    },
  ],
])('pasted into a shell, a command hands over the policy as one argument: %s', (kind, identity, statement) => {
  const { action } = by(identity);
  const given = argumentsOf(action?.command);
  expect([action?.kind, given.at(-2)]).toEqual([kind, '--policy-document']);
  expect(JSON.parse(given.at(-1) ?? '')).toEqual({ Version: '2012-10-17', Statement: [statement] });
  expect(argumentsOf(action?.undo).slice(0, 2)).toEqual(['iam', expect.stringMatching(/^delete-(user|role)-policy$/)]);
});

/** Texts in which a shell, or a reader, would see something else. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    "'; id #",
    '$(id)',
    '`id`',
    '--profile',
    '-x',
    'a b',
    'a\nb',
    '"',
    '\\',
    '&&',
    '|',
    'file://x',
    '\u202e',
  ),
);

test('a command consists of what it should, whatever the record says', () => {
  const identity = fc.record({
    type: fc.constantFrom('IAMUser', 'AssumedRole', 'FederatedUser', 'Root'),
    name: fc.oneof(hostile, fc.constantFrom('mallory', 'a-b', '=,.@+')),
    path: fc.oneof(fc.constantFrom('', 'ops/'), hostile),
    userName: fc.option(hostile, { nil: undefined }),
    accessKeyId: fc.oneof(hostile, fc.constant('AKIAEXAMPLEEXAMPLE03')),
  });
  const SHAPE =
    /^aws iam [a-z-]+ --(user|role)-name [\w+=,.@][\w+=,.@-]* (--access-key-id AKIA[A-Z0-9]+ --status \w+|--policy-name TrailGuard\w+( --policy-document '[^']*('\$\(date -u \+%Y-%m-%dT%H:%M:%SZ\)'[^']*)?')?)$/;
  let prepared = 0;
  fc.assert(
    fc.property(identity, ({ type, name, path, userName, accessKeyId }) => {
      const kind = type === 'AssumedRole' ? 'role' : 'user';
      const arn = `arn:aws:iam::${ACCOUNT}:${kind}/${path}${name}`;
      const { action } = by({
        type,
        ...(type === 'IAMUser' ? { arn, userName } : { sessionContext: { sessionIssuer: { arn } } }),
        accountId: ACCOUNT,
        accessKeyId,
      });
      if (action) {
        prepared++;
        expect(action.command).toMatch(SHAPE);
        expect(action.undo).toMatch(SHAPE);
      }
    }),
    { seed: 20261124, numRuns: 3_000 },
  );
  expect(prepared).toBeGreaterThan(100);
});
