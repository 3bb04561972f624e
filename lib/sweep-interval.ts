import { Duration } from 'aws-cdk-lib';
import { invalidProp } from './invalid-prop';

const MINUTES_PER_DAY = 24 * 60;

/**
 * Checks how often to sweep. EventBridge Scheduler counts in whole minutes.
 *
 * @throws if it is not of whole minutes, from 1 minute to 24 hours
 */
export function validSweepInterval(interval: Duration = Duration.minutes(5)): Duration {
  const minutes = interval.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MINUTES_PER_DAY) {
    throw invalidProp({
      prop: 'sweepInterval',
      given: interval.toHumanString(),
      allowed: 'whole minutes, from 1 minute to 24 hours',
      cure: 'It bounds how long a trail stays stopped when an event is lost: 5 minutes is a good value.',
    });
  }
  return interval;
}
