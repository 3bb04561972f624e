import type { Stack } from 'aws-cdk-lib';
import { CfnTrail, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { flat, guarded, IN_REGION, policyInEnvironment, statement } from './fixture';

const arnOf = (name: string, region = 'eu-west-1', account = '111122223333') =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

const readable = (template: Parameters<typeof statement>[0]) =>
  [statement(template, 'ReadTrails')?.Resource].flat().map(flat);

test('without trails, every trail of the account and Region is guarded', () => {
  const { template } = guarded({}, IN_REGION);
  expect(policyInEnvironment(template)).not.toHaveProperty('trails');
  expect(flat(statement(template, 'PutTrailsBack')?.Resource)).toBe(
    'arn:<AWS::Partition>:cloudtrail:eu-west-1:111122223333:trail/*',
  );
  expect(flat(statement(template, 'ReadTrails')?.Resource)).toBe('arn:<AWS::Partition>:cloudtrail:eu-west-1:*:trail/*');
});

test.each([
  ['Trail', (stack: Stack) => new Trail(stack, 'Management'), /^<Management[0-9A-F]+\.Arn>$/],
  ['CfnTrail', (stack: Stack) => new CfnTrail(stack, 'Raw', { isLogging: true, s3BucketName: 'logs' }), /^<Raw\.Arn>$/],
  [
    'a trail by ARN',
    (stack: Stack) => CfnTrail.fromTrailArn(stack, 'Imported', arnOf('management')),
    /^arn:aws:cloudtrail:eu-west-1:111122223333:trail\/management$/,
  ],
  [
    'a trail by name',
    (stack: Stack) => CfnTrail.fromTrailName(stack, 'Imported', 'management'),
    /^arn:<AWS::Partition>:cloudtrail:eu-west-1:111122223333:trail\/management$/,
  ],
  [
    "another account's organization trail by ARN",
    (stack: Stack) => CfnTrail.fromTrailArn(stack, 'Organization', arnOf('organization', 'eu-west-1', '444455556666')),
    /^arn:aws:cloudtrail:eu-west-1:444455556666:trail\/organization$/,
  ],
])('permissions and scope narrow to %s', (_, trail, arn) => {
  const { template } = guarded((stack) => ({ trails: [trail(stack)] }), IN_REGION);
  expect(flat(statement(template, 'PutTrailsBack')?.Resource)).toMatch(arn);
  // Whether the account is covered depends on all of its trails, and a delegated administrator's guard reads another's.
  expect(readable(template).filter((resource) => !resource.endsWith(':*:trail/*'))).toEqual([
    expect.stringMatching(arn),
  ]);
  expect(policyInEnvironment(template).trails).toEqual([expect.stringMatching(arn)]);
});

test('several trails are guarded together', () => {
  const { template } = guarded(
    (stack) => ({ trails: ['one-trail', 'two-trail'].map((name) => CfnTrail.fromTrailName(stack, name, name)) }),
    IN_REGION,
  );
  expect(statement(template, 'PutTrailsBack')?.Resource).toHaveLength(2);
});

test('in a stack whose Region is not known yet, a trail of any Region passes', () => {
  const { template } = guarded((stack) => ({
    trails: [CfnTrail.fromTrailArn(stack, 'Imported', arnOf('management', 'sa-east-1'))],
  }));
  expect(policyInEnvironment(template).trails).toEqual([arnOf('management', 'sa-east-1')]);
});
