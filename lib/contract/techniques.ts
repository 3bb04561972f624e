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
  /** The id before v19, which most tools still use. */
  readonly formerId: string;
}

/** One known way to blind a trail. */
export interface Technique {
  /** Stable id in kebab case, part of the message. */
  readonly id: string;
  readonly name: string;
  readonly eventSource: string;
  readonly eventName: string;
  /** The request parameter that names the trail: a name or an ARN, exactly as the caller sent it. */
  readonly trailParameter: string;
  /** What the call does to the trail, in words for a person. */
  readonly effect: string;
  readonly attack: AttackReference;
  readonly ratings: Readonly<Record<SeverityProfileName, SeverityRating>>;
}

/** @see https://attack.mitre.org/techniques/T1562/008/ */
const DISABLE_OR_MODIFY_CLOUD_LOG: AttackReference = {
  id: 'T1685.002',
  name: 'Disable or Modify Cloud Log',
  tactic: 'Defense Impairment (TA0112)',
  formerId: 'T1562.008',
};

/**
 * The catalogue: the rule's event pattern, the decision and the message are all made from it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html
 * @see https://www.elastic.co/guide/en/security/current/aws-cloudtrail-log-suspended.html
 */
export const STOP_LOGGING: Technique = {
  id: 'stop-logging',
  name: 'CloudTrail logging stopped',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  trailParameter: 'name',
  effect: 'The trail records and delivers nothing until somebody starts it again.',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: { original: { severity: 'medium', riskScore: 47 }, current: { severity: 'high', riskScore: 73 } },
};

export const TECHNIQUES: readonly Technique[] = [STOP_LOGGING];
