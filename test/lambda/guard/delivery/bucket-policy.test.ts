import fc from 'fast-check';
import { bucketVerdict, documentedBucketStatements } from '../../../../lambda/guard/delivery/bucket-policy';
import { ACCOUNT, OTHER_ACCOUNT } from '../../../fixtures/identities';
import { TRAIL_ARN } from '../../../fixtures/records';
import {
  BUCKET_ARN,
  CDK_BUCKET,
  CONTROL_TOWER_BUCKET,
  DOCUMENTED_BUCKET,
  delivering,
  ORGANIZATION_ID,
  policyOf,
  type Statement,
  TLS_ONLY,
} from './trail';

const [ACL_CHECK = {}, WRITE = {}] = DOCUMENTED_BUCKET;
const delivers = (...statements: Statement[]) => bucketVerdict(policyOf(...statements), delivering()).delivers;
const written = (changes: Statement) => delivers(ACL_CHECK, { ...WRITE, ...changes });
const denied = (changes: Statement = {}) =>
  delivers(...DOCUMENTED_BUCKET, { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...changes });

test.each([
  ['documented', DOCUMENTED_BUCKET],
  ['of the CDK', CDK_BUCKET],
  ['in one statement', { ...WRITE, Action: ['s3:GetBucketAcl', 's3:Put*'], Resource: '*', Condition: undefined }],
])('CloudTrail delivers with a policy %s', (_, statements) => {
  const trail = delivering();
  for (const policy of [{ Version: '2012-10-17', Statement: statements }]) {
    expect(bucketVerdict(policy, trail)).toEqual({ delivers: 'yes', missing: [], denials: [] });
    expect(bucketVerdict(JSON.stringify(policy), trail).delivers).toBe('yes');
  }
});

test('what AWS documents is what is written for a trail', () => {
  expect(documentedBucketStatements(delivering())).toEqual(DOCUMENTED_BUCKET);
  const prefixed = delivering({ S3KeyPrefix: 'audit' });
  expect(bucketVerdict(policyOf(...DOCUMENTED_BUCKET), prefixed).delivers).toBe('no');
  expect(bucketVerdict({ Statement: documentedBucketStatements(prefixed) }, prefixed).delivers).toBe('yes');
});

describe('an organization trail', () => {
  const trail = delivering({ IsOrganizationTrail: true, S3KeyPrefix: ORGANIZATION_ID });

  test('writes below its id, which is not known: so what names one is not certain', () => {
    expect(bucketVerdict(policyOf(...CONTROL_TOWER_BUCKET), trail)).toMatchObject({ delivers: 'unknown', denials: [] });
  });

  test('does not deliver when its statements are gone', () => {
    const others = CONTROL_TOWER_BUCKET.filter(({ Sid }) => Sid !== 'AWSBucketDeliveryForOrganizationTrail');
    expect(bucketVerdict(policyOf(...others), trail)).toEqual({
      delivers: 'no',
      missing: [`s3:PutObject on ${BUCKET_ARN}/${ORGANIZATION_ID}/AWSLogs/o-*`],
      denials: [],
    });
  });

  test('gets a statement for all accounts, limited to this trail', () => {
    const statements = documentedBucketStatements(trail);
    expect(bucketVerdict({ Statement: statements }, trail).delivers).toBe('yes');
    expect(JSON.stringify(statements)).toContain(`${BUCKET_ARN}/${ORGANIZATION_ID}/AWSLogs/*`);
  });
});

