import { Duration } from 'aws-cdk-lib';
import { requireWholeMinutes } from './whole-minutes';

/**
 * Checks how often to sweep. EventBridge Scheduler counts in whole minutes.
 *
 * @throws if it is not of whole minutes, from 1 minute to 24 hours
 */
export function validSweepInterval(interval: Duration = Duration.minutes(5)): Duration {
  return requireWholeMinutes(interval, {
    prop: 'sweepInterval',
    atLeast: Duration.minutes(1),
    cure: 'It bounds how long a trail stays stopped when an event is lost: 5 minutes is a good value.',
  });
}
