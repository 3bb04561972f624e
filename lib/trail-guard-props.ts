import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import type { Containment } from './containment';
import type { ExpectedActivity } from './expected-activity';
import type { HubConnection } from './hub-connection';
import type { InvestigationOptions } from './investigation-options';
import type { Repair } from './repair';

/** What the guard does about a stopped trail. */
export enum ResponseMode {
  /** Start it again, read back, tell. */
  RESTORE = 'restore',
  /** Tell what it would have done; change nothing. The function gets no permission to change anything. */
  OBSERVE = 'observe',
}

/**
 * Which version of Elastic's detection rule *AWS CloudTrail Log Suspended* rates an incident.
 *
 * @see https://www.elastic.co/guide/en/security/current/aws-cloudtrail-log-suspended.html
 */
export enum SeverityProfile {
  /** The rule as it is since July 2026: high, risk score 73. */
  CURRENT = 'current',
  /** The rule as it was first published: medium, risk score 47. */
  ORIGINAL = 'original',
}

/** Properties of `TrailGuard`. */
export interface TrailGuardProps {
  /**
   * The trails to guard: `cloudtrail.Trail`, `CfnTrail`, or imported by `CfnTrail.fromTrailArn()` or
   * `CfnTrail.fromTrailName()`. Their home Region must be the stack's. Permissions narrow to them. An organization trail
   * of another account must be imported by its ARN, and can be restored only by a delegated administrator's guard.
   *
   * @default - every trail whose home Region is the stack's Region and which the account owns
   */
  readonly trails?: IConstruct[];

  /**
   * Whether the guard restores or only observes.
   *
   * @default ResponseMode.RESTORE
   */
  readonly responseMode?: ResponseMode;

  /**
   * The topic that incidents and alarms are published to. An imported topic must itself let CloudWatch alarms and the
   * guard's function publish.
   *
   * @default - a topic is created, which takes messages over TLS only
   */
  readonly topic?: ITopic;

  /**
   * E-mail addresses to subscribe to the topic. Each must confirm the mail that AWS sends it.
   *
   * @default - none
   */
  readonly emails?: string[];

  /**
   * A symmetric key for the topic, the table, the queue and the log group that the guard creates. Its policy is extended
   * so that EventBridge, CloudWatch and CloudWatch Logs can use it; that of an imported key cannot be, and a warning
   * says what it must hold.
   *
   * @default - keys that AWS owns (free); messages in the topic are not encrypted at rest
   */
  readonly encryptionKey?: IKey;

  /**
   * How often every guarded trail is looked at, whatever events arrive. Whole minutes, 1 minute to 24 hours.
   *
   * @default Duration.minutes(5)
   */
  readonly sweepInterval?: Duration;

  /**
   * How often the whole configuration of each trail (selectors, Insights, tags and all) is compared with its baseline,
   * whatever else is seen. What events and `DescribeTrails` show is compared at once. Whole minutes, 5 minutes to 24 hours.
   *
   * @default Duration.hours(1)
   */
  readonly comparisonInterval?: Duration;

  /**
   * What the guard may mend besides trails, each with its own narrow permissions: keys, bucket policies, log groups, event
   * data stores, CloudTrail's access to the organization.
   *
   * @default - none: what trails deliver through is reported with the command that would mend it
   */
  readonly repairs?: Repair[];

  /**
   * What is found out of each incident after its message, and where is looked: who it was, from where, what else they did,
   * what happened in the dark. A function of its own does it, which reads and changes nothing.
   *
   * @default - event history of every enabled Region
   */
  readonly investigation?: InvestigationOptions;

  /**
   * What is done to stop the actor of an incident.
   *
   * @default Containment.manual() - nothing: the message carries the command, and a person decides
   */
  readonly containment?: Containment;

  /**
   * Import each incident as a finding into Security Hub CSPM, which must be enabled in the account and Region. The finding
   * changes with the incident. Adds `securityhub:BatchImportFindings`.
   *
   * @default false
   */
  readonly securityHub?: boolean;

  /**
   * The organization's hub: it gets every incident and a heartbeat, and names the guard when that goes quiet. Adds
   * `events:PutEvents` on its event bus, which may be of another account and Region.
   *
   * @default - none
   */
  readonly hub?: HubConnection;

  /**
   * Whether the guard has CloudWatch alarms of its own, about itself. A hub notices when a guard goes quiet, so that a guard
   * with one can do without: each alarm costs 0.10 USD a month.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * Activities that are expected to stop or change a trail: the guard waits until each one's `maximumDuration` is over
   * before it starts a trail, and keeps a configuration that was changed so.
   *
   * @default - none: whoever stops or changes a trail, it is restored at once
   */
  readonly exceptions?: ExpectedActivity[];

  /**
   * Which rating an incident carries.
   *
   * @default SeverityProfile.CURRENT
   */
  readonly severityProfile?: SeverityProfile;

  /**
   * How long the function's log is kept.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;

  /**
   * What becomes of the table and the log group when the guard is removed.
   *
   * @default RemovalPolicy.RETAIN - evidence outlives the guard
   */
  readonly removalPolicy?: RemovalPolicy;
}
