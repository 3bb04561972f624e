import { credentialOf } from '../../../lambda/investigator/credentials';
import { ACCOUNT, IDENTITIES, type Json } from '../../fixtures/identities';
import { ADMIN_ROLE, assumeRole, call, createAccessKey, MALLORY, read } from './calls';

const credential = (record: Json) => {
  const [parsed] = read(record);
  return parsed && credentialOf(parsed);
};
const iam = (name: string, requestParameters: Json | null, responseElements: Json | null = null) =>
  call('iam.amazonaws.com', name, { requestParameters, responseElements });

test.each<[string, Json, string, string, string | undefined]>([
  [
    'an access key',
    createAccessKey(MALLORY, 'bob', 'AKIABACKDOOR00000001'),
    'access key',
    'AKIABACKDOOR00000001',
    'bob',
  ],
  [
    'a key that is active again',
    iam('UpdateAccessKey', { userName: 'bob', accessKeyId: 'AKIAOLD', status: 'Active' }),
    'access key activated',
    'AKIAOLD',
    'bob',
  ],
  ['a user', iam('CreateUser', { userName: 'x' }, { user: { arn: 'arn:x' } }), 'user', 'arn:x', undefined],
  ['a password', iam('CreateLoginProfile', { userName: 'bob' }), 'console password', 'bob', undefined],
  ['a changed password', iam('UpdateLoginProfile', { userName: 'bob' }), 'console password changed', 'bob', undefined],
  ['their own password', iam('ChangePassword', null), 'console password changed', 'mallory', undefined],
  [
    'an MFA device',
    iam('EnableMFADevice', { userName: 'bob', serialNumber: 'arn:mfa' }),
    'MFA device',
    'arn:mfa',
    'bob',
  ],
  ['a role', iam('CreateRole', { roleName: 'x' }, { role: { arn: 'arn:role' } }), 'role', 'arn:role', undefined],
  ['a trust', iam('UpdateAssumeRolePolicy', { roleName: 'x' }), 'role trust changed', 'x', undefined],
  ['a SAML provider', iam('CreateSAMLProvider', { name: 'idp' }), 'SAML provider', 'idp', undefined],
  [
    'a session',
    assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001'),
    'session',
    'ASIAADMIN00000000001',
    `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`,
  ],
  [
    'a trust anchor',
    call('rolesanywhere.amazonaws.com', 'CreateTrustAnchor', { requestParameters: { name: 'anchor' } }),
    'IAM Roles Anywhere trust anchor',
    'anchor',
    undefined,
  ],
  [
    'a sign-in',
    call('signin.amazonaws.com', 'ConsoleLogin', { responseElements: { ConsoleLogin: 'Success' } }),
    'console sign-in',
    MALLORY.arn,
    undefined,
  ],
  [
    'a key pair',
    call('ec2.amazonaws.com', 'ImportKeyPair', { requestParameters: { keyName: 'k' } }),
    'key pair',
    'k',
    undefined,
  ],
  ['what the record does not tell', iam('CreateAccessKey', null), 'access key', 'not recorded', undefined],
])('%s is a new way in', (_, record, kind, id, of) => {
  expect(credential(record)).toEqual({
    kind,
    id,
    ...(of === undefined ? {} : { of }),
    eventId: record.eventID,
    at: '2026-03-02T10:00:00.000Z',
    by: 'mallory',
  });
});

test.each<[string, Json]>([
  ['a key that was denied', createAccessKey(MALLORY, 'bob', 'AKIA', { errorCode: 'AccessDenied' })],
  ['a key that is no longer active', iam('UpdateAccessKey', { accessKeyId: 'AKIA', status: 'Inactive' })],
  ["a service's session", assumeRole(IDENTITIES.AWSService, ADMIN_ROLE, 'x', 'ASIA')],
  ['a failed sign-in', call('signin.amazonaws.com', 'ConsoleLogin', { responseElements: { ConsoleLogin: 'Failure' } })],
  ['a call of that name of another service', call('s3.amazonaws.com', 'CreateUser')],
  ['what every object has', call('iam.amazonaws.com', 'toString')],
  ['a service that every object has', call('constructor', 'name')],
])('%s is none', (_, record) => {
  expect(credential(record)).toBeUndefined();
});
