import fc from 'fast-check';
import { canRestore, findTrailArn, inScope, parseTrailArn, resolveTrail } from '../../../lambda/common/scope';
import { ACCOUNT, OTHER_ACCOUNT, REGION } from '../../fixtures/identities';
import { TRAIL_ARN, TRAIL_NAME } from '../../fixtures/records';
import { policy } from '../guard/policy';

const trail = (arn: string) => parseTrailArn(arn) ?? fail(arn);
const fail = (arn: string): never => {
  throw new Error(`not a trail: ${arn}`);
};
const abroad = TRAIL_ARN.replace(REGION, 'us-east-1');
const foreign = TRAIL_ARN.replace(ACCOUNT, OTHER_ACCOUNT);

test('an ARN is taken apart', () => {
  expect(parseTrailArn(TRAIL_ARN)).toEqual({ arn: TRAIL_ARN, region: REGION, account: ACCOUNT, name: TRAIL_NAME });
  expect(parseTrailArn('arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/a.b-c_d')?.name).toBe('a.b-c_d');
});

test.each([
  ['another service', 'arn:aws:s3:::bucket'],
  ['a data store', `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:eventdatastore/abc`],
  ['a path', `${TRAIL_ARN}/more`],
  ['a line break', `${TRAIL_ARN}\n`],
  ['a short account', 'arn:aws:cloudtrail:eu-central-1:1:trail/main'],
  ['a shell command', `${TRAIL_ARN};id`],
  ['nothing', ''],
])('fails for %s', (_, arn) => {
  expect(parseTrailArn(arn)).toBeUndefined();
});

test.each([
  ['a name', TRAIL_NAME, TRAIL_ARN],
  ['an ARN', TRAIL_ARN, TRAIL_ARN],
  ['an ARN of another Region', abroad, abroad],
])('%s is resolved', (_, nameOrArn, arn) => {
  expect(resolveTrail(policy(), nameOrArn)?.arn).toBe(arn);
});

test.each(['', '-x', 'a b', 'ab', 'x'.repeat(129), '../../etc'])('fails to resolve %j', (name) => {
  expect(resolveTrail(policy(), name)).toBeUndefined();
});

test('a name is of the partition that the guard lives in', () => {
  expect(resolveTrail(policy({ partition: 'aws-cn', region: 'cn-north-1' }), 'main')?.arn).toBe(
    `arn:aws-cn:cloudtrail:cn-north-1:${ACCOUNT}:trail/main`,
  );
});

test('the trail of a denied call is in its error message', () => {
  expect(findTrailArn(`not authorized on resource: ${TRAIL_ARN} because`)?.arn).toBe(TRAIL_ARN);
  expect(findTrailArn(`Unknown trail: ${TRAIL_ARN}.`)?.arn).toBe(TRAIL_ARN);
  expect(findTrailArn('Rate exceeded')).toBeUndefined();
});

test.each([
  ['without trails, its Region', {}, TRAIL_ARN, true],
  ['without trails, not another Region', {}, abroad, false],
  ['with trails, those', { trails: [TRAIL_ARN] }, TRAIL_ARN, true],
  ['with trails, no others', { trails: [TRAIL_ARN] }, `${TRAIL_ARN}-2`, false],
])('a guard covers %s', (_, changes, arn, expected) => {
  expect(inScope(policy(changes), trail(arn))).toBe(expected);
});

test('a trail of another account is started only where the policy names it', () => {
  expect(canRestore(policy(), trail(TRAIL_ARN))).toBe(true);
  expect(canRestore(policy(), trail(foreign))).toBe(false);
  expect(canRestore(policy({ trails: [foreign] }), trail(foreign))).toBe(true);
});

test('whatever text resolves is an ARN that is harmless in a command', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string().map((s) => TRAIL_ARN + s),
      ),
      (text) => {
        expect(resolveTrail(policy(), text)?.arn ?? 'none').toMatch(/^[\w:/.-]+$/);
      },
    ),
  );
});
