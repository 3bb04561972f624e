import type { IncidentContainment } from './containment';
import type { Investigation } from './investigation';
import type { AttackReference, Severity, SeverityProfileName, SeverityRating } from './techniques';
import type { ConfigurationField, Relation, TrailConfiguration } from './trail-configuration';

/** Version of the incident's schema. A field is added in a minor version and removed or changed in a major one. */
export const INCIDENT_SCHEMA_VERSION = '1.2';

/**
 * How an episode stands.
 * - `restored`: the guard put the trail back and read back that it is as it was.
 * - `already-logging`: somebody else started it before the guard had to; there was a dark window all the same.
 * - `restore-failed`: the guard could not start it.
 * - `restore-unverified`: the start was accepted, but no read showed the trail logging.
 * - `observed`: the guard only observes; it would have restored.
 * - `expected`: an exception applies; the guard restores when its duration is over.
 * - `not-permitted`: a trail of another account; only that account or a delegated administrator can start it.
 * - `stopped-before-guard`: it was stopped when the guard first saw it; the guard leaves it alone.
 * - `trail-missing`: the trail does not exist (any more).
 * - `attempted`: the call was denied or failed; nothing changed.
 * - `adopted`: the trail was changed so that it sees no less, or by whom an exception expects to: the new configuration is
 *   what the guard keeps from now on.
 * - `delivery-failing`: the trail logs and cannot deliver, or something that it delivers through was changed.
 * - `delivery-recovered`: it delivers again.
 * - `reported`: changed outside the guard's reach; a person has to look.
 */
export type Outcome =
  | 'restored'
  | 'already-logging'
  | 'restore-failed'
  | 'restore-unverified'
  | 'observed'
  | 'expected'
  | 'not-permitted'
  | 'stopped-before-guard'
  | 'trail-missing'
  | 'attempted'
  | 'adopted'
  | 'delivery-failing'
  | 'delivery-recovered'
  | 'reported';

/** Outcomes after which nothing more is to come. */
export const FINAL_OUTCOMES: readonly Outcome[] = [
  'restored',
  'already-logging',
  'attempted',
  'adopted',
  'delivery-recovered',
];

/** What should be back is not, or was not seen to be. */
export function isUnfinished(outcome: Outcome): boolean {
  return outcome === 'restore-failed' || outcome === 'restore-unverified';
}

/** Who made the call, in every shape of CloudTrail's `userIdentity`. All text is bounded and free of control characters. */
export interface Actor {
  /** CloudTrail's `userIdentity.type`. */
  readonly type: string;
  /** The shortest text that a person recognises. */
  readonly displayName: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly principalId?: string;
  readonly userName?: string;
  readonly accessKeyId?: string;
  /** The role's or user's own ARN behind a session. */
  readonly sessionIssuerArn?: string;
  readonly sessionName?: string;
  readonly mfaAuthenticated?: boolean;
  /** The AWS service that made the call for the actor. */
  readonly invokedBy?: string;
  /** IAM Identity Center's user id. */
  readonly identityCenterUserId?: string;
}

/** The API call that an incident is about, as CloudTrail recorded it. */
export interface RecordedCall {
  readonly eventId: string;
  readonly eventName: string;
  /** ISO 8601. */
  readonly eventTime: string;
  readonly sourceIpAddress?: string;
  readonly vpcEndpointId?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** Something the guard did or would have done. */
export interface IncidentAction {
  readonly action: string;
  readonly result: 'succeeded' | 'failed' | 'not-done';
  /** ISO 8601. */
  readonly at: string;
  readonly detail?: string;
}

/** One thing that was read back. What could not be read is `unknown`, never fine. */
export interface IncidentCheck {
  readonly check: string;
  readonly result: 'passed' | 'failed' | 'unknown';
  readonly detail?: string;
}

/** One field of a trail's configuration: what it was, what it was changed to, what became of that. Values as JSON. */
export interface ConfigurationChange {
  readonly field: ConfigurationField;
  readonly relation: Exclude<Relation, 'equal'>;
  readonly before: string;
  readonly after: string;
  /** What the guard did: put it back, kept it as it is, failed, or would have put it back. */
  readonly result: 'restored' | 'kept' | 'failed' | 'not-done';
}

/** One more time that the same was done while the incident was fresh. */
export interface IncidentRepetition {
  /** What the incident's id would be by itself. */
  readonly incidentId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly outcome: Outcome;
  readonly technique: string;
  readonly eventId?: string;
  readonly darkSeconds?: number;
  readonly darkWindow?: DarkWindow;
}

/** From the trail's own timestamps; open while it has no end. ISO 8601. */
export interface DarkWindow {
  readonly stoppedAt: string;
  readonly startedAt?: string;
  readonly seconds?: number;
}

/** One episode, from the tampering to the restored trail. The machine-readable message is this type as JSON. */
export interface Incident {
  readonly schemaVersion: typeof INCIDENT_SCHEMA_VERSION;
  /** The trail's ARN and its StopLoggingTime (or what else identifies the episode): the same however it was found. */
  readonly id: string;
  /** 1 for the first message of an incident, then one more for each update. */
  readonly revision: number;
  readonly outcome: Outcome;
  readonly account: string;
  readonly region: string;
  readonly trail: { readonly arn?: string; readonly name?: string };
  readonly technique: {
    readonly id: string;
    readonly name: string;
    readonly effect: string;
    readonly attack: AttackReference;
  };
  readonly severity: Severity;
  readonly riskScore: number;
  /** How each version of Elastic's rule rates the technique, whatever else is known of the incident. */
  readonly ratings?: Readonly<Record<SeverityProfileName, SeverityRating>>;
  /** Which way in noticed it. */
  readonly detectedBy: 'event' | 'sweep';
  /** ISO 8601. */
  readonly detectedAt: string;
  readonly actor?: Actor;
  /** Why there is no actor, or why the actor is not certain. */
  readonly actorNote?: string;
  readonly call?: RecordedCall;
  readonly darkWindow?: DarkWindow;
  readonly exception?: { readonly reason: string; readonly until?: string };
  /** The version of the trail's baseline that was adopted. */
  readonly baselineVersion?: number;
  /** Field by field, what was changed and what was put back. */
  readonly changes?: readonly ConfigurationChange[];
  /** The configuration as the guard found it, before it changed anything. It is evidence. */
  readonly evidence?: TrailConfiguration;
  /** How often it happened in all, where the same actor did it again and again. */
  readonly occurrences?: number;
  /** The latest repetitions, oldest first. */
  readonly repetitions?: readonly IncidentRepetition[];
  /** What of the whole account is recorded by no healthy trail; empty where all is. */
  readonly coverageGaps?: readonly string[];
  readonly actions: readonly IncidentAction[];
  readonly checks: readonly IncidentCheck[];
  readonly nextSteps: readonly string[];
  /** What the investigator found out since. */
  readonly investigation?: Investigation;
  /** What is prepared, or was done, to stop the actor. */
  readonly containment?: IncidentContainment;
}
