import { Duration, Stack } from 'aws-cdk-lib';
import { CfnTrail, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  ActivitySource,
  type AutomaticContainmentOptions,
  Containment,
  ContainmentAction,
  type ExpectedActivity,
  type InvestigationOptions,
  InvestigationSource,
  type TrailGuardProps,
} from '../../lib';
import { guarded, IN_REGION, thrownBy } from './fixture';

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
  'arn:aws:sts::111122223333:assumed-role/*Maintenance*',
  'arn:aws:sts::111122223333:federated-user/*',
  'arn:aws:iam::111122223333:role*/Maintenance',
];

const investigation = (options: InvestigationOptions): TrailGuardProps => ({ investigation: options });

const BREAK_GLASS = 'arn:aws:iam::111122223333:user/break-glass';

/** Thrown already where the containment is made. */
const containment = (change: Partial<AutomaticContainmentOptions>) => (): TrailGuardProps => ({
  containment: Containment.automatic({
    actions: [ContainmentAction.DENY_USER],
    neverTouch: [BREAK_GLASS],
    ...change,
  }),
});

/** What is wrong, the props, the prop's name, the value, a word of the cure. */
type Wrong = [string, TrailGuardProps | ((stack: Stack) => TrailGuardProps), string, string, string];

const WRONG: Wrong[] = [
  ...[Duration.seconds(30), Duration.seconds(61), Duration.hours(25), Duration.minutes(0)].map(
    (sweepInterval): Wrong => {
      const given = sweepInterval.toHumanString();
      return [`sweepInterval ${given}`, { sweepInterval }, 'sweepInterval', given, '5 minutes is a good value'];
    },
  ),
  ...[Duration.minutes(4), Duration.hours(25), Duration.seconds(90), Duration.minutes(0)].map(
    (comparisonInterval): Wrong => {
      const given = comparisonInterval.toHumanString();
      return [
        `comparisonInterval ${given}`,
        { comparisonInterval },
        'comparisonInterval',
        given,
        '1 hour is a good value',
      ];
    },
  ),
  ['no repairs', { repairs: [] }, 'repairs', 'empty', 'Leave it out'],
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
  [
    'a FIFO topic',
    (stack) => ({ topic: new Topic(stack, 'Fifo', { fifo: true }) }),
    'topic',
    "the FIFO topic 'Stack/Fifo'",
    'standard topic',
  ],
  [
    'a topic of another Region',
    (stack) => ({ topic: Topic.fromTopicArn(stack, 'Imported', 'arn:aws:sns:us-east-1:111122223333:security') }),
    'topic',
    'us-east-1',
    'a topic in eu-west-1',
  ],
  [
    'a key of another Region',
    (stack) => ({ encryptionKey: Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:us-east-1:111122223333:key/mrk-1') }),
    'encryptionKey',
    'us-east-1',
    'a key in eu-west-1',
  ],
  [
    "another Region's trail of the app",
    (stack) => ({
      trails: [new Trail(new Stack(stack.node.root, 'Virginia', { env: { region: 'us-east-1' } }), 'Trail')],
    }),
    'trails',
    "'Virginia/Trail', whose home Region is us-east-1",
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
  ['no Regions', investigation({ regions: [] }), 'investigation.regions', 'empty', 'Leave it out'],
  ['a Region that is none', investigation({ regions: ['Ireland'] }), 'investigation.regions', "'Ireland'", 'Leave it'],
  ['no sources', investigation({ sources: [] }), 'investigation.sources', 'empty', 'Leave it out'],
  [
    'a source twice',
    investigation({ sources: [InvestigationSource.guardDuty(), InvestigationSource.guardDuty()] }),
    'investigation.sources',
    'twice InvestigationSource.guardDuty()',
    'Remove one of them',
  ],
  [
    'a calendar that is none',
    () => investigation({ sources: [InvestigationSource.changeCalendar('a/b')] }),
    'investigation.sources',
    "the change calendar 'a/b'",
    'ChangeCalendar',
  ],
  [
    'a tag without values',
    () => investigation({ sources: [InvestigationSource.productionTag('stage', [])] }),
    'investigation.sources',
    "the tag 'stage' without a value",
    'production',
  ],
  [
    'a prefix without a bucket',
    investigation({ darkActivityPrefix: 'dark/' }),
    'investigation.darkActivityPrefix',
    "'dark/', without a bucket",
    'Add the bucket',
  ],
  [
    'a prefix with a wildcard',
    (stack) =>
      investigation({
        darkActivityBucket: Bucket.fromBucketName(stack, 'Imported', 'dark'),
        darkActivityPrefix: '*/',
      }),
    'investigation.darkActivityPrefix',
    "'*/'",
    'Leave it out',
  ],
  [
    'a bucket of another Region',
    (stack) =>
      investigation({
        darkActivityBucket: Bucket.fromBucketAttributes(stack, 'Imported', {
          bucketName: 'dark',
          region: 'us-east-1',
        }),
      }),
    'investigation.darkActivityBucket',
    'us-east-1',
    'a bucket in eu-west-1',
  ],
  ['no actions', containment({ actions: [] }), 'containment.actions', 'empty', 'Containment.manual()'],
  [
    'an action twice',
    containment({ actions: [ContainmentAction.DENY_USER, ContainmentAction.DENY_USER] }),
    'containment.actions',
    "'deny-user', 'deny-user'",
    'Containment.manual()',
  ],
  ['nobody that is never touched', containment({ neverTouch: [] }), 'containment.neverTouch', 'empty', 'break-glass'],
  [
    'a session that is never touched',
    containment({ neverTouch: ['arn:aws:sts::111122223333:assumed-role/Deploy/ci'] }),
    'containment.neverTouch',
    "'arn:aws:sts::111122223333:assumed-role/Deploy/ci'",
    'break-glass',
  ],
  [
    'somebody of another account who is never touched',
    containment({ neverTouch: ['arn:aws:iam::444455556666:user/break-glass'] }),
    'containment.neverTouch',
    "'arn:aws:iam::444455556666:user/break-glass'",
    'correct its ARN',
  ],
  [
    'too many that are never touched',
    containment({ neverTouch: Array.from({ length: 30 }, () => BREAK_GLASS) }),
    'containment.neverTouch',
    'characters long',
    'Use wildcards',
  ],
  [
    'too long a containment for its exceptions',
    () => ({
      ...containment({ neverTouch: Array.from({ length: 20 }, () => BREAK_GLASS) })(),
      exceptions: Array.from({ length: 7 }, () => ({ ...MAINTENANCE, reason: 'r'.repeat(150) })),
    }),
    'containment.neverTouch',
    'too long: with the trails and exceptions it takes about',
    'Use wildcards',
  ],
  ...[0, 21, 1.5].map((maximumActionsPerHour): Wrong => {
    const props = containment({ maximumActionsPerHour });
    return [
      `${maximumActionsPerHour} actions an hour`,
      props,
      'containment.maximumActionsPerHour',
      `${maximumActionsPerHour}`,
      'leave the rest to a person',
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
