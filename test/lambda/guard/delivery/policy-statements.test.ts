import fc from 'fast-check';
import { bucketVerdict, documentedBucketStatements } from '../../../../lambda/guard/delivery/bucket-policy';
import { documentedKeyStatements, keyVerdict } from '../../../../lambda/guard/delivery/key-policy';
import {
  cloudTrailStatements,
  missingStatements,
  withStatements,
} from '../../../../lambda/guard/delivery/policy-statements';
import {
  CDK_BUCKET,
  CONTROL_TOWER_BUCKET,
  DOCUMENTED_BUCKET,
  DOCUMENTED_KEY,
  delivering,
  policyOf,
  type Statement,
  TLS_ONLY,
} from './trail';

const Principal = { Service: 'cloudtrail.amazonaws.com' };
const [ACL_CHECK = {}, WRITE = {}] = DOCUMENTED_BUCKET;

test.each([
  ['the documented bucket', DOCUMENTED_BUCKET, DOCUMENTED_BUCKET],
  ["the CDK's bucket", CDK_BUCKET, CDK_BUCKET.slice(1)],
  ['the documented key', DOCUMENTED_KEY, DOCUMENTED_KEY.slice(1, 3)],
  ['nothing', [], []],
])("CloudTrail's own statements of %s", (_, statements, own) => {
  expect(cloudTrailStatements(policyOf(...statements))).toEqual(own);
  expect(cloudTrailStatements(JSON.stringify(policyOf(...statements)))).toEqual(own);
});

test('of a statement that CloudTrail shares, its part is its own', () => {
  const own = cloudTrailStatements(policyOf(...CONTROL_TOWER_BUCKET));
  expect(own.map(({ Sid }) => Sid)).toEqual([
    'AWSBucketPermissionsCheck',
    'AWSConfigBucketExistenceCheck',
    'AWSBucketDeliveryForOrganizationTrail',
  ]);
  expect(own.map((statement) => statement.Principal)).toEqual([Principal, Principal, Principal]);
});

test('a Deny is not its own', () => {
  expect(cloudTrailStatements(policyOf({ ...WRITE, Effect: 'Deny' }))).toEqual([]);
});

test.each<[string, Statement]>([
  ['under another Sid', { ...WRITE, Sid: 'Other' }],
  ['as S3 gives it back', { ...WRITE, Action: ['s3:PutObject'], Principal: { Service: ['cloudtrail.amazonaws.com'] } }],
  ['in other case', { ...WRITE, Action: 'S3:PUTOBJECT' }],
  ['shared with others', { ...WRITE, Principal: { Service: ['config.amazonaws.com', 'cloudtrail.amazonaws.com'] } }],
])('a statement is there %s', (_, present) => {
  expect(missingStatements(policyOf(present), [WRITE])).toEqual([]);
});

test.each<[string, Statement]>([
  ['of another resource', { ...WRITE, Resource: 'arn:aws:s3:::elsewhere/*' }],
  ['with a condition more', { ...WRITE, Condition: { ...(WRITE.Condition as object), Bool: { x: 'true' } } }],
  ['of another principal', { ...WRITE, Principal: { AWS: '*' } }],
])('a statement %s is another one', (_, present) => {
  expect(missingStatements(policyOf(present), [WRITE])).toEqual([WRITE]);
});

test('a Sid that is taken by a changed statement is not used twice', () => {
  const changed = { ...WRITE, Resource: 'arn:aws:s3:::elsewhere/*' };
  const policy = policyOf(ACL_CHECK, changed, { ...changed, Sid: `${WRITE.Sid}TrailGuard1` });
  const put = withStatements(policy, DOCUMENTED_BUCKET);
  expect(put.Statement).toEqual([...policy.Statement, { ...WRITE, Sid: `${WRITE.Sid}TrailGuard2` }]);
});

