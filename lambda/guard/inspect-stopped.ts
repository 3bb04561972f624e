import type { Outcome } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { exceptionsFor, matchingException } from '../common/exceptions';
import { canRestore, type TrailArn } from '../common/scope';
import { type Attribution, attributeSafely, HISTORY_COMPLETE_MILLISECONDS, tellsOf } from './attribute';
import type { Run } from './guard';
import { type Facts, incidentOf, stopId } from './incident';
import { type Knowledge, readIncident } from './knowledge';
import { report } from './report';
import { restore } from './restore';
import type { TrailStatus } from './trails';
import { countFailure, throwUnlessFinished } from './unfinished';

/** A stopped trail, and how it came to be looked at. */
interface Stopped {
  readonly trail: TrailArn;
  readonly status: TrailStatus;
  readonly knowledge: Knowledge;
}

/** Decides about a stopped trail: start it, wait or leave it alone. Then tells. */
export async function inspectStopped(stopped: Stopped, run: Run): Promise<void> {
  const { trail, knowledge } = stopped;
  if (!canRestore(run.policy, trail)) {
    return tell(stopped, run, { outcome: 'not-permitted' });
  }
  const underGuard = await stoppedUnderGuard(stopped);
  if (underGuard !== true) {
    // An unreachable table does not know whether it was told already.
    const certain = knowledge.tableReachable && underGuard === false;
    return certain ? tell(stopped, run, { outcome: 'stopped-before-guard' }) : undefined;
  }
  if (await isWaitedFor(stopped, run)) {
    return;
  }
  const expectation = await expectationOf(stopped, run);
  if (expectation?.exception !== undefined) {
    return tell(stopped, run, { outcome: 'expected', ...expectation });
  }
  if (run.policy.response === 'observe') {
    return tell(stopped, run, { outcome: 'observed', ...expectation });
  }
  const restoration = await restore(trail, stopped.status.stoppedAt, run);
  countFailure(restoration, run);
  await tell(stopped, run, {
    outcome: restoration.result,
    actions: [restoration.action],
    checks: restoration.checks,
    ...(restoration.status ? { status: restoration.status } : {}),
    ...expectation,
  });
  throwUnlessFinished(trail, restoration);
}

/**
 * Logging when the guard saw it before, or stopped since the guard exists: somebody stopped what is guarded. Undefined
 * where it cannot be told since when the guard exists: only the schedule's own sweeps know.
 */
async function stoppedUnderGuard({ status, knowledge }: Stopped): Promise<boolean | undefined> {
  if (knowledge.item?.seenLoggingAt !== undefined) {
    return true;
  }
  if (status.stoppedAt === undefined) {
    return false;
  }
  const since = await knowledge.guardSince();
  return since && status.stoppedAt > since;
}

/**
 * Told as expected already, and not over: event history, which lags, need not know it yet. What the table says counts no
 * longer than the policy's longest exception: whoever can write to the table must not keep a trail stopped with it.
 */
async function isWaitedFor({ trail, status }: Stopped, run: Run): Promise<boolean> {
  const { stoppedAt } = status;
  const longest = Math.max(0, ...run.policy.exceptions.map(({ maximumDurationSeconds }) => maximumDurationSeconds));
  if (stoppedAt === undefined || run.now().getTime() >= stoppedAt.getTime() + longest * 1000) {
    return false;
  }
  const { outcome, exception } = (await readIncident(stopId(trail, stoppedAt), run))?.incident ?? {};
  return outcome === 'expected' && exception?.until !== undefined && run.now() < new Date(exception.until);
}

type Expectation = Partial<Attribution> & Pick<Facts, 'exception'>;

/**
 * Whether an exception covers the stop. Where no exception can, nothing is looked up: the restore is not to wait.
 * Where one could and history does not know the actor, the trail is restored.
 */
async function expectationOf({ trail, status, knowledge }: Stopped, run: Run): Promise<Expectation | undefined> {
  const { stoppedAt } = status;
  const candidates = exceptionsFor(run.policy.exceptions, trail.arn, STOP_LOGGING.id);
  if (stoppedAt === undefined || candidates.length === 0) {
    return undefined;
  }
  const isOver = ({ maximumDurationSeconds }: { maximumDurationSeconds: number }) =>
    run.now().getTime() >= stoppedAt.getTime() + maximumDurationSeconds * 1000;
  if (candidates.every(isOver)) {
    return undefined;
  }
  const attribution = await attributionOf(stoppedAt, trail, knowledge, run);
  const exception = attribution.record && matchingException(candidates, attribution.record, trail.arn);
  if (exception === undefined || isOver(exception)) {
    return attribution;
  }
  const until = new Date(stoppedAt.getTime() + exception.maximumDurationSeconds * 1000);
  return { ...attribution, exception: { reason: exception.reason, until: until.toISOString() } };
}

/** The event that led here, if it tells of this stop; otherwise what event history knows. */
async function attributionOf(at: Date, trail: TrailArn, { call }: Knowledge, run: Run): Promise<Attribution> {
  return call && tellsOf(call.record, at)
    ? { record: call.record }
    : attributeSafely(STOP_LOGGING.eventName, trail, at, run);
}

type News = Pick<Facts, 'outcome'> & Partial<Facts>;

async function tell({ trail, status, knowledge }: Stopped, run: Run, news: News): Promise<void> {
  const current = news.status ?? status;
  const { stoppedAt } = current;
  const id = stoppedAt === undefined ? `${trail.arn}#not-started` : stopId(trail, stoppedAt);
  const previous = await readIncident(id, run);
  if (previous?.state === 'sent' && previous.incident.outcome === news.outcome) {
    return;
  }
  const attribution =
    news.record !== undefined || previous?.incident.actor !== undefined || stoppedAt === undefined
      ? {}
      : await actorOfStop(news.outcome, stoppedAt, trail, knowledge, run);
  const facts = { id, technique: STOP_LOGGING, trail, detectedBy: knowledge.detectedBy, detectedAt: run.now() };
  const incident = incidentOf({ ...facts, ...news, ...attribution, status: current }, run.policy);
  const historyMayLag =
    stoppedAt !== undefined && run.now().getTime() - stoppedAt.getTime() < HISTORY_COMPLETE_MILLISECONDS;
  await report(incident, run.owner, run, { attributionDue: historyMayLag && news.outcome !== 'not-permitted' });
}

async function actorOfStop(
  outcome: Outcome,
  stoppedAt: Date,
  trail: TrailArn,
  knowledge: Knowledge,
  run: Run,
): Promise<Attribution> {
  return outcome === 'not-permitted'
    ? { actorNote: `Who stopped it is in the event history of account ${trail.account} only.` }
    : attributionOf(stoppedAt, trail, knowledge, run);
}
