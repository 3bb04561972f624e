import { DETAIL_TYPE, EVENT_SOURCE } from '../lib/contract/event-pattern';
import type { Incident, Outcome } from '../lib/contract/incident';
import type { GuardPolicy } from '../lib/contract/policy';
import { prepareContainment } from './common/containment/decide';
import { safeText } from './common/text';
import { type Decision, decide } from './guard/decide';
import { subjectOf } from './guard/headline';
import { incidentOf } from './guard/incident';
import { mailText } from './guard/mail';
import { type CallSignal, signalOf } from './guard/signal';

/** What the guard would do about an event, and what it would say. */
export interface Preview {
  readonly decision: Decision['kind'];
  readonly reason?: string;
  readonly incident?: Incident;
  readonly subject?: string;
  readonly mail?: string;
}

/**
 * Runs an event through the guard's own signal, decision and message, without any call. A bare CloudTrail record is
 * taken as EventBridge would deliver it, and the event as if it had just come in.
 *
 * @param policy without one, that of a guard with default properties in the event's own account and Region
 */
export function preview(input: unknown, policy?: GuardPolicy): Preview {
  const event = asEvent(input);
  const signal = signalOf(event);
  if (signal.kind !== 'call') {
    return signal.kind === 'ignored'
      ? { decision: 'ignore', reason: safeText(signal.reason, 512) }
      : { decision: signal.kind };
  }
  const applied = policy ?? defaultPolicy(signal);
  const decision = decide(signal, { policy: applied, ownRoleArn: '', now: signal.at });
  const incident = previewedIncident(decision, applied);
  return {
    decision: decision.kind,
    ...('reason' in decision ? { reason: safeText(decision.reason, 512) } : {}),
    ...(incident ? { incident, subject: subjectOf(incident), mail: mailText(incident) } : {}),
  };
}

/** The message that comes if all goes well. */
const OUTCOMES: Partial<Record<Decision['kind'], Outcome>> = {
  restore: 'restored',
  expect: 'expected',
  attempt: 'attempted',
  inspect: 'observed',
  compare: 'restored',
  notice: 'reported',
};

/** Decisions about a trail that was stopped. */
const STOPPED: ReadonlySet<Decision['kind']> = new Set(['restore', 'expect', 'inspect']);

function previewedIncident(decision: Decision, policy: GuardPolicy): Incident | undefined {
  const outcome = OUTCOMES[decision.kind];
  if (outcome === undefined || !('call' in decision)) {
    return undefined;
  }
  const { call } = decision;
  const incident = incidentOf(
    {
      id: `preview#${call.record.eventID}`,
      outcome,
      technique: call.technique,
      ...('trail' in decision && decision.trail ? { trail: decision.trail } : {}),
      detectedBy: 'event',
      detectedAt: call.at,
      record: call.record,
      ...(STOPPED.has(decision.kind) ? { status: { isLogging: false, stoppedAt: call.at } } : {}),
      ...(decision.kind === 'expect'
        ? { exception: { reason: decision.exception.reason, until: decision.until.toISOString() } }
        : {}),
    },
    policy,
  );
  return {
    ...incident,
    containment: prepareContainment(incident, policy.containment, { ownRoleArns: [], now: call.at }),
  };
}

function asEvent(input: unknown): unknown {
  const isRecord = typeof input === 'object' && input !== null && 'eventSource' in input;
  return isRecord
    ? {
        source: EVENT_SOURCE,
        'detail-type': DETAIL_TYPE,
        account: 'recipientAccountId' in input ? input.recipientAccountId : undefined,
        detail: input,
      }
    : input;
}

function defaultPolicy({ record, account }: CallSignal): GuardPolicy {
  const region = record.awsRegion ?? 'us-east-1';
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const defaults = {
    version: 1,
    response: 'restore',
    severityProfile: 'current',
    exceptions: [],
    comparisonSeconds: 3600,
  } as const;
  return { ...defaults, partition, region, account };
}
