import * as v from 'valibot';
import { DETAIL_TYPE, EVENT_SOURCE } from '../../lib/contract/event-pattern';
import { SWEEP_TRIGGER } from '../../lib/contract/sweep';
import { TECHNIQUES, type Technique } from '../../lib/contract/techniques';
import { type CloudTrailRecord, EnvelopeSchema, RecordSchema, schemaIssues } from './record';

/** A catalogued call, as the event tells it. It says where to look; what follows depends on the trail as it is. */
export interface CallSignal {
  readonly kind: 'call';
  readonly technique: Technique;
  readonly record: CloudTrailRecord;
  /** The account whose bus delivered the event. */
  readonly account: string;
  /** The trail's name or ARN as the caller sent it; missing on denied calls, whose parameters are null. */
  readonly trail?: string;
  readonly failed: boolean;
  readonly at: Date;
}

export interface SweepSignal {
  readonly kind: 'sweep';
  readonly scheduleArn?: string;
}

export interface IgnoredSignal {
  readonly kind: 'ignored';
  readonly reason: string;
}

export type Signal = CallSignal | SweepSignal | IgnoredSignal;

const SweepSchema = v.object({ trigger: v.literal(SWEEP_TRIGGER), schedule: v.optional(v.string()) });

/** Total: whatever comes in, a signal comes out. */
export function signalOf(input: unknown): Signal {
  const sweep = v.safeParse(SweepSchema, input);
  if (sweep.success) {
    return { kind: 'sweep', ...(sweep.output.schedule ? { scheduleArn: sweep.output.schedule } : {}) };
  }
  const envelope = v.safeParse(EnvelopeSchema, input);
  if (!envelope.success) {
    return ignored(`neither a sweep nor an EventBridge event (${schemaIssues(envelope.issues)})`);
  }
  const { source, account, 'detail-type': detailType, detail } = envelope.output;
  if (source !== EVENT_SOURCE || detailType !== DETAIL_TYPE) {
    return ignored(`not an API call recorded by CloudTrail (source ${source}, detail-type ${detailType})`);
  }
  return callOf(detail, account);
}

/** A CloudTrail record, from EventBridge or from event history, as a signal. */
export function callOf(detail: unknown, account: string): CallSignal | IgnoredSignal {
  const parsed = v.safeParse(RecordSchema, detail);
  if (!parsed.success) {
    return ignored(`not a CloudTrail record (${schemaIssues(parsed.issues)})`);
  }
  const record = parsed.output;
  // Among what no technique uses is the guard's own StartLogging: it never answers itself.
  const technique = TECHNIQUES.find(
    ({ eventSource, eventName }) => eventSource === record.eventSource && eventName === record.eventName,
  );
  if (technique === undefined) {
    return ignored(`no catalogued technique uses ${record.eventSource} ${record.eventName}`);
  }
  const trail = record.requestParameters?.[technique.trailParameter];
  return {
    kind: 'call',
    technique,
    record,
    account,
    ...(typeof trail === 'string' && trail !== '' ? { trail } : {}),
    failed: Boolean(record.errorCode || record.errorMessage),
    at: new Date(record.eventTime),
  };
}

function ignored(reason: string): IgnoredSignal {
  return { kind: 'ignored', reason };
}
