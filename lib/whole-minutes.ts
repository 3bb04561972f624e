import type { Duration } from 'aws-cdk-lib';
import { invalidProp } from './invalid-prop';

const MINUTES_PER_DAY = 24 * 60;

export interface WholeMinutes {
  readonly prop: string;
  /** The shortest that it may be. */
  readonly atLeast: Duration;
  readonly cure: string;
}

/** @throws if it is not of whole minutes, or longer than 24 hours, or too short */
export function requireWholeMinutes(interval: Duration, { prop, atLeast, cure }: WholeMinutes): Duration {
  const minutes = interval.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < atLeast.toMinutes() || minutes > MINUTES_PER_DAY) {
    throw invalidProp({
      prop,
      given: interval.toHumanString(),
      allowed: `whole minutes, from ${atLeast.toHumanString()} to 24 hours`,
      cure,
    });
  }
  return interval;
}
