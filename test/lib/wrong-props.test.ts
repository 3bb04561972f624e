import { Duration, type Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ActivitySource, type ExpectedActivity, type TrailGuardProps } from '../../lib';
import { guarded, IN_REGION } from './fixture';

const MAINTENANCE: ExpectedActivity = {
  principalArns: ['arn:aws:iam::111122223333:role/Maintenance'],
  sources: [ActivitySource.cidr('203.0.113.0/24')],
  maximumDuration: Duration.minutes(30),
  reason: 'Approved',
};

const exception = (change: Partial<ExpectedActivity>): TrailGuardProps => ({
  exceptions: [{ ...MAINTENANCE }, { ...MAINTENANCE, ...change }],
});
const principal = (arn: string) => exception({ principalArns: ['arn:aws:iam::111122223333:role/Good', arn] });

const PRINCIPALS = [
  '*',
  '',
  'Maintenance',
  'arn:aws:iam::111122223333:role/*',
  'arn:aws:iam::111122223333:role/**',
  'arn:aws:iam::111122223333:role/???',
  'arn:aws:iam::111122223333:role/ab*',
  'arn:aws:iam::111122223333:role/*a*e*i*',
  'arn:aws:iam::111122223333:role/service-role/*',
  'arn:aws:iam::111122223333:user/*',
  'arn:aws:iam::111122223333:*',
  'arn:aws:iam::*',
  'arn:*',
  'arn:aws:sts::111122223333:assumed-role/*/*',
  'arn:aws:sts::111122223333:assumed-role/*/Maintenance',
  'arn:aws:sts::111122223333:federated-user/*',
  'arn:aws:iam::111122223333:role*/Maintenance',
];

const CIDRS = [
  '0.0.0.0/0',
  '::/0',
  '0.0.0.0/1',
  '8000::/1',
  '203.0.113.0',
  '203.0.113.0/33',
  '2001:db8::/129',
  '203.0.113.0/24/8',
  '203.0.113/24',
  '',
  'everywhere',
];

/** What is wrong, the props, the prop's name, the value, a word of the cure. */
type Wrong = [string, TrailGuardProps | ((stack: Stack) => TrailGuardProps), string, string, string];

const WRONG: Wrong[] = [
  ...[Duration.seconds(30), Duration.seconds(61), Duration.hours(25), Duration.minutes(0)].map(
    (sweepInterval): Wrong => {
      const given = sweepInterval.toHumanString();
      return [`sweepInterval ${given}`, { sweepInterval }, 'sweepInterval', given, '5 minutes is a good value'];
    },
  ),
  ['no trails', { trails: [] }, 'trails', 'empty', 'Leave it out'],
  [
    'a trail of another Region',
    (stack) => ({
      trails: [CfnTrail.fromTrailArn(stack, 'Imported', 'arn:aws:cloudtrail:us-east-1:111122223333:trail/management')],
    }),
    'trails',
    "'arn:aws:cloudtrail:us-east-1:111122223333:trail/management'",
    'put a guard into a stack in us-east-1',
  ],
  ['what is no trail', (stack) => ({ trails: [stack] }), 'trails', "'Stack'", 'CfnTrail.fromTrailArn()'],
  ...['security', 'security@localhost', '', 'a b@example.com', 'https://example.com'].map(
    (email): Wrong => [`the e-mail address '${email}'`, { emails: [email] }, 'emails', `'${email}'`, 'addSubscription'],
  ),
  ...PRINCIPALS.map(
    (arn): Wrong => [`the principal '${arn}'`, principal(arn), 'exceptions[1].principalArns', `'${arn}'`, 'Name'],
  ),
  ['no principals', exception({ principalArns: [] }), 'exceptions[1].principalArns', 'empty', 'Name'],
  ['no sources', exception({ sources: [] }), 'exceptions[1].sources', 'empty', 'ActivitySource.cidr()'],
  ['no trails of an exception', exception({ trails: [] }), 'exceptions[1].trails', 'empty', 'Leave it out'],
  ['no reason', exception({ reason: '' }), 'exceptions[1].reason', 'empty', 'who approved what'],
  ['a blank reason', exception({ reason: ' \n' }), 'exceptions[1].reason', 'empty', 'who approved what'],
  [
    'a long reason',
    exception({ reason: 'a'.repeat(201) }),
    'exceptions[1].reason',
    '201 characters long',
    'who approved what',
  ],
  ...[Duration.seconds(30), Duration.millis(60_500), Duration.days(2)].map((maximumDuration): Wrong => {
    const given = maximumDuration.toHumanString();
    const props = exception({ maximumDuration });
    return [
      `maximumDuration ${given}`,
      props,
      'exceptions[1].maximumDuration',
      given,
      'what the activity really needs',
    ];
  }),
];

test.each(WRONG)('fails with %s, naming prop, value and cure', (_, props, prop, given, cure) => {
  const error = thrownBy(() => guarded(props, IN_REGION));
  expect(error.name).toBe('TrailGuardValidationError');
  expect(error.message).toMatch(/^TrailGuard: '[^']+' is .+, but must be .+\. .+\.$/s);
  expect(error.message).toContain(`TrailGuard: '${prop}' is `);
  expect(error.message).toContain(given);
  expect(error.message).toContain(cure);
});

test.each([
  ...CIDRS.map((cidr) => [`the range '${cidr}'`, () => ActivitySource.cidr(cidr), 'the network'] as const),
  ...['vpc-0123456789abcdef0', 'vpce-', '*', ''].map(
    (id) => [`the VPC endpoint '${id}'`, () => ActivitySource.vpcEndpoint(id), 'endpoint.vpcEndpointId'] as const,
  ),
  ...['*', 'cloudformation', '*.amazonaws.com', 'amazonaws.com', 'evil.example.com'].map(
    (service) => [`the service '${service}'`, () => ActivitySource.service(service), 'invokedBy'] as const,
  ),
])('fails with %s, naming prop, value and cure', (given, make, cure) => {
  const { message } = thrownBy(make);
  expect(message).toContain("TrailGuard: 'exceptions[].sources' is ");
  expect(message).toContain(given);
  expect(message).toContain(cure);
});

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
