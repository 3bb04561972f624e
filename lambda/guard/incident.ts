import {
  INCIDENT_SCHEMA_VERSION,
  type Incident,
  type IncidentAction,
  type IncidentCheck,
  type Outcome,
  type RecordedCall,
} from '../../lib/contract/incident';
import type { GuardPolicy } from '../../lib/contract/policy';
import type { SeverityRating, Technique } from '../../lib/contract/techniques';
import { actorOf } from '../common/actor';
import type { CloudTrailRecord } from '../common/record';
import type { TrailArn } from '../common/scope';
import { optionalText, safeText } from '../common/text';
import { completed, mendingStep } from './completed';
import { startedAfter } from './restore';
import type { TrailStatus } from './trails';

/** What is known of an episode when it is reported. */
export interface Facts {
  readonly id: string;
  readonly outcome: Outcome;
  readonly technique: Technique;
  readonly trail?: TrailArn;
  readonly detectedBy: Incident['detectedBy'];
  readonly detectedAt: Date;
  readonly record?: CloudTrailRecord;
  readonly actorNote?: string;
  readonly status?: TrailStatus;
  readonly exception?: Incident['exception'];
  readonly changes?: Incident['changes'];
  readonly evidence?: Incident['evidence'];
  readonly baselineVersion?: number;
  /** From the trail's times, unless it is given: a trail that was deleted has new ones. */
  readonly darkWindow?: Incident['darkWindow'];
  /** Commands that would mend what the guard cannot. */
  readonly commands?: readonly string[];
  readonly actions?: readonly IncidentAction[];
  readonly checks?: readonly IncidentCheck[];
}

/** Elastic's score for what is worth knowing and not worth waking somebody for. */
const QUIET: SeverityRating = { severity: 'low', riskScore: 21 };

/** Outcomes that are told quietly: nothing was blinded against the owner's will. */
const QUIET_OUTCOMES: readonly Outcome[] = [
  'attempted',
  'expected',
  'stopped-before-guard',
  'adopted',
  'delivery-recovered',
];

/** Makes the incident of the facts. Every text that came from the event is bounded and harmless from here on. */
export function incidentOf(facts: Facts, policy: GuardPolicy): Incident {
  const { technique, outcome } = facts;
  // Who may stop a trail and starts it again did what was expected of them.
  const isQuiet = QUIET_OUTCOMES.includes(outcome) || (outcome === 'already-logging' && facts.exception !== undefined);
  const rating = isQuiet ? QUIET : technique.ratings[policy.severityProfile];
  return completed({
    schemaVersion: INCIDENT_SCHEMA_VERSION,
    id: facts.id,
    revision: 1,
    outcome,
    account: policy.account,
    region: policy.region,
    trail: facts.trail ? { arn: facts.trail.arn, name: facts.trail.name } : {},
    technique: { id: technique.id, name: technique.name, effect: technique.effect, attack: technique.attack },
    severity: rating.severity,
    riskScore: rating.riskScore,
    ratings: technique.ratings,
    detectedBy: facts.detectedBy,
    detectedAt: facts.detectedAt.toISOString(),
    ...(facts.record ? { actor: actorOf(facts.record), call: recordedCall(facts.record) } : {}),
    ...(facts.actorNote === undefined ? {} : { actorNote: facts.actorNote }),
    ...(facts.darkWindow
      ? { darkWindow: facts.darkWindow }
      : facts.status?.stoppedAt
        ? { darkWindow: darkWindow(facts.status, facts.status.stoppedAt) }
        : {}),
    ...(facts.exception ? { exception: { ...facts.exception, reason: safeText(facts.exception.reason) } } : {}),
    ...(facts.baselineVersion === undefined ? {} : { baselineVersion: facts.baselineVersion }),
    ...(facts.changes ? { changes: facts.changes } : {}),
    ...(facts.evidence && isKeepable(facts.evidence) ? { evidence: facts.evidence } : {}),
    actions: facts.actions ?? [],
    checks: facts.checks ?? [],
    nextSteps: (facts.commands ?? []).map(mendingStep),
  });
}

/** An item of the table takes 400 KB, and selectors may be larger: then the changes alone tell what was done. */
const EVIDENCE_BYTES = 100_000;

function isKeepable(evidence: NonNullable<Incident['evidence']>): boolean {
  return Buffer.byteLength(JSON.stringify(evidence)) <= EVIDENCE_BYTES;
}

/** Where nothing but the event tells them apart. Updated records name the original. */
export function eventIncidentId(about: string, { addendum, eventID }: CloudTrailRecord): string {
  return `${about}#event:${safeText(addendum?.originalEventID ?? eventID, 64)}`;
}

/** The same episode, whichever way in found it: a stop is named by the trail's own timestamp of it. */
export function stopId(trail: TrailArn, stoppedAt: Date): string {
  return `${trail.arn}#${stoppedAt.toISOString()}`;
}

function darkWindow({ isLogging, startedAt }: TrailStatus, stoppedAt: Date): Incident['darkWindow'] {
  const window = { stoppedAt: stoppedAt.toISOString() };
  return isLogging && startedAt && startedAfter(startedAt, stoppedAt)
    ? { ...window, startedAt: startedAt.toISOString(), seconds: (startedAt.getTime() - stoppedAt.getTime()) / 1000 }
    : window;
}

export function recordedCall(record: CloudTrailRecord): RecordedCall {
  const text = (value: string | null | undefined, maximum?: number) => optionalText(value ?? undefined, maximum);
  const optional = {
    sourceIpAddress: text(record.sourceIPAddress, 128),
    vpcEndpointId: text(record.vpcEndpointId, 64),
    userAgent: text(record.userAgent),
    errorCode: text(record.errorCode, 128),
    errorMessage: text(record.errorMessage, 512),
  };
  return {
    eventId: safeText(record.eventID, 64),
    eventName: safeText(record.eventName, 64),
    eventTime: new Date(record.eventTime).toISOString(),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
