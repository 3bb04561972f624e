import { App, Stack } from 'aws-cdk-lib';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Repair } from '../../lib';
import { repairPolicy } from '../../lib/repair';
import { ACCOUNT, guarded, IN_REGION, policyInEnvironment, REGION, thrownBy } from './fixture';

const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const LOG_GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:trail`;
const stackOf = () => new Stack(new App(), 'Stack', IN_REGION);
const key = (stack = stackOf(), arn = KEY_ARN) => Repair.key(Key.fromKeyArn(stack, 'Key', arn));
const bucketPolicy = (stack = stackOf()) => Repair.bucketPolicy(Bucket.fromBucketName(stack, 'Bucket', 'logs'));
const logGroup = (stack = stackOf(), arn = LOG_GROUP_ARN) =>
  Repair.logGroup(LogGroup.fromLogGroupArn(stack, 'LogGroup', arn));

test('repairs are told to the function by what they name', () => {
  const stack = stackOf();
  const all = [key(stack), bucketPolicy(stack), logGroup(stack), Repair.eventDataStores(), Repair.trustedAccess()];
  expect(repairPolicy(all)).toEqual({
    keys: [KEY_ARN],
    buckets: ['logs'],
    logGroups: [LOG_GROUP_ARN],
    eventDataStores: true,
    trustedAccess: true,
  });
});

test('what is not named is not there', () => {
  expect(repairPolicy([Repair.trustedAccess()])).toEqual({ trustedAccess: true });
  expect(policyInEnvironment(guarded().template).repairs).toBeUndefined();
});

test.each([LOG_GROUP_ARN, `${LOG_GROUP_ARN}:*`])('a log group is named without what is in it: %s', (arn) => {
  expect(logGroup(undefined, arn).value).toMatch(/:logs:eu-west-1:111122223333:log-group:trail$/);
});

test('a log group that is imported by name is that of the stack', () => {
  const stack = stackOf();
  expect(Repair.logGroup(LogGroup.fromLogGroupName(stack, 'LogGroup', 'trail')).value).toBe(
    `arn:${stack.partition}:logs:${REGION}:${ACCOUNT}:log-group:trail`,
  );
});

test('resources of the same app are named as they will be', () => {
  const { template } = guarded(
    (stack) => ({
      repairs: [
        Repair.key(new Key(stack, 'Key')),
        Repair.bucketPolicy(new Bucket(stack, 'Bucket')),
        Repair.logGroup(new LogGroup(stack, 'LogGroup')),
      ],
    }),
    IN_REGION,
  );
  expect(policyInEnvironment(template).repairs).toEqual({
    keys: [expect.stringMatching(/Key/)],
    buckets: [expect.stringMatching(/Bucket/)],
    logGroups: [expect.stringMatching(new RegExp(`:logs:${REGION}:${ACCOUNT}:log-group:.*LogGroup`))],
  });
});

test('fails if there are none', () => {
  expect(thrownBy(() => repairPolicy([]))?.message).toBe(
    "TrailGuard: 'repairs' is empty, but must be one repair or more. Leave it out to have nothing repaired but trails.",
  );
});

test.each<[string, () => Repair]>([
  [`Repair.key(${KEY_ARN})`, key],
  ['Repair.bucketPolicy(logs)', bucketPolicy],
  [`Repair.logGroup(${LOG_GROUP_ARN})`, logGroup],
  ['Repair.eventDataStores()', Repair.eventDataStores],
  ['Repair.trustedAccess()', Repair.trustedAccess],
])('fails if one is there twice: %s', (name, repair) => {
  expect(thrownBy(() => repairPolicy([repair(), repair()]))?.message).toBe(
    `TrailGuard: 'repairs' is twice ${name}, but must be each repair once. Remove one of them.`,
  );
});

test('fails if one of the same app is there twice', () => {
  const repair = Repair.key(new Key(stackOf(), 'Key'));
  expect(thrownBy(() => repairPolicy([repair, repair])).message).toContain('twice Repair.key(...)');
});

test('two of a kind are two', () => {
  expect(repairPolicy([key(), key(undefined, `${KEY_ARN}0`)])).toEqual({ keys: [KEY_ARN, `${KEY_ARN}0`] });
});

test.each([
  ['by name', (stack: Stack) => Alias.fromAliasName(stack, 'Alias', 'alias/logs')],
  [
    'of a new key',
    (stack: Stack) => new Alias(stack, 'Alias', { aliasName: 'logs', targetKey: new Key(stack, 'Key') }),
  ],
])('fails if the key is an alias %s', (_, alias) => {
  expect(thrownBy(() => Repair.key(alias(stackOf()))).message).toMatch(
    /^TrailGuard: 'repairs' is the alias '.*', but must be a key, .*Key\.fromKeyArn\(\)\.$/,
  );
});
