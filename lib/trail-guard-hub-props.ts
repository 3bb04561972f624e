import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StackSetToWatch } from './hub-stack-set';

/** Where a guard is that no stack set deploys. */
export interface GuardToWatch {
  /** Its account: 12 digits. */
  readonly account: string;
  /** Its Region, such as `eu-west-1`. */
  readonly region: string;
}

/** Properties of `TrailGuardHub`. */
export interface TrailGuardHubProps {
  /** Id of the organization, such as `o-a1b2c3d4e5`. Only its accounts may put events on the hub's bus. */
  readonly organizationId: string;

  /**
   * E-mail addresses to subscribe to the topic. Each must confirm the mail that AWS sends it.
   *
   * @default - none
   */
  readonly emails?: string[];

  /**
   * The topic that the organization's incidents, its quiet guards and the hub's alarms are published to. An imported topic
   * must itself let CloudWatch alarms and the hub's functions publish.
   *
   * @default - a topic is created, which takes messages over TLS only
   */
  readonly topic?: ITopic;

  /**
   * How often each guard sends a heartbeat, as it was told in its own `hub`. Whole minutes, 5 minutes to 24 hours. It
   * decides when a guard is quiet, and how often is looked.
   *
   * @default Duration.hours(1)
   */
  readonly heartbeatInterval?: Duration;

  /**
   * Stack sets whose instances are guards that must exist. More can be named by `watchStackSet()`.
   *
   * @default - none
   */
  readonly stackSets?: StackSetToWatch[];

  /**
   * Guards that must exist and that no stack set deploys. Each once.
   *
   * @default - none
   */
  readonly guards?: GuardToWatch[];

  /**
   * The version that guards should have, as their heartbeats tell it, such as `0.2.0+1a2b3c4d5e6f`.
   *
   * @default - the version that most of them have
   */
  readonly guardVersion?: string;

  /**
   * ARNs of the roles and users that are expected to change guards, with `*` and `?`: of users, roles or role sessions.
   * Their calls on guards are kept and not told. Each must name somebody: at least three characters in a row of the name.
   *
   * @default - none: only what CloudFormation does is expected
   */
  readonly deployedBy?: string[];

  /**
   * How long EventBridge keeps incidents and calls on guards as they came, to send them again after a failure of the hub.
   * Whole days, 1 to 3,650. Heartbeats are not kept.
   *
   * @default Duration.days(90)
   */
  readonly archiveRetention?: Duration;

  /**
   * How long the log of the hub's functions is kept.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;

  /**
   * What becomes of the table and the log group when the hub is removed.
   *
   * @default RemovalPolicy.RETAIN - evidence outlives the hub
   */
  readonly removalPolicy?: RemovalPolicy;
}
