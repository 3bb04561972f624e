import { Aws, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { TrailGuardPolicyProps } from '../../lib';
import { thrownBy } from './fixture';
import { prevention } from './member-account';

const arns = (count: number, start: string) => Array.from({ length: count }, (_, index) => `${start}${index}`);

test.each<[string, Partial<TrailGuardPolicyProps>]>([
  ['targets', { targets: [] }],
  ['targets', { targets: ['Sandbox'] }],
  ['targets', { targets: ['ou-ab12-cdef3456', '11112222333'] }],
  ['exemptRoles', { exemptRoles: [] }],
  ['exemptRoles', { exemptRoles: ['BreakGlass'] }],
  ['exemptRoles', { exemptRoles: ['arn:aws:iam::*:role/*'] }],
  ['exemptRoles', { exemptRoles: ['arn:aws:iam::*:role/*/*'] }],
  ['exemptRoles', { exemptRoles: ['arn:aws:iam::*:*'] }],
  ['exemptRoles', { exemptRoles: ['arn:aws:iam::111122223333:user/alice'] }],
  ['exemptRoles', { exemptRoles: ['arn:aws:sts::111122223333:assumed-role/BreakGlass/*'] }],
  ['trails', { trails: [] }],
  ['trails', { trails: ['management'] }],
  ['trails', { trails: ['arn:aws:cloudtrail:*:*:eventdatastore/*'] }],
  ['lakeResources', { lakeResources: [] }],
  ['lakeResources', { lakeResources: ['arn:aws:cloudtrail:*:*:trail/*'] }],
  ['deliveryResources', { deliveryResources: ['organization-logs'] }],
  ['deliveryResources', { deliveryResources: ['arn:aws:s3:::organization-logs/*'] }],
  ['deliveryResources', { deliveryResources: ['arn:aws:kms:eu-west-1:111122223333:alias/trail'] }],
  ['deliveryResources', { deliveryResources: ['arn:aws:sqs:eu-west-1:111122223333:queue'] }],
  ['stackNamePrefix', { stackNamePrefix: '' }],
  ['stackNamePrefix', { stackNamePrefix: 'TG' }],
  ['stackNamePrefix', { stackNamePrefix: '*' }],
  ['stackNamePrefix', { stackNamePrefix: 'TrailGuardOfTheOrganization' }],
  ['stackNamePrefix', { stackNamePrefix: Aws.STACK_NAME }],
])('fails where %s is %j', (prop, props) => {
  const { name, message } = thrownBy(() => prevention(props));
  expect(name).toBe('TrailGuardValidationError');
  expect(message).toMatch(new RegExp(`^TrailGuard: '${prop}' is .+, but must be .+\\. .+\\.$`));
});

test('fails where only deployment knows what a resource is', () => {
  const bucket = new Bucket(new Stack(), 'Bucket');
  expect(() => prevention({ deliveryResources: [bucket.bucketArn] })).toThrow(
    "TrailGuard: 'deliveryResources' is an ARN that only deployment knows, but must be ARNs of buckets",
  );
});

test('fails where so much is protected that it takes more policies than can be attached', () => {
  const deliveryResources = arns(50, 'arn:aws:sns:eu-west-1:111122223333:new-log-files-of-the-organization-')
    .concat(arns(50, 'arn:aws:iam::111122223333:role/service-role/CloudTrailDeliveryToCloudWatchLogs'))
    .concat(arns(15, 'arn:aws:s3:::organization-logs-of-the-year-before-the-one-that-we-are-in-'))
    .concat(arns(30, 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-5555555555'));
  expect(() => prevention({ deliveryResources })).toThrow(
    /^TrailGuard: 'deliveryResources' is so long that, with the exempt roles, it takes \d service control policies/,
  );
});

test('fails where one statement is too long for a policy', () => {
  expect(() => prevention({ exemptRoles: arns(100, 'arn:aws:iam::111122223333:role/BreakGlassOfTeam') })).toThrow(
    "TrailGuard: 'exemptRoles' is too long",
  );
});

test('an ARN of which only deployment knows the partition is taken, and counted as long as it may be', () => {
  const { policies } = prevention({ deliveryResources: [`arn:${Aws.PARTITION}:s3:::organization-logs`] });
  expect(JSON.stringify(policies.map(({ stack, content }) => stack.resolve(content)))).toContain(
    '{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":s3:::organization-logs"]]}',
  );
});

test.each([['r-ab12'], ['ou-ab12-cdef3456'], ['111122223333'], [Aws.ACCOUNT_ID]])(
  'the target %s is taken',
  (target) => {
    expect(prevention({ targets: [target] }).policies[0]?.targetIds).toEqual([target]);
  },
);

test.each([
  'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_BreakGlass_*',
  'arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-*',
  'arn:*:iam::*:role/*BreakGlass',
])('the role %s is taken as exempt', (exempt) => {
  const content = JSON.stringify(prevention({ exemptRoles: [exempt] }).policies.map((policy) => policy.content));
  expect(content).toContain(`{"ArnNotLike":{"aws:PrincipalArn":["${exempt}"]}}`);
});
