import { Duration } from 'aws-cdk-lib';
import { requireWholeMinutes } from './whole-minutes';

/**
 * Checks how often to compare whole configurations. An alarm counts over this time, so it must be one that CloudWatch
 * knows.
 *
 * @throws if it is not of whole minutes, from 5 minutes to 24 hours
 */
export function validComparisonInterval(interval: Duration = Duration.hours(1)): Duration {
  return requireWholeMinutes(interval, {
    prop: 'comparisonInterval',
    atLeast: Duration.minutes(5),
    cure: 'What events and DescribeTrails show is compared at once; this bounds the rest: 1 hour is a good value.',
  });
}
