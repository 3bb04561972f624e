import { Duration } from 'aws-cdk-lib';
import { invalidProp } from './invalid-prop';

const MINUTES_PER_DAY = 24 * 60;

/**
 * Checks how often to compare whole configurations. An alarm counts over this time, so it must be one that CloudWatch
 * knows.
 *
 * @throws if it is not of whole minutes, from 5 minutes to 24 hours
 */
export function validComparisonInterval(interval: Duration = Duration.hours(1)): Duration {
  const minutes = interval.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < 5 || minutes > MINUTES_PER_DAY) {
    throw invalidProp({
      prop: 'comparisonInterval',
      given: interval.toHumanString(),
      allowed: 'whole minutes, from 5 minutes to 24 hours',
      cure: 'What events and DescribeTrails show is compared at once; this bounds the rest: 1 hour is a good value.',
    });
  }
  return interval;
}
