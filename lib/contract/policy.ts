import type { ContainmentPolicy } from './containment';
import type { HubPolicy } from './hub';
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
  /** How often the whole configuration of each trail is compared with its baseline, whatever else is seen. */
  readonly comparisonSeconds: number;
  /** What the guard may mend besides trails; absent means nothing. */
  readonly repairs?: RepairPolicy;
  /** Where incidents are told besides the topic and the event bus. */
  readonly channels?: ChannelPolicy;
  /** What is done to an actor without a person; absent means nothing. */
  readonly containment?: ContainmentPolicy;
  /** The organization's hub; absent where there is none. */
  readonly hub?: HubPolicy;
}

/** Further ways in which incidents are told. */
export interface ChannelPolicy {
  /** ARN of the topic that chat applications read. */
  readonly chatTopic?: string;
  /** Import findings into Security Hub CSPM. */
  readonly securityHub?: boolean;
}

/** Repairs of what trails deliver through: each only for the resources that are named. */
export interface RepairPolicy {
  /** ARNs of keys to enable and to save from deletion, and whose policy may get CloudTrail's own statements back. */
  readonly keys?: readonly string[];
  /** Names of buckets whose policy may get CloudTrail's own statements back. */
  readonly buckets?: readonly string[];
  /** ARNs (without `:*`) of log groups to create again with their retention. */
  readonly logGroups?: readonly string[];
  /** Restart, restore and put back CloudTrail Lake's event data stores of this account. */
  readonly eventDataStores?: boolean;
  /** Let CloudTrail back into the organization. */
  readonly trustedAccess?: boolean;
}

/**
 * An expected activity: a principal and a source must both match. The guard waits `maximumDurationSeconds` for a stopped
 * trail and adopts a changed configuration.
 */
export interface ExceptionPolicy {
  /** ARN patterns with `*` and `?`. */
  readonly principals: readonly string[];
  readonly cidrs: readonly string[];
  readonly vpcEndpoints: readonly string[];
  readonly services: readonly string[];
  /** ARNs of the trails it is limited to; absent means every guarded trail. */
  readonly trails?: readonly string[];
  /** Ids of the techniques it is limited to; absent means all. */
  readonly techniques?: readonly string[];
  readonly maximumDurationSeconds: number;
  readonly reason: string;
}