test.each([
  ['the prefix of all', 'yes', { Resource: `${BUCKET_ARN}/*` }],
  [
    'the files and the digests',
    'yes',
    { Resource: ['', '-Digest', '-Insight'].map((kind) => `${BUCKET_ARN}/AWSLogs/*/CloudTrail${kind}/*`) },
  ],
  ['no digests', 'no', { Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/CloudTrail/*` }],
  ['one Region', 'no', { Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/CloudTrail/eu-central-1/*` }],
  ['names of one length', 'no', { Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/???` }],
  ['another account', 'no', { Resource: `${BUCKET_ARN}/AWSLogs/${OTHER_ACCOUNT}/*` }],
  ['another bucket', 'no', { Resource: `${BUCKET_ARN}-2/*` }],
  ['no resource', 'no', { Resource: [] }],
  ['whatever is not elsewhere', 'yes', { Resource: undefined, NotResource: `${BUCKET_ARN}/private/*` }],
  ['whatever is not here', 'no', { Resource: undefined, NotResource: `${BUCKET_ARN}/AWSLogs/*` }],
  [
    'whatever is not one Region',
    'unknown',
    { Resource: undefined, NotResource: `${BUCKET_ARN}/AWSLogs/*/eu-west-1/*` },
  ],
  ['a variable', 'unknown', { Resource: `${BUCKET_ARN}/AWSLogs/\${aws:PrincipalAccount}/*` }],
  ['any action', 'yes', { Action: 's3:*' }],
  ['an action in other case', 'yes', { Action: 'S3:putobject' }],
  ['all but reading', 'yes', { Action: undefined, NotAction: 's3:Get*' }],
  ['another action', 'no', { Action: 's3:PutObjectAcl' }],
  ['another service', 'no', { Principal: { Service: 'config.amazonaws.com' } }],
  ['an account', 'no', { Principal: { AWS: ACCOUNT } }],
  ['everybody', 'unknown', { Principal: '*' }],
  ['everybody but a user', 'unknown', { Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }],
  ['another trail', 'no', { Condition: { StringEquals: { 'aws:SourceArn': `${TRAIL_ARN}-2` } } }],
  ['another account as the source', 'no', { Condition: { StringEquals: { 'AWS:SourceAccount': OTHER_ACCOUNT } } }],
  ['an ACL that CloudTrail does not send', 'no', { Condition: { StringEquals: { 's3:x-amz-acl': 'private' } } }],
  ['an organization', 'unknown', { Condition: { StringEquals: { 'aws:SourceOrgID': ORGANIZATION_ID } } }],
  ['a member of an organization', 'no', { Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION_ID } } }],
])('a statement that allows %s: %s', (_, verdict, changes) => {
  expect(written(changes)).toBe(verdict);
});

test.each([
  ['everybody', 'no', {}],
  ['CloudTrail', 'no', { Principal: { Service: 'cloudtrail.amazonaws.com' } }],
  ['everybody, as an account', 'no', { Principal: { AWS: '*' } }],
  ['all but an administrator', 'no', { Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }],
  ['all but CloudTrail', 'yes', { Principal: undefined, NotPrincipal: { Service: ['cloudtrail.amazonaws.com'] } }],
  ['a role', 'yes', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` } }],
  ['reading', 'yes', { Action: ['s3:GetObject', 's3:DeleteObject*'] }],
  ['one Region', 'unknown', { Resource: `${BUCKET_ARN}/AWSLogs/*/us-east-1/*` }],
  ['another folder', 'yes', { Resource: `${BUCKET_ARN}/private/*` }],
  [
    'what is unencrypted',
    'unknown',
    { Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } } },
  ],
  ['what comes without TLS', 'yes', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  ['what comes with TLS', 'no', { Condition: { Bool: { 'aws:SecureTransport': true } } }],
  ['whoever is no member', 'no', { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION_ID } } }],
  [
    'whoever is no member and no service',
    'yes',
    {
      Condition: {
        StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION_ID },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  ],
  ['every network but one', 'no', { Condition: { StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } } }],
  ['every address but one', 'unknown', { Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }],
  ['something malformed', 'unknown', { Condition: 'never' }],
])('a Deny of %s: %s', (_, verdict, changes) => {
  expect(denied(changes)).toBe(verdict);
});

test('a Deny is shown as it is', () => {
  const deny = { Sid: 'Quiet', Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `${BUCKET_ARN}/*` };
  const verdict = bucketVerdict(policyOf(TLS_ONLY, ...DOCUMENTED_BUCKET, deny), delivering());
  expect(verdict).toEqual({ delivers: 'no', missing: [], denials: [deny] });
});

test('without a policy everything is missing', () => {
  expect(bucketVerdict(undefined, delivering())).toEqual({
    delivers: 'no',
    missing: [
      `s3:GetBucketAcl on ${BUCKET_ARN}`,
      ...['', '-Digest', '-Insight'].map(
        (kind) => `s3:PutObject on ${BUCKET_ARN}/AWSLogs/${ACCOUNT}/CloudTrail${kind}/*`,
      ),
    ],
    denials: [],
  });
});

test('only what a trail writes is asked for', () => {
  const plain = delivering({ LogFileValidationEnabled: false, InsightSelectors: [] });
  const files = { ...WRITE, Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/CloudTrail/*` };
  expect(bucketVerdict(policyOf(ACL_CHECK, files), plain).delivers).toBe('yes');
});

test.each([['{'], [5], [null], [[]], [{}], [{ Statement: ['x'] }]])('what is no policy is not judged: %j', (policy) => {
  expect(bucketVerdict(policy, delivering())).toEqual({ delivers: 'unknown', missing: [], denials: [] });
});

test('any JSON is judged without an exception', () => {
  const statement = fc.dictionary(
    fc.constantFrom('Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'Condition', 'Sid'),
    fc.oneof(fc.jsonValue(), fc.constantFrom('Allow', 'Deny', '*', { Service: 'cloudtrail.amazonaws.com' })),
  );
  const policy = fc.oneof(
    fc.jsonValue(),
    fc.json(),
    fc.array(statement).map((Statement) => ({ Statement })),
  );
  fc.assert(
    fc.property(policy, (value) => {
      expect(['yes', 'no', 'unknown']).toContain(bucketVerdict(value, delivering()).delivers);
    }),
  );
});
