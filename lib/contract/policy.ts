import type { SeverityProfileName } from './techniques';

/** What the guard does about a stopped trail: put it back, or only say what it would have done. */
export type ResponseName = 'restore' | 'observe';

/** Everything the function is told at deployment: the value of the environment variable `TRAIL_GUARD_POLICY`. */
export interface GuardPolicy {
  readonly version: 1;
  readonly partition: string;
  readonly region: string;
  /** The account the guard lives in. */
  readonly account: string;
  readonly response: ResponseName;
  readonly severityProfile: SeverityProfileName;
  /** ARNs of the guarded trails; absent means every trail of this account whose home Region is `region`. */
  readonly trails?: readonly string[];
  readonly exceptions: readonly ExceptionPolicy[];
}

/** An expected activity: a principal and a source must both match, then the guard waits `maximumDurationSeconds`. */
export interface ExceptionPolicy {
  /** ARN patterns with `*` and `?`. */
  readonly principals: readonly string[];
  readonly cidrs: readonly string[];
  readonly vpcEndpoints: readonly string[];
  readonly services: readonly string[];
  /** ARNs of the trails it is limited to; absent means every guarded trail. */
  readonly trails?: readonly string[];
  readonly maximumDurationSeconds: number;
  readonly reason: string;
}
