/** What the containment function may do, and to whom never: the value of `TRAIL_GUARD_CONTAINMENT`. */
export interface ContainmentPolicy {
  readonly version: 1;
  readonly partition: string;
  readonly account: string;
  readonly actions: readonly ContainmentKind[];
  /** ARN patterns with `*` and `?` of users and roles. */
  readonly neverTouch: readonly string[];
  readonly maximumActionsPerHour: number;
}

/**
 * - `deactivate-access-key`: the long-lived key that the call was made with.
 * - `deny-user`: an inline policy of the IAM user that denies everything.
 * - `revoke-role-sessions`: an inline policy of the role that denies everything to sessions older than now.
 */
export type ContainmentKind = 'deactivate-access-key' | 'deny-user' | 'revoke-role-sessions';

/** One reversible action. */
export interface ContainmentAction {
  readonly kind: ContainmentKind;
  /** Of the user or the role. */
  readonly principalArn: string;
  readonly accessKeyId?: string;
  /** What it does, what else it hits, for people. */
  readonly effect: string;
  /** The command that does it by hand. */
  readonly command: string;
  /** The command that undoes it. */
  readonly undo: string;
}

/** Where an incident stands with it. */
export interface IncidentContainment {
  /** `prepared`: a person may run the command. `refused`: it must not or need not be done, for the reason given. */
  readonly status: 'prepared' | 'requested' | 'succeeded' | 'failed' | 'refused';
  readonly action?: ContainmentAction;
  readonly reason?: string;
  /** When it was requested, then when it was done. ISO 8601. */
  readonly at?: string;
}

/**
 * What the guard asks of the containment function, after it wrote the incident with `requested` into its table: the
 * function does what is written there and nothing else. The answer goes to the function that asked.
 */
export interface ContainmentRequest {
  readonly incidentId: string;
  readonly action: ContainmentAction;
  /** Name of the guard's function. */
  readonly answerTo: string;
}

export const CONTAINMENT_TRIGGER = 'containment';

/** What became of it. */
export interface ContainmentAnswer {
  readonly trigger: typeof CONTAINMENT_TRIGGER;
  readonly incidentId: string;
  readonly containment: IncidentContainment;
}
