import fc from 'fast-check';
import { harmless } from '../../../../lambda/guard/delivery/harmless';
import type { DeliverySnapshot } from '../../../../lambda/guard/delivery/snapshot';
import { BUCKET_TECHNIQUES } from '../../../../lib/contract/techniques/bucket-techniques';
import { ACCOUNT, OTHER_ACCOUNT } from '../../../fixtures/identities';
import { KEY_ARN } from '../../../fixtures/techniques/configuration';
import {
  BUCKET_ARN,
  CDK_BUCKET,
  DOCUMENTED_BUCKET,
  DOCUMENTED_KEY,
  delivering,
  policyOf,
  type Statement,
  TLS_ONLY,
  technique,
} from './trail';

type Parameters = Record<string, unknown> | null;

const isHarmless = (eventName: string, requestParameters: Parameters, snapshot?: DeliverySnapshot) =>
  harmless(
    technique('bucket', eventName),
    { eventName, awsRegion: undefined, recipientAccountId: undefined, resources: null, requestParameters },
    delivering({}, snapshot),
  );

const OWN = { AWS: `arn:aws:iam::${ACCOUNT}:role/siem` };
const read = (changes: Statement): Statement => ({
  Effect: 'Allow',
  Principal: OWN,
  Action: 's3:GetObject',
  Resource: `${BUCKET_ARN}/*`,
  ...changes,
});
const withRead = (changes: Statement): Parameters => ({ bucketPolicy: policyOf(...DOCUMENTED_BUCKET, read(changes)) });
const keyWith = (statement: Statement): Parameters => ({
  policy: JSON.stringify(
    policyOf(...DOCUMENTED_KEY, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', ...statement }),
  ),
});
const BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: 'true',
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const versioning = (VersioningConfiguration: object): Parameters => ({ VersioningConfiguration });
const lifecycle = (Rule: unknown): Parameters => ({ LifecycleConfiguration: { Rule } });
const encryption = (byDefault: object, changes: object = {}): Parameters => ({
  ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: byDefault, ...changes } },
});

test.each<[string, string, Parameters]>([
  ['the documented policy', 'PutBucketPolicy', { bucketPolicy: policyOf(...DOCUMENTED_BUCKET) }],
  ["the CDK's policy as text", 'PutBucketPolicy', { bucketPolicy: JSON.stringify(policyOf(...CDK_BUCKET)) }],
  ['a policy that lets the account read', 'PutBucketPolicy', withRead({ Action: ['s3:GetObject*', 's3:ListBucket'] })],
  [
    'a policy that lets a service write',
    'PutBucketPolicy',
    withRead({ Principal: { Service: 'config.amazonaws.com' }, Action: 's3:PutObject' }),
  ],
  ['the documented key policy', 'PutKeyPolicy', { policy: JSON.stringify(policyOf(...DOCUMENTED_KEY)) }],
  ['a key policy that lets the account decrypt', 'PutKeyPolicy', keyWith({ Principal: { AWS: [ACCOUNT] } })],
  ['versioning', 'PutBucketVersioning', versioning({ Status: 'Enabled' })],
  ['no public access', 'PutBucketPublicAccessBlock', { PublicAccessBlockConfiguration: BLOCKED }],
  [
    'a rule that ends uploads',
    'PutBucketLifecycle',
    lifecycle({ ID: 'x', Status: 'Enabled', AbortIncompleteMultipartUpload: {} }),
  ],
  ['encryption by S3', 'PutBucketEncryption', encryption({ SSEAlgorithm: 'AES256' })],
  [
    'encryption by the same key',
    'PutBucketEncryption',
    encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN }, { BucketKeyEnabled: true }),
  ],
])('%s is harmless', (_, eventName, parameters) => {
  expect(isHarmless(eventName, parameters)).toBe(true);
});

