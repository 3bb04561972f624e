import { Duration } from 'aws-cdk-lib';
import { QUIET_AFTER_HEARTBEATS } from './contract/hub';
import { requireWholeMinutes } from './whole-minutes';

/** More often than this tells nothing new of guards that report each hour or less. */
const LONGEST_CENSUS_MINUTES = 15;

/**
 * Checks how often guards send heartbeats.
 *
 * @throws if it is not of whole minutes, from 5 minutes to 24 hours
 */
export function validHeartbeatInterval(interval: Duration = Duration.hours(1)): Duration {
  return requireWholeMinutes(interval, {
    prop: 'heartbeatInterval',
    atLeast: Duration.minutes(5),
    cure: 'A guard that went quiet is named within two of them: 1 hour is a good value.',
  });
}

/**
 * How often the census compares the guards that must exist with those that were heard of. A guard is quiet after a good
 * part of two heartbeats; the rest of the two is for the next census to come and to name it, with half of it to spare
 * for the census itself.
 */
export function censusInterval(heartbeat: Duration): Duration {
  const spare = (2 - QUIET_AFTER_HEARTBEATS) * heartbeat.toMinutes();
  return Duration.minutes(Math.min(LONGEST_CENSUS_MINUTES, Math.max(1, Math.floor(spare / 1.5))));
}
