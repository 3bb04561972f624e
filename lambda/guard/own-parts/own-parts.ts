import type { OwnParts } from '../../../lib/contract/own-parts';
import type { RepairAction } from '../delivery/repairs';

/** The guard's stack, as CloudFormation has it. */
export interface OwnStack {
  /** CloudFormation's word, such as `UPDATE_COMPLETE` or `UPDATE_IN_PROGRESS`. */
  readonly status: string;
  /** When it was created or last updated. ISO 8601. */
  readonly deployedAt: string;
  /** Its ARN. */
  readonly id: string;
}

export type PartKind =
  | 'rule'
  | 'schedule'
  | 'function'
  | 'permission'
  | 'role'
  | 'topic'
  | 'subscription'
  | 'table'
  | 'queue'
  | 'alarm'
  | 'log-group';

/** A part that is not as the template says. */
export interface Finding {
  readonly kind: PartKind;
  /** Its name or ARN. */
  readonly name: string;
  /** The id of the catalogued technique that it looks like. */
  readonly technique: string;
  /** In words, such as `state`, `event pattern`, `environment AWS_ENDPOINT_URL`. */
  readonly field: string;
  /** As JSON or plain text, at most 2,000 characters; never a secret. */
  readonly expected: string;
  readonly actual: string;
  /** Whether `repair` can put it back. */
  readonly repairable: boolean;
  /** What a person would run or do about it. */
  readonly advice: string;
}

export interface Inspection {
  readonly findings: readonly Finding[];
  /** Parts that were read and are as they should be, in words. */
  readonly intact: readonly string[];
  /** Parts that could not be read, with the error: unknown, never fine. */
  readonly unreadable: readonly { readonly part: string; readonly error: string }[];
  /** Code of each function, by name: Lambda's CodeSha256. Only for scope `all`. */
  readonly code: Readonly<Record<string, string>>;
  /** Endpoints of subscriptions that nobody has confirmed yet. Only for scope `all`. */
  readonly unconfirmed: readonly string[];
}

/**
 * What is looked at. `triggers`: the schedule, and of the rules what lists tell: state, event pattern, whether they call the
 * guard. `triggers-in-full`: with all of their targets. `all`: every part.
 */
export type InspectionScope = 'triggers' | 'triggers-in-full' | 'all';

/** What the guard knows of itself and can mend of itself. Loaded from a file of its own, when there is a use for it. */
export interface OwnPartsTools {
  /** @throws if CloudFormation does not tell */
  stack(): Promise<OwnStack>;
  /** What the template says. @throws if CloudFormation does not tell, or what it tells makes no sense */
  parts(): Promise<OwnParts>;
  /** Never throws: what cannot be read is `unreadable`. */
  inspect(parts: OwnParts, scope: InspectionScope): Promise<Inspection>;
  /**
   * Puts back what differs: several findings of one part by as few calls as do it. Reads back; a repair that fails is an
   * action that failed, never an exception.
   */
  repair(parts: OwnParts, findings: readonly Finding[]): Promise<RepairAction[]>;
}
