import type { BaselineRequest } from '../../lib/contract/baseline-request';
import type { ExceptionPolicy, GuardPolicy } from '../../lib/contract/policy';
import { matchingException } from '../common/exceptions';
import { isByRole } from '../common/record';
import { canRestore, findTrailArn, inScope, resolveTrail, type TrailArn } from '../common/scope';
import type { Answer, CallSignal, Signal } from './signal';

/**
 * An event older than this is only a hint: it may be a replay, and who stopped the trail since may be somebody else.
 * Late deliveries of CloudTrail stay below it.
 */
export const FRESH_SECONDS = 15 * 60;

/** What to do about a signal. */
export type Decision =
  | { readonly kind: 'ignore'; readonly reason: string; readonly senseless: boolean }
  /** Start the trail at once, look afterwards. */
  | { readonly kind: 'restore'; readonly trail: TrailArn; readonly call: CallSignal }
  /** Read the trail first, then do what its state and its history call for. */
  | { readonly kind: 'inspect'; readonly trail: TrailArn; readonly reason: string; readonly call: CallSignal }
  /** Change nothing now: the actor is expected to do this. */
  | {
      readonly kind: 'expect';
      readonly trail: TrailArn;
      readonly exception: ExceptionPolicy;
      readonly until: Date;
      readonly call: CallSignal;
    }
  /** Tell quietly: the call was denied or failed. */
  | { readonly kind: 'attempt'; readonly trail?: TrailArn; readonly call: CallSignal }
  /** Compare the trail's configuration with its baseline and put back what it lost. */
  | { readonly kind: 'compare'; readonly trail: TrailArn; readonly call: CallSignal }
  /** Find out whether it touches what a guarded trail delivers through, or the organization, and tell. */
  | { readonly kind: 'notice'; readonly call: CallSignal }
  /** Answer a person about a baseline. */
  | { readonly kind: 'baseline'; readonly request: BaselineRequest }
  /** Tell what another function of the guard found out or did. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Look at every guarded trail. */
  | { readonly kind: 'sweep'; readonly scheduleArn?: string };

/** Of one kind. */
export type DecisionOf<Kind extends Decision['kind']> = Extract<Decision, { kind: Kind }>;

export interface Context {
  readonly policy: GuardPolicy;
  readonly ownRoleArn: string;
  readonly now: Date;
}

/** The whole policy, as a pure function. */
export function decide(signal: Signal, context: Context): Decision {
  switch (signal.kind) {
    case 'ignored':
      return { kind: 'ignore', reason: signal.reason, senseless: true };
    case 'sweep':
      return { kind: 'sweep', ...(signal.scheduleArn ? { scheduleArn: signal.scheduleArn } : {}) };
    case 'baseline':
      return { kind: 'baseline', request: signal.request };
    case 'answer':
      return { kind: 'answer', answer: signal.answer };
    case 'call':
      return decideCall(signal, context);
  }
}

function decideCall(call: CallSignal, context: Context): Decision {
  const { policy } = context;
  if (call.account !== policy.account) {
    return ignore(`an event of account ${call.account}, not of the guard's own`);
  }
  if (call.technique.response !== 'start' && isByRole(call.record, context.ownRoleArn)) {
    // Or each repair would lead to the next, should it never look as it was. A sweep answers what is done in its name.
    return ignore("the guard's own call");
  }
  if (call.technique.response !== 'start' && call.technique.response !== 'restore') {
    return { kind: 'notice', call };
  }
  const trail = call.target === undefined ? undefined : resolveTrail(policy, call.target);
  if (call.failed) {
    return decideAttempt(call, trail ?? findTrailArn(call.record.errorMessage ?? ''), policy);
  }
  if (trail === undefined) {
    // A call that succeeded without a trail that can be named: look at all of them rather than miss one.
    return call.target === undefined ? { kind: 'sweep' } : ignore(`${call.target} is no trail`);
  }
  if (!inScope(policy, trail)) {
    return ignore(`${trail.arn} is not guarded here`);
  }
  return call.technique.response === 'restore' ? { kind: 'compare', trail, call } : decideStop(call, trail, context);
}

function decideStop(call: CallSignal, trail: TrailArn, { policy, now }: Context): Decision {
  const exception = matchingException(policy.exceptions, call.record, trail.arn);
  if (exception !== undefined) {
    const until = new Date(call.at.getTime() + exception.maximumDurationSeconds * 1000);
    if (now < until) {
      return { kind: 'expect', trail, exception, until, call };
    }
  }
  if (!canRestore(policy, trail)) {
    return { kind: 'inspect', trail, reason: "the trail is another account's", call };
  }
  if (policy.response === 'observe') {
    return { kind: 'inspect', trail, reason: 'the guard only observes', call };
  }
  if (now.getTime() - call.at.getTime() > FRESH_SECONDS * 1000) {
    return { kind: 'inspect', trail, reason: 'the event is old', call };
  }
  return { kind: 'restore', trail, call };
}

/** An attempt on a trail that is certainly somebody else's is not this guard's business; one that names none may be. */
function decideAttempt(call: CallSignal, trail: TrailArn | undefined, policy: GuardPolicy): Decision {
  if (policy.trails && trail && !inScope(policy, trail)) {
    return ignore(`a failed call on ${trail.arn}, which is not guarded here`);
  }
  return { kind: 'attempt', ...(trail ? { trail } : {}), call };
}

function ignore(reason: string): Decision {
  return { kind: 'ignore', reason, senseless: false };
}