test.each<[string, string, Parameters]>([
  ['a denied call', 'PutBucketPolicy', null],
  ['a policy that is not recorded', 'PutBucketPolicy', {}],
  ['a policy without CloudTrail', 'PutBucketPolicy', { bucketPolicy: policyOf(TLS_ONLY) }],
  ['a policy that lets everybody read', 'PutBucketPolicy', withRead({ Principal: '*' })],
  [
    'a policy that lets another account read',
    'PutBucketPolicy',
    withRead({ Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` } }),
  ],
  [
    'a policy that lets another account in among others',
    'PutBucketPolicy',
    withRead({ Principal: { AWS: [ACCOUNT, OTHER_ACCOUNT] } }),
  ],
  [
    'a policy that lets an unknown user read',
    'PutBucketPolicy',
    withRead({ Principal: { CanonicalUser: '79a59df9' } }),
  ],
  ['a policy that lets all but one read', 'PutBucketPolicy', withRead({ Principal: undefined, NotPrincipal: OWN })],
  [
    'a policy that lets the account delete',
    'PutBucketPolicy',
    withRead({ Action: ['s3:GetObject', 's3:DeleteObject'] }),
  ],
  ['a policy that lets the account do anything', 'PutBucketPolicy', withRead({ Action: 's3:*' })],
  [
    'a policy that lets the account do all but one',
    'PutBucketPolicy',
    withRead({ Action: undefined, NotAction: 's3:x' }),
  ],
  [
    'a policy that lets a service read',
    'PutBucketPolicy',
    withRead({ Principal: { Service: 'delivery.logs.amazonaws.com' } }),
  ],
  ['a policy that keeps the account from reading', 'PutBucketPolicy', withRead({ Effect: 'Deny' })],
  ['a policy with an unknown effect', 'PutBucketPolicy', withRead({ Effect: 'Perhaps' })],
  [
    'a key policy without CloudTrail',
    'PutKeyPolicy',
    { policy: JSON.stringify(policyOf(...DOCUMENTED_KEY.slice(0, 1))) },
  ],
  ['a key policy that lets another account decrypt', 'PutKeyPolicy', keyWith({ Principal: { AWS: OTHER_ACCOUNT } })],
  ['a key policy that keeps others from decrypting', 'PutKeyPolicy', keyWith({ Effect: 'Deny', Principal: OWN })],
  ['no versioning', 'PutBucketVersioning', versioning({ Status: 'Suspended' })],
  ['versioning without MFA delete', 'PutBucketVersioning', versioning({ Status: 'Enabled', MfaDelete: 'Disabled' })],
  [
    'some public access',
    'PutBucketPublicAccessBlock',
    { PublicAccessBlockConfiguration: { ...BLOCKED, BlockPublicAcls: false } },
  ],
  ['public access that is not told', 'PutBucketPublicAccessBlock', { PublicAccessBlockConfiguration: {} }],
  ['a rule that expires', 'PutBucketLifecycle', lifecycle({ Status: 'Enabled', Expiration: { Days: 3650 } })],
  ['one rule of two that archives', 'PutBucketLifecycle', lifecycle([{ ID: 'x' }, { Transition: {} }])],
  ['rules that are not recorded', 'PutBucketLifecycle', {}],
  [
    'encryption by another key',
    'PutBucketEncryption',
    encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: `${KEY_ARN}0` }),
  ],
  ['encryption by an unknown key', 'PutBucketEncryption', encryption({ SSEAlgorithm: 'aws:kms' })],
  ['no encryption', 'PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rule: [] } }],
  ['encryption with something new', 'PutBucketEncryption', encryption({ SSEAlgorithm: 'AES256' }, { New: true })],
  ['a subscription filter', 'PutSubscriptionFilter', { filterName: 'x' }],
  ['any other call', 'DeleteBucket', { bucketName: 'x' }],
  ['a name that every object has', 'constructor', {}],
])('%s is not harmless', (_, eventName, parameters) => {
  expect(isHarmless(eventName, parameters)).toBe(false);
});

test.each([
  [30, 30, true],
  [365, 30, true],
  [7, 30, false],
  [3653, undefined, false],
  ['365', 30, false],
])('a retention of %p days is compared with the %p days that are known: %p', (retentionInDays, known, expected) => {
  const snapshot = known === undefined ? undefined : { logGroup: { retentionInDays: known } };
  expect(isHarmless('PutRetentionPolicy', { retentionInDays }, snapshot)).toBe(expected);
});

test('whatever the parameters, there is no exception', () => {
  const names = [...BUCKET_TECHNIQUES.map(({ eventName }) => eventName), 'PutKeyPolicy', 'PutRetentionPolicy'];
  const keys = ['bucketPolicy', 'policy', 'LifecycleConfiguration', 'ServerSideEncryptionConfiguration'];
  const parameters = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), fc.json()));
  fc.assert(
    fc.property(fc.constantFrom(...names), parameters, (eventName, value) => {
      expect(typeof isHarmless(eventName, value)).toBe('boolean');
    }),
  );
});
