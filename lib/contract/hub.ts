/**
 * Events on the hub's bus, all from guards of the organization: heartbeats, incidents, and calls on a guard's own parts
 * that EventBridge forwards as they are, because the guard's function may not be there any more to tell of them.
 */

/** Its detail is an `Incident`; its source is INCIDENT_EVENT_SOURCE, as a heartbeat's. */
export const HUB_INCIDENT_DETAIL_TYPE = 'TrailGuard Incident';

/** Where guards report to. */
export interface HubPolicy {
  /** In the hub's account and Region. */
  readonly eventBusArn: string;
  readonly heartbeatSeconds: number;
}

/** A stack set whose instances are guards that must exist. */
export interface WatchedStackSet {
  readonly name: string;
  readonly region: string;
  readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
  /** A role of the stack set's account that may list its instances; absent where that is the hub's account. */
  readonly roleArn?: string;
}

/** A guard that no stack set deploys. */
export interface WatchedGuard {
  readonly account: string;
  readonly region: string;
}

/** Everything the hub's function is told at deployment: the value of `TRAIL_GUARD_HUB`. */
export interface HubFunctionPolicy {
  readonly version: 1;
  readonly account: string;
  readonly region: string;
  readonly stackSets: readonly WatchedStackSet[];
  readonly guards: readonly WatchedGuard[];
  /** How often each guard sends a heartbeat. */
  readonly heartbeatSeconds: number;
  /** The version that guards should have; absent: whichever most of them have. */
  readonly guardVersion?: string;
  /** Who is expected to deploy guards: ARN patterns with `*` and `?`. */
  readonly deployedBy: readonly string[];
}

/** Of the hub's function. */
export const ENV_HUB = 'TRAIL_GUARD_HUB';

/**
 * A guard is quiet when its last heartbeat is this many intervals old: one may come late by most of an interval, and the
 * next census still names the guard before two intervals are over.
 */
export const QUIET_AFTER_HEARTBEATS = 1.75;

/** Input of the hub's schedule: compares the guards that must exist with those that were heard of. */
export const CENSUS_TRIGGER = 'census';

/** The hub's table: incidents, guards that must exist, guards that were heard of. */
export const HUB_TABLE = {
  PARTITION_KEY: 'kind',
  SORT_KEY: 'id',
  TIME_TO_LIVE: 'expiresAt',
} as const;

/**
 * The hub's own metrics, in the namespace and with the dimension of the guard's. The census emits the first four each time,
 * zeros too: they are few, and an unbroken line is what a dashboard shows. The others are emitted when there is
 * something to count.
 */
export const HUB_METRIC = {
  /** Guards that must exist. Count. */
  GUARDS_EXPECTED: 'GuardsExpected',
  /** Of those, guards without a heartbeat for too long, and those that never sent one. Count. */
  GUARDS_QUIET: 'GuardsQuiet',
  /** Of those, guards of another version than they should have. Count. */
  GUARDS_OUTDATED: 'GuardsOutdated',
  /** Censuses that compared every guard. One each; a silence of these is an alarm. Count. */
  CENSUSES_COMPLETED: 'CensusesCompleted',
  /** Incidents that were new to the hub. Count. */
  INCIDENTS: 'HubIncidents',
  /** Events on the bus that make no sense to the hub, or say that they are of another account. Count. */
  EVENTS_REJECTED: 'HubEventsRejected',
} as const;

export type HubMetricName = (typeof HUB_METRIC)[keyof typeof HUB_METRIC];

/** The line that the hub logs of each revision of an incident that it tells: what its dashboard reads. */
export interface HubIncidentLine {
  readonly event: typeof HUB_INCIDENT_LINE;
  readonly account: string;
  readonly region: string;
  /** Id of the incident. */
  readonly incident: string;
  readonly severity: string;
  /** Id of the technique. */
  readonly technique: string;
  readonly outcome: string;
  readonly actor: string;
  /** Name of the trail, or of the guard's own part. */
  readonly target: string;
}

export const HUB_INCIDENT_LINE = 'hub-incident';
