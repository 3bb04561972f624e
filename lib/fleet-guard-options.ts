import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Containment } from './containment';
import type { ExpectedActivity } from './expected-activity';
import type { Repair } from './repair';
import type { ResponseMode, SeverityProfile } from './trail-guard-props';

/**
 * What the guards of a fleet are like, as in the properties of `TrailGuard`. All of them are alike, and each guards the
 * trails of its own account and Region: nothing here can name what only one account has.
 */
export interface FleetGuardOptions {
  /**
   * Whether the guards restore or only observe.
   *
   * @default ResponseMode.RESTORE
   */
  readonly responseMode?: ResponseMode;

  /**
   * E-mail addresses to subscribe to the topic of every guard. Each must confirm a mail for every account and Region: with
   * a hub, subscribe to the hub's topic instead.
   *
   * @default - none
   */
  readonly emails?: string[];

  /**
   * How often every trail is looked at, whatever events arrive. Whole minutes, 1 minute to 24 hours.
   *
   * @default Duration.minutes(10) - half as often as a guard of its own, so that it idles at half the cost
   */
  readonly sweepInterval?: Duration;

  /**
   * How often the whole configuration of each trail is compared with its baseline. Whole minutes, 5 minutes to 24 hours.
   *
   * @default Duration.hours(1)
   */
  readonly comparisonInterval?: Duration;

  /**
   * Activities that are expected to stop or change a trail. An ARN with an account's id is of that account only:
   * `arn:aws:iam::*:role/Maintenance` is of every one, and so are `ExpectedDeployments` of a stack without an account.
   *
   * @default - none
   */
  readonly exceptions?: ExpectedActivity[];

  /**
   * What the guards may mend besides trails. Of the repairs those that name nothing: `Repair.eventDataStores()`.
   *
   * @default - none
   */
  readonly repairs?: Repair[];

  /**
   * What is done to stop the actor of an incident. ARNs in `neverTouch` must be for any account: `arn:aws:iam::*:role/...`.
   *
   * @default Containment.manual()
   */
  readonly containment?: Containment;

  /**
   * Whether it is found out who it was and what else they did, from event history.
   *
   * @default true
   */
  readonly investigation?: boolean;

  /**
   * Import each incident into Security Hub CSPM, which must be enabled in every account and Region of the fleet.
   *
   * @default false
   */
  readonly securityHub?: boolean;

  /**
   * Which rating an incident carries.
   *
   * @default SeverityProfile.CURRENT
   */
  readonly severityProfile?: SeverityProfile;

  /**
   * How long the functions' logs are kept.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;

  /**
   * What becomes of a guard's table and log groups when it is removed.
   *
   * @default RemovalPolicy.RETAIN - evidence outlives the guard
   */
  readonly removalPolicy?: RemovalPolicy;
}
