import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Repair, ResponseMode } from '../../lib';
import { repairStatements } from '../../lib/repair-permissions';
import { ACCOUNT, guarded, IN_REGION, identityStatements, REGION, type Statement } from './fixture';

const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const LOG_GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:trail`;
const repairs = (stack: Stack) => [
  Repair.key(Key.fromKeyArn(stack, 'ImportedKey', KEY_ARN)),
  Repair.bucketPolicy(Bucket.fromBucketName(stack, 'ImportedBucket', 'logs')),
  Repair.logGroup(LogGroup.fromLogGroupArn(stack, 'ImportedLogGroup', LOG_GROUP_ARN)),
  Repair.eventDataStores(),
  Repair.trustedAccess(),
];
const of = (stack: Stack, given: Repair[]): Statement[] =>
  repairStatements(given, stack).map((statement) => stack.resolve(statement.toStatementJson()));
const partitioned = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] });

test('each repair adds its own statements, for what it names only', () => {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  expect(of(stack, repairs(stack))).toEqual([
    {
      Sid: 'RepairKeys',
      Effect: 'Allow',
      Action: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:EnableKey', 'kms:CancelKeyDeletion', 'kms:PutKeyPolicy'],
      Resource: KEY_ARN,
      Condition: { BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' } },
    },
    {
      Sid: 'RepairBucketPolicies',
      Effect: 'Allow',
      Action: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
      Resource: partitioned(':s3:::logs'),
      Condition: { StringEquals: { 'aws:ResourceAccount': ACCOUNT } },
    },
    {
      Sid: 'RepairLogGroups',
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'],
      Resource: [LOG_GROUP_ARN, `${LOG_GROUP_ARN}:*`],
    },
    {
      Sid: 'FindLogGroups',
      Effect: 'Allow',
      Action: 'logs:DescribeLogGroups',
      Resource: partitioned(`:logs:${REGION}:${ACCOUNT}:log-group:*`),
    },
    { Sid: 'ListEventDataStores', Effect: 'Allow', Action: 'cloudtrail:ListEventDataStores', Resource: '*' },
    {
      Sid: 'RepairEventDataStores',
      Effect: 'Allow',
      Action: [
        'cloudtrail:GetEventDataStore',
        'cloudtrail:RestoreEventDataStore',
        'cloudtrail:UpdateEventDataStore',
        'cloudtrail:StartEventDataStoreIngestion',
      ],
      Resource: partitioned(`:cloudtrail:${REGION}:${ACCOUNT}:eventdatastore/*`),
    },
    {
      Sid: 'ReadTrustedAccess',
      Effect: 'Allow',
      Action: 'organizations:ListAWSServiceAccessForOrganization',
      Resource: '*',
    },
    {
      Sid: 'EnableTrustedAccess',
      Effect: 'Allow',
      Action: 'organizations:EnableAWSServiceAccess',
      Resource: '*',
      Condition: { StringEquals: { 'organizations:ServicePrincipal': 'cloudtrail.amazonaws.com' } },
    },
  ]);
});

test.each([
  [0, ['RepairKeys']],
  [1, ['RepairBucketPolicies']],
  [2, ['RepairLogGroups', 'FindLogGroups']],
  [3, ['ListEventDataStores', 'RepairEventDataStores']],
  [4, ['ReadTrustedAccess', 'EnableTrustedAccess']],
])('repair %i alone adds no more than its own', (index, sids) => {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  expect(of(stack, repairs(stack).slice(index, index + 1)).map(({ Sid }) => Sid)).toEqual(sids);
});

test('nothing is deleted, stopped or subscribed', () => {
  const stack = new Stack(new App(), 'Stack', IN_REGION);
  const actions = of(stack, repairs(stack)).flatMap(({ Action }) => Action);
  const dangerous = /:(Delete|Disable|Schedule|Stop|Remove|Detach|Subscribe|Create)|\*/;
  // Back to events that never expire; the group that was named.
  expect(actions.filter((action) => dangerous.test(action))).toEqual([
    'logs:CreateLogGroup',
    'logs:DeleteRetentionPolicy',
  ]);
});

test('the function of a guard has them only where it restores', () => {
  const sids = (responseMode: ResponseMode) =>
    identityStatements(guarded((stack) => ({ repairs: repairs(stack), responseMode }), IN_REGION).template)
      .flatMap(({ Sid }) => Sid ?? [])
      .filter((sid) => /^Repair|TrustedAccess$/.test(sid));
  expect(sids(ResponseMode.RESTORE)).toEqual([
    'RepairKeys',
    'RepairBucketPolicies',
    'RepairLogGroups',
    'RepairEventDataStores',
    'ReadTrustedAccess',
    'EnableTrustedAccess',
  ]);
  expect(sids(ResponseMode.OBSERVE)).toEqual([]);
});