test.each([
  ['no policy', undefined, { Version: '2012-10-17', Statement: DOCUMENTED_BUCKET }],
  ['what is none', '{', { Version: '2012-10-17', Statement: DOCUMENTED_BUCKET }],
  ['a list', [], { Version: '2012-10-17', Statement: DOCUMENTED_BUCKET }],
  [
    'a single statement',
    { Version: '2008-10-17', Id: 'Policy', Statement: TLS_ONLY },
    { Version: '2008-10-17', Id: 'Policy', Statement: [TLS_ONLY, ...DOCUMENTED_BUCKET] },
  ],
])('the statements are put into %s', (_, policy, expected) => {
  expect(withStatements(policy, DOCUMENTED_BUCKET)).toEqual(expected);
});

describe('whatever the policy', () => {
  const kinds = [...DOCUMENTED_BUCKET, ...CDK_BUCKET, ...CONTROL_TOWER_BUCKET, ...DOCUMENTED_KEY];
  const changed = fc
    .tuple(
      fc.constantFrom(...kinds),
      fc.record(
        {
          Sid: fc.constantFrom('A', ...kinds.map(({ Sid }) => Sid)),
          Effect: fc.constantFrom('Allow', 'Deny'),
          Principal: fc.constantFrom<unknown>('*', Principal, { AWS: '*' }, { Service: 'config.amazonaws.com' }),
          Action: fc.constantFrom<unknown>('s3:*', 'kms:*', ['s3:PutObject'], 's3:GetObject'),
          Resource: fc.constantFrom<unknown>('*', 'arn:aws:s3:::elsewhere/*'),
          Condition: fc.constantFrom<unknown>({}, TLS_ONLY.Condition, { StringEquals: { 'aws:SourceArn': 'x' } }),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([statement, changes]): Statement => ({ ...statement, ...changes }));
  const policy = fc.record({
    Version: fc.constantFrom('2012-10-17', '2008-10-17'),
    Statement: fc.array(fc.oneof(fc.constantFrom(...kinds), changed), { maxLength: 8 }),
  });
  const trail = delivering();
  const bucket = documentedBucketStatements(trail);
  const key = documentedKeyStatements(trail);
  const statementsIn = (document: Record<string, unknown>) => document.Statement as Statement[];

  test('every other statement stays as it is, where it is', () => {
    fc.assert(
      fc.property(policy, (before) => {
        const after = withStatements(before, bucket);
        expect(after).toMatchObject({ Version: before.Version });
        expect(statementsIn(after).slice(0, before.Statement.length)).toEqual(before.Statement);
        expect(statementsIn(after).length).toBeLessThanOrEqual(before.Statement.length + bucket.length);
      }),
    );
  });

  test('the policy that was given is not changed', () => {
    fc.assert(
      fc.property(policy, (before) => {
        const text = JSON.stringify(before);
        withStatements(before, bucket);
        expect(JSON.stringify(before)).toBe(text);
      }),
    );
  });

  test('twice is once', () => {
    fc.assert(
      fc.property(policy, (before) => {
        const once = withStatements(before, bucket);
        expect(withStatements(JSON.stringify(once), bucket)).toEqual(once);
        expect(missingStatements(once, bucket)).toEqual([]);
      }),
    );
  });

  test('no two statements that were not alike before have one Sid afterwards', () => {
    fc.assert(
      fc.property(policy, (before) => {
        const added = statementsIn(withStatements(before, bucket)).slice(before.Statement.length);
        const taken = before.Statement.map(({ Sid }) => Sid);
        expect(added.filter(({ Sid }) => taken.includes(Sid))).toEqual([]);
      }),
    );
  });

  test.each([
    ['bucket', bucket, bucketVerdict],
    ['key', key, keyVerdict],
  ] as const)('afterwards CloudTrail can use the %s, unless a Deny remains', (_, statements, verdictOf) => {
    fc.assert(
      fc.property(policy, (before) => {
        const verdict = verdictOf(withStatements(before, statements), trail);
        expect(verdict.missing).toEqual([]);
        expect(verdict.delivers === 'yes').toBe(verdict.denials.length === 0);
      }),
    );
  });
});
