import type { ConfigurationField } from '../trail-configuration';

/** How bad a technique is, as the Elastic detection rules rate it. */
export interface SeverityRating {
  readonly severity: Severity;
  /** 0 to 100, Elastic's `risk_score`. */
  readonly riskScore: number;
}

export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/**
 * Which version of the Elastic rule rates a technique: `original` as the rule was first published,
 * `current` since its severity promotion of 2026-07-15.
 */
export type SeverityProfileName = 'original' | 'current';

/** A technique's place in MITRE ATT&CK, whose numbers changed with version 19 (April 2026). */
export interface AttackReference {
  /** The id since v19. */
  readonly id: string;
  readonly name: string;
  readonly tactic: string;
  /** The id before v19, which most tools still use; the same where it was not changed. */
  readonly formerId: string;
}

/** What a call is made on. */
export type TargetKind =
  | 'trail'
  | 'event-data-store'
  | 'channel'
  | 'bucket'
  | 'key'
  | 'log-group'
  | 'topic'
  | 'role'
  | 'organization'
  | 'account'
  | 'guard';

/**
 * What the guard does about a technique.
 * - `start`: starts the trail at once.
 * - `restore`: puts back what the trail lost, and creates it again if it is gone.
 * - `repair`: reports and, where that repair is switched on, mends.
 * - `protect`: puts a part of the guard itself back to what its template says.
 * - `report`: reports with the command that would mend it.
 */
export type TechniqueResponse = 'start' | 'restore' | 'repair' | 'protect' | 'report';

/** One known way to blind a trail. */
export interface Technique {
  /** Stable id in kebab case, part of the message. */
  readonly id: string;
  /** Its number in the catalogue, docs/techniques.md. */
  readonly number: string;
  readonly name: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly target: TargetKind;
  /**
   * The request parameters, as paths with dots, that name the target: a name, an id or an ARN, exactly as the caller
   * sent it. The first one that is there counts. Empty where the call names none.
   */
  readonly targetParameters: readonly string[];
  /** Only calls with these request parameters: path with dots and value, in which `*` stands for any text. */
  readonly when?: Readonly<Record<string, string>>;
  /** The fields of a trail's configuration whose narrowing or move is this technique. */
  readonly fields?: readonly ConfigurationField[];
  readonly response: TechniqueResponse;
  /** What the call does to the trail, in words for a person. */
  readonly effect: string;
  readonly attack: AttackReference;
  readonly ratings: Readonly<Record<SeverityProfileName, SeverityRating>>;
  /** Where the shape of its record is from: published records, or AWS's API model where none are published. */
  readonly shape: 'published' | 'api-model';
}
