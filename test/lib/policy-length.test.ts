import { Duration } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  ActivitySource,
  Containment,
  ContainmentAction,
  type ExpectedActivity,
  InvestigationSource,
  type TrailGuardProps,
} from '../../lib';
import { ENVIRONMENT_BYTES, environmentBytes } from './environment-bytes';
import { ACCOUNT, guarded, IN_REGION, thrownBy } from './fixture';

const activity = (reason: string): ExpectedActivity => ({
  principalArns: ['arn:aws:sts::111122223333:assumed-role/Maintenance/*'],
  sources: [ActivitySource.cidr('203.0.113.0/24')],
  maximumDuration: Duration.minutes(30),
  reason,
});

const exceptions = (count: number, letter: string) => Array.from({ length: count }, () => activity(letter.repeat(100)));

/** Containment with as many that are never touched as may be: 1,000 characters. */
const containment = (role = `role/${'r'.repeat(16)}`) =>
  Containment.automatic({
    actions: Object.values(ContainmentAction),
    neverTouch: Array.from({ length: 19 }, (_, index) => `arn:aws:iam::${ACCOUNT}:${role}${index % 10}`),
    maximumActionsPerHour: 20,
  });

/** With a name as long as the hub's. */
const HUB = { eventBusArn: `arn:aws-us-gov:events:ap-southeast-1:${ACCOUNT}:event-bus/${'h'.repeat(100)}` };

/** The most bytes that a function of the guard needs, told in every way. */
function longest(props: TrailGuardProps): number {
  const { template } = guarded({ ...props, securityHub: true, hub: HUB }, {}, (guard) => guard.chatTopic);
  return Math.max(...Object.values(environmentBytes(template)));
}

test.each<[string, number]>([
  ['e', 8],
  ['é', 6],
  ['漢', 4],
])('a policy of the allowed length fits into the environment of a function: %s', (letter, count) => {
  expect(longest({ exceptions: exceptions(count, letter) })).toBeLessThanOrEqual(ENVIRONMENT_BYTES);
});

test.each([
  ['e', 16],
  ['漢', 10],
])('fails with a policy that would not fit: %s', (letter, count) => {
  expect(() => guarded({ exceptions: exceptions(count, letter) })).toThrow(
    /'exceptions' is too long: .* \d+ bytes, but must be at most \d+ bytes.*4 KB.*Use wildcards/,
  );
});

test('fails with more trails than fit, whose ARNs only deployment knows', () => {
  expect(() =>
    guarded((stack) => ({
      trails: Array.from(
        { length: 60 },
        (_, index) => new CfnTrail(stack, `Trail${index}`, { isLogging: true, s3BucketName: 'logs' }),
      ),
    })),
  ).toThrow(/too long/);
});

test('the longest containment fits beside some exceptions', () => {
  const all = longest({ containment: containment(), exceptions: exceptions(3, 'e') });
  expect(all).toBeGreaterThan(3_500);
  expect(all).toBeLessThanOrEqual(ENVIRONMENT_BYTES);
});

test('whatever is accepted of both fits', () => {
  let accepted = 0;
  for (let count = 0; count <= 8; count++) {
    const props = { containment: containment(), exceptions: exceptions(count, 'e') };
    const error = count > 3 ? thrownBy(() => longest(props)) : undefined;
    if (error) {
      expect(error.message).toMatch(/^TrailGuard: 'containment.neverTouch' is too long: .* 4 KB\. Use wildcards/);
    } else {
      expect(longest(props)).toBeLessThanOrEqual(ENVIRONMENT_BYTES);
      accepted++;
    }
  }
  expect(accepted).toBe(4);
});

test('the longest exceptions fit beside every Region where the investigator is told both', () => {
  const { template } = guarded({
    exceptions: exceptions(8, 'e'),
    investigation: {
      regions: Array.from({ length: 34 }, (_, index) => `eu-west-${index + 1}`),
      sources: [InvestigationSource.changeCalendar('releases'), InvestigationSource.changeCalendar('freeze')],
    },
  });
  const { TrailGuardInvestigatorFunction: bytes } = environmentBytes(template);
  expect(bytes).toBeGreaterThan(3_000);
  expect(bytes).toBeLessThanOrEqual(ENVIRONMENT_BYTES);
});

test('the investigator and the function that contains are told no more than fits either', () => {
  const { template } = guarded(
    (stack) => ({
      containment: containment(),
      exceptions: exceptions(3, 'e'),
      investigation: {
        regions: Array.from({ length: 34 }, (_, index) => `eu-west-${index + 1}`),
        sources: [
          ...Array.from({ length: 10 }, (_, index) => InvestigationSource.changeCalendar(`${'c'.repeat(40)}${index}`)),
          InvestigationSource.productionTag('stage', ['prod', 'production', 'live']),
        ],
        darkActivityBucket: Bucket.fromBucketName(stack, 'Bucket', 'dark'),
      },
    }),
    IN_REGION,
  );
  const bytes = environmentBytes(template);
  expect(Object.keys(bytes).sort()).toEqual([
    'TrailGuardContainmentFunction',
    'TrailGuardFunction',
    'TrailGuardInvestigatorFunction',
  ]);
  for (const each of Object.values(bytes)) {
    expect(each).toBeGreaterThan(1_500);
    expect(each).toBeLessThanOrEqual(ENVIRONMENT_BYTES);
  }
});
