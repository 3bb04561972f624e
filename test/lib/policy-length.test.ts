import { Duration } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ActivitySource, type ExpectedActivity } from '../../lib';
import { flat, guarded, guardFunction } from './fixture';

const activity = (reason: string): ExpectedActivity => ({
  principalArns: ['arn:aws:sts::111122223333:assumed-role/Maintenance/*'],
  sources: [ActivitySource.cidr('203.0.113.0/24')],
  maximumDuration: Duration.minutes(30),
  reason,
});

const exceptions = (count: number, letter: string) => Array.from({ length: count }, () => activity(letter.repeat(100)));

/** The bytes of all variables, with deployed names at their usual lengths. */
function environmentBytes(letter: string, count: number): number {
  const { template } = guarded({ exceptions: exceptions(count, letter) });
  const { Environment } = guardFunction(template).properties as { Environment: { Variables: Record<string, unknown> } };
  const entries = Object.entries(Environment.Variables).map(
    ([name, value]) => name + flat(value).replace(/<[^>]+>/g, (reference) => reference.padEnd(140, '.')),
  );
  return Buffer.byteLength(entries.join(''));
}

test.each([
  ['e', 10],
  ['é', 8],
  ['漢', 5],
])('a policy of the allowed length fits into the environment of a function: %s', (letter, count) => {
  expect(environmentBytes(letter, count)).toBeLessThanOrEqual(4096);
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
