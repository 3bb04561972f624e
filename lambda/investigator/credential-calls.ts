import type { CloudTrailRecord } from '../common/record';
import { SESSION_CALLS, sessionKeyOf, textAt } from './minted';

/** A call that makes or changes a way in, and how its record tells which. */
export interface CredentialCall {
  readonly kind: string;
  readonly id: (record: CloudTrailRecord) => string | undefined;
  /** Whose it is. */
  readonly of?: (record: CloudTrailRecord) => string | undefined;
  readonly only?: (record: CloudTrailRecord) => boolean;
}

const parameter =
  (name: string) =>
  ({ requestParameters }: CloudTrailRecord): string | undefined => {
    const value = requestParameters?.[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
const answer = (name: string, field: string) => (record: CloudTrailRecord) => textAt(record, name, field);
const user = parameter('userName');
const role = parameter('roleName');

/** A user may leave out their own name. */
const userOrCaller = (record: CloudTrailRecord) => user(record) ?? record.userIdentity.userName ?? undefined;

/** Of somebody: services make sessions for themselves all the time. */
const session: CredentialCall = {
  kind: 'session',
  id: sessionKeyOf,
  of: (record) =>
    textAt(record, 'assumedRoleUser', 'arn') ??
    textAt(record, 'federatedUser', 'arn') ??
    record.userIdentity.arn ??
    undefined,
  only: ({ userIdentity }) => userIdentity.type !== 'AWSService' && !userIdentity.invokedBy,
};

/** By service and call. */
export const CREDENTIAL_CALLS: Readonly<Record<string, Readonly<Record<string, CredentialCall>>>> = {
  'iam.amazonaws.com': {
    CreateAccessKey: {
      kind: 'access key',
      id: answer('accessKey', 'accessKeyId'),
      of: answer('accessKey', 'userName'),
    },
    UpdateAccessKey: {
      kind: 'access key activated',
      id: parameter('accessKeyId'),
      of: userOrCaller,
      only: (record) => parameter('status')(record) === 'Active',
    },
    CreateUser: { kind: 'user', id: answer('user', 'arn') },
    CreateLoginProfile: { kind: 'console password', id: userOrCaller },
    UpdateLoginProfile: { kind: 'console password changed', id: userOrCaller },
    ChangePassword: { kind: 'console password changed', id: userOrCaller },
    CreateServiceSpecificCredential: {
      kind: 'service-specific credential',
      id: answer('serviceSpecificCredential', 'serviceSpecificCredentialId'),
      of: userOrCaller,
    },
    ResetServiceSpecificCredential: {
      kind: 'service-specific credential reset',
      id: parameter('serviceSpecificCredentialId'),
      of: userOrCaller,
    },
    UploadSSHPublicKey: { kind: 'SSH key', id: answer('sSHPublicKey', 'sSHPublicKeyId'), of: userOrCaller },
    UploadSigningCertificate: {
      kind: 'signing certificate',
      id: answer('certificate', 'certificateId'),
      of: userOrCaller,
    },
    CreateVirtualMFADevice: { kind: 'virtual MFA device', id: answer('virtualMFADevice', 'serialNumber') },
    EnableMFADevice: { kind: 'MFA device', id: parameter('serialNumber'), of: userOrCaller },
    CreateRole: { kind: 'role', id: answer('role', 'arn') },
    UpdateAssumeRolePolicy: { kind: 'role trust changed', id: role },
    AddRoleToInstanceProfile: { kind: 'role for instances', id: role, of: parameter('instanceProfileName') },
    CreateSAMLProvider: { kind: 'SAML provider', id: parameter('name') },
    UpdateSAMLProvider: { kind: 'SAML provider changed', id: parameter('sAMLProviderArn') },
    CreateOpenIDConnectProvider: { kind: 'OpenID Connect provider', id: parameter('url') },
    AddClientIDToOpenIDConnectProvider: {
      kind: 'OpenID Connect provider changed',
      id: parameter('openIDConnectProviderArn'),
    },
    UpdateOpenIDConnectProviderThumbprint: {
      kind: 'OpenID Connect provider changed',
      id: parameter('openIDConnectProviderArn'),
    },
  },
  'sts.amazonaws.com': Object.fromEntries(SESSION_CALLS.map((name) => [name, session])),
  'signin.amazonaws.com': {
    ConsoleLogin: {
      kind: 'console sign-in',
      id: ({ userIdentity: { arn, userName } }) => arn ?? userName ?? undefined,
      only: ({ responseElements }) => responseElements?.ConsoleLogin === 'Success',
    },
  },
  'rolesanywhere.amazonaws.com': {
    CreateTrustAnchor: { kind: 'IAM Roles Anywhere trust anchor', id: parameter('name') },
    UpdateTrustAnchor: { kind: 'IAM Roles Anywhere trust anchor changed', id: parameter('trustAnchorId') },
    CreateProfile: { kind: 'IAM Roles Anywhere profile', id: parameter('name') },
  },
  'sso.amazonaws.com': {
    CreateAccountAssignment: {
      kind: 'Identity Center assignment',
      id: parameter('principalId'),
      of: parameter('targetId'),
    },
  },
  'sso-directory.amazonaws.com': { CreateUser: { kind: 'Identity Center user', id: user } },
  'identitystore.amazonaws.com': { CreateUser: { kind: 'Identity Center user', id: user } },
  'ec2.amazonaws.com': {
    CreateKeyPair: { kind: 'key pair', id: parameter('keyName') },
    ImportKeyPair: { kind: 'key pair', id: parameter('keyName') },
  },
  'ec2-instance-connect.amazonaws.com': {
    SendSSHPublicKey: { kind: 'SSH key of an instance', id: parameter('instanceId') },
    SendSerialConsoleSSHPublicKey: { kind: 'SSH key of a serial console', id: parameter('instanceId') },
  },
  'eks.amazonaws.com': {
    CreateAccessEntry: { kind: 'cluster access', id: parameter('principalArn'), of: parameter('name') },
  },
  'ssm.amazonaws.com': { CreateActivation: { kind: 'hybrid activation', id: parameter('iamRole') } },
};
