import fc from 'fast-check';
import * as v from 'valibot';
import { actorOf } from '../../../lambda/common/actor';
import { RecordSchema } from '../../../lambda/common/record';
import { ACCOUNT, assumedRole, IDENTITIES, type IdentityName, type Json } from '../../fixtures/identities';
import { stopLogging } from '../../fixtures/records';

const actor = (userIdentity: Json) => actorOf(v.parse(RecordSchema, stopLogging({ userIdentity })));

const NAMES: Record<IdentityName, string> = {
  Root: 'the root user of 111122223333',
  IAMUser: 'mallory',
  AssumedRole: 'eve (role admin)',
  IdentityCenterSession: 'eve@example.com (role AWSReservedSSO_Admin_0123456789abcdef)',
  IdentityCenterUser: 'Identity Center user 11111111-2222-3333-4444-555555555555',
  FederatedUser: 'arn:aws:sts::111122223333:federated-user/alice',
  AWSService: 'the AWS service cloudformation.amazonaws.com',
  AWSAccount: 'somebody of account 444455556666',
  SAMLUser: 'bob@example.com',
  WebIdentityUser: '1029384756',
  Empty: 'unknown',
};

test.each(Object.entries(NAMES) as [IdentityName, string][])('%s is shown as %s', (name, displayName) => {
  expect(actor(IDENTITIES[name])).toMatchObject({ type: IDENTITIES[name].type, displayName });
});

test('a role session is told with the role behind it', () => {
  expect(actor(IDENTITIES.AssumedRole)).toEqual({
    type: 'AssumedRole',
    displayName: 'eve (role admin)',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`,
    accountId: ACCOUNT,
    principalId: 'AROAEXAMPLEEXAMPLE001:eve',
    accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
    sessionIssuerArn: `arn:aws:iam::${ACCOUNT}:role/ops/admin`,
    sessionName: 'eve',
    mfaAuthenticated: false,
  });
});

test.each([
  ['a user with MFA', IDENTITIES.Root, { mfaAuthenticated: true }],
  ['a federated user', IDENTITIES.FederatedUser, { sessionIssuerArn: `arn:aws:iam::${ACCOUNT}:user/broker` }],
  ['Identity Center', IDENTITIES.IdentityCenterUser, { identityCenterUserId: '11111111-2222-3333-4444-555555555555' }],
  ['a service', IDENTITIES.AWSService, { invokedBy: 'cloudformation.amazonaws.com' }],
  [
    'a role session through a service',
    { ...IDENTITIES.AssumedRole, invokedBy: 'cloudformation.amazonaws.com' },
    { invokedBy: 'cloudformation.amazonaws.com', sessionName: 'eve' },
  ],
])('%s is told with what is known of it', (_, identity, expected) => {
  expect(actor(identity)).toMatchObject(expected);
});

test.each([
  ['nothing', {}, { type: 'Unknown', displayName: 'unknown' }],
  ['a role session without anything', { type: 'AssumedRole' }, { displayName: 'an unnamed session (role unknown)' }],
  ['a service without a name', { type: 'AWSService' }, { displayName: 'the AWS service unknown' }],
  ['an account without a number', { type: 'AWSAccount' }, { displayName: 'somebody of account unknown' }],
  ['root without an account', { type: 'Root' }, { displayName: 'the root user of an unknown account' }],
  ['a new type', { type: 'Robot', principalId: 'R2D2' }, { displayName: 'R2D2' }],
])('fails softly for %s', (_, identity, expected) => {
  expect(actor(identity)).toMatchObject(expected);
});

test('a missing value is left out, never null or empty', () => {
  expect(Object.values(actor(IDENTITIES.Empty)).filter((value) => value === '' || value == null)).toEqual([]);
});

test('fails to smuggle anything through a session name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (session) => {
      const role = `arn:aws:iam::${ACCOUNT}:role/admin`;
      for (const value of Object.values(actor(assumedRole(role, session)))) {
        expect(String(value)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|:\/\//u);
        expect(String(value).length).toBeLessThanOrEqual(256);
      }
    }),
  );
});
