import * as v from 'valibot';
import { BASELINE_ACTIONS, BASELINE_TRIGGER, type BaselineRequest } from '../../lib/contract/baseline-request';
import { CONTAINMENT_TRIGGER } from '../../lib/contract/containment';
import { DETAIL_TYPE, isCloudTrailSource } from '../../lib/contract/event-pattern';
import { INVESTIGATION_TRIGGER } from '../../lib/contract/investigation-request';
import { SWEEP_TRIGGER } from '../../lib/contract/sweep';
import type { Technique } from '../../lib/contract/techniques';
import { type CloudTrailRecord, EnvelopeSchema, RecordSchema, schemaIssues } from '../common/record';
import { targetOf, techniquesOfRecord } from '../common/target';
import { ContainmentSchema } from './containment-schema';
import { InvestigationSchema } from './investigation-schema';

/** A catalogued call, as the event tells it. It says where to look; what follows depends on the trail as it is. */
export interface CallSignal {
  readonly kind: 'call';
  /** What the call may be: the most general technique that it fits. */
  readonly technique: Technique;
  readonly record: CloudTrailRecord;
  /** The account whose bus delivered the event. */
  readonly account: string;
  /** What the call was made on, as the caller sent it; missing on denied calls, whose parameters are null. */
  readonly target?: string;
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

/** A person asks about a baseline, through the command line. */
export interface BaselineSignal {
  readonly kind: 'baseline';
  readonly request: BaselineRequest;
}

/** Another function of the guard is done with what it was asked. */
export interface AnswerSignal {
  readonly kind: 'answer';
  readonly answer: Answer;
}

export type Signal = CallSignal | SweepSignal | BaselineSignal | AnswerSignal | IgnoredSignal;

const SweepSchema = v.object({ trigger: v.literal(SWEEP_TRIGGER), schedule: v.optional(v.string()) });

const BaselineSchema = v.object({
  trigger: v.literal(BASELINE_TRIGGER),
  action: v.picklist(BASELINE_ACTIONS),
  trail: v.string(),
  by: v.optional(v.string()),
});

/** As the table takes it for a key. */
const incidentId = v.pipe(v.string(), v.minLength(1), v.maxBytes(1_024));

const AnswerSchema = v.variant('trigger', [
  v.object({
    trigger: v.literal(INVESTIGATION_TRIGGER),
    incidentId,
    investigation: InvestigationSchema,
  }),
  v.object({
    trigger: v.literal(CONTAINMENT_TRIGGER),
    incidentId,
    containment: ContainmentSchema,
  }),
]);

export type Answer = v.InferOutput<typeof AnswerSchema>;

/** Total: whatever comes in, a signal comes out. */
export function signalOf(input: unknown): Signal {
  const sweep = v.safeParse(SweepSchema, input);
  if (sweep.success) {
    return { kind: 'sweep', ...(sweep.output.schedule ? { scheduleArn: sweep.output.schedule } : {}) };
  }
  const baseline = v.safeParse(BaselineSchema, input);
  if (baseline.success) {
    const { by, ...request } = baseline.output;
    return { kind: 'baseline', request: { ...request, ...(by === undefined ? {} : { by }) } };
  }
  if (isAnswer(input)) {
    const answer = v.safeParse(AnswerSchema, input);
    return answer.success
      ? { kind: 'answer', answer: answer.output }
      : ignored(`an answer that makes no sense (${schemaIssues(answer.issues)})`);
  }
  const envelope = v.safeParse(EnvelopeSchema, input);
  if (!envelope.success) {
    return ignored(`neither a sweep nor an EventBridge event (${schemaIssues(envelope.issues)})`);
  }
  const { source, account, 'detail-type': detailType, detail } = envelope.output;
  const call = callOf(detail, account);
  const isForged = call.kind === 'call' && !isCloudTrailSource(source, call.record.eventSource);
  return detailType !== DETAIL_TYPE || !source.startsWith('aws.') || isForged
    ? ignored(`not an API call recorded by CloudTrail (source ${source}, detail-type ${detailType})`)
    : call;
}

/** A CloudTrail record, from EventBridge or from event history, as a signal. */
export function callOf(detail: unknown, account: string): CallSignal | IgnoredSignal {
  const parsed = v.safeParse(RecordSchema, detail);
  if (!parsed.success) {
    return ignored(`not a CloudTrail record (${schemaIssues(parsed.issues)})`);
  }
  const record = parsed.output;
  // Among what no technique uses is the guard's own StartLogging: it never answers itself.
  const [technique] = techniquesOfRecord(record);
  if (technique === undefined) {
    return ignored(`no catalogued technique uses ${record.eventSource} ${record.eventName}`);
  }
  const target = targetOf(technique, record);
  return {
    kind: 'call',
    technique,
    record,
    account,
    ...(target === undefined ? {} : { target }),
    failed: Boolean(record.errorCode || record.errorMessage),
    at: new Date(record.eventTime),
  };
}

function isAnswer(input: unknown): boolean {
  const trigger = typeof input === 'object' && input !== null && 'trigger' in input ? input.trigger : undefined;
  return trigger === INVESTIGATION_TRIGGER || trigger === CONTAINMENT_TRIGGER;
}

function ignored(reason: string): IgnoredSignal {
  return { kind: 'ignored', reason };
}
