import { Aws, CfnParameter, Duration, Lazy } from 'aws-cdk-lib';
import { CfnTrail, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { ActivitySource, type ExpectedActivity } from '../../lib';
import { guarded, guardFunction, IN_REGION, policyInEnvironment } from './fixture';

const MAINTENANCE: ExpectedActivity = {
  principalArns: ['arn:aws:sts::111122223333:assumed-role/Maintenance/*'],
  sources: [ActivitySource.cidr('203.0.113.0/24')],
  maximumDuration: Duration.minutes(30),
  reason: 'Change 4711, approved by the security team',
};

test('without exceptions nobody is expected', () => {
  expect(policyInEnvironment(guarded().template).exceptions).toEqual([]);
});

test('an exception is told to the function, its sources by kind', () => {
  const sources = [
    ActivitySource.cidr('203.0.113.0/24'),
    ActivitySource.cidr('2001:db8::/48'),
    ActivitySource.vpcEndpoint('vpce-0123456789abcdef0'),
    ActivitySource.service('cloudformation.amazonaws.com'),
  ];
  const { template } = guarded({ exceptions: [{ ...MAINTENANCE, sources }] });
  expect(policyInEnvironment(template).exceptions).toEqual([
    {
      principals: ['arn:aws:sts::111122223333:assumed-role/Maintenance/*'],
      cidrs: ['203.0.113.0/24', '2001:db8::/48'],
      vpcEndpoints: ['vpce-0123456789abcdef0'],
      services: ['cloudformation.amazonaws.com'],
      maximumDurationSeconds: 1800,
      reason: 'Change 4711, approved by the security team',
    },
  ]);
});

test('an exception can be limited to certain trails, of every kind', () => {
  const { template } = guarded(
    (stack) => ({
      exceptions: [
        {
          ...MAINTENANCE,
          trails: [CfnTrail.fromTrailName(stack, 'Imported', 'management'), new Trail(stack, 'Trail')],
        },
      ],
    }),
    IN_REGION,
  );
  expect(policyInEnvironment(template).exceptions).toEqual([
    expect.objectContaining({
      trails: [
        'arn:<AWS::Partition>:cloudtrail:eu-west-1:111122223333:trail/management',
        expect.stringMatching(/^<Trail/),
      ],
    }),
  ]);
});

test.each([
  'arn:aws:iam::111122223333:root',
  'arn:aws:iam::111122223333:user/ops/alice',
  'arn:aws:iam::111122223333:role/Maintenance',
  'arn:aws-cn:iam::111122223333:role/Maintenance',
  'arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Maintenance_*',
  'arn:aws:sts::111122223333:assumed-role/Maintenance-*/?lice',
  'arn:aws:sts::111122223333:federated-user/alice',
])('%s names somebody', (arn) => {
  expect(() => guarded({ exceptions: [{ ...MAINTENANCE, principalArns: [arn] }] })).not.toThrow();
});

test.each([Duration.minutes(1), Duration.seconds(61), Duration.hours(24)])('maximumDuration %s', (maximumDuration) => {
  const { template } = guarded({ exceptions: [{ ...MAINTENANCE, maximumDuration }] });
  expect(policyInEnvironment(template).exceptions).toMatchObject([
    { maximumDurationSeconds: maximumDuration.toSeconds() },
  ]);
});

test('tokens pass, for deployment to fill in', () => {
  const { template } = guarded((stack) => {
    const text = (id: string) => new CfnParameter(stack, id).valueAsString;
    const seconds = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
    return {
      emails: [text('Email')],
      exceptions: [
        {
          principalArns: [text('Principal'), `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/Maintenance`],
          sources: [
            ActivitySource.cidr(text('Cidr')),
            ActivitySource.vpcEndpoint(text('Endpoint')),
            ActivitySource.service(text('Service')),
          ],
          maximumDuration: Duration.seconds(seconds),
          reason: text('Reason'),
        },
      ],
    };
  });
  template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: { Ref: 'Email' } });
  const { Environment } = guardFunction(template).properties as { Environment: { Variables: Record<string, unknown> } };
  const policy = JSON.stringify(Environment.Variables.TRAIL_GUARD_POLICY);
  for (const name of ['Principal', 'Cidr', 'Endpoint', 'Service', 'Seconds', 'Reason']) {
    expect(policy).toContain(JSON.stringify({ Ref: name }));
  }
});

test('fails with a sweepInterval that only deployment knows: the alarm needs it at synthesis', () => {
  const sweepInterval = Duration.minutes(Lazy.number({ produce: () => 5 }));
  expect(() => guarded({ sweepInterval })).toThrow(/'sweepInterval' is <token> minutes/);
});
