import { FINAL_OUTCOMES } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { isByRole } from '../common/record';
import type { TrailArn } from '../common/scope';
import { attributeSafely } from './attribute';
import type { Run } from './guard';
import { incidentOf, stopId } from './incident';
import { inspectStopped } from './inspect-stopped';
import { type Knowledge, readTrails } from './knowledge';
import { answerMissing, unlessNotFound } from './missing';
import { report } from './report';
import type { CallSignal } from './signal';
import type { TrailItem, TrailNews } from './trail-items';
import type { TrailStatus } from './trails';

/**
 * A trail just started is left to the run that started it, which is still reading back and about to report: at most for
 * the length of one invocation.
 */
const SETTLE_MILLISECONDS = 2 * 60_000;

/** What is no longer so of a trail that was gone. */
const BACK: TrailNews = { missing: undefined, released: undefined };

/** Looks at one trail because of an event that does not tell enough by itself. */
export async function inspectOne(trail: TrailArn, call: CallSignal, run: Run): Promise<void> {
  const known = await readTrails(run);
  const item = known?.get(trail.arn);
  const status = await run.trails.status(trail).catch(unlessNotFound);
  if (status === undefined) {
    return answerMissing(trail, item, { detectedBy: 'event', record: call.record }, run);
  }
  const news = await inspectStatus(trail, status, run, {
    ...(item ? { item } : {}),
    tableReachable: known !== undefined,
    // Only the schedule tells; a trail never seen logging is left to the sweep.
    guardSince: async () => undefined,
    detectedBy: 'event',
    call,
  });
  if (news !== undefined) {
    await run.store.saveTrail({ ...item, arn: trail.arn, ...news } as TrailItem);
  }
}

/**
 * Does what a trail's status calls for.
 *
 * @returns what is known of the trail now, if that is to be remembered
 */
export async function inspectStatus(
  trail: TrailArn,
  status: TrailStatus,
  run: Run,
  knowledge: Knowledge,
): Promise<TrailNews | undefined> {
  const { item, tableReachable } = knowledge;
  if (!status.isLogging) {
    await inspectStopped({ trail, status, knowledge }, run);
    return undefined;
  }
  if (!tableReachable) {
    return undefined;
  }
  const stop = status.stoppedAt?.toISOString();
  const knownStop = stop === undefined ? {} : { knownStop: stop };
  if (item?.seenLoggingAt === undefined || item.missing) {
    // Whoever was to delete it did so: this one is guarded like any other.
    return { seenLoggingAt: run.now().toISOString(), ...knownStop, ...(item?.missing ? BACK : {}) };
  }
  if (status.stoppedAt === undefined || stop === item.knownStop) {
    return undefined;
  }
  const startedAt = status.startedAt ?? run.now();
  if (run.now().getTime() - startedAt.getTime() < SETTLE_MILLISECONDS) {
    return undefined;
  }
  await reportClosedWindow(trail, status.stoppedAt, startedAt, run, knowledge.detectedBy);
  return knownStop;
}

/** The trail was dark and is not any more, and no finished incident tells of it. */
async function reportClosedWindow(
  trail: TrailArn,
  stoppedAt: Date,
  startedAt: Date,
  run: Run,
  detectedBy: 'event' | 'sweep',
): Promise<void> {
  const id = stopId(trail, stoppedAt);
  const previous = await run.store.incident(id);
  const { outcome, exception } = typeof previous === 'object' ? previous.incident : {};
  if (outcome !== undefined && (FINAL_OUTCOMES.includes(outcome) || outcome === 'stopped-before-guard')) {
    return;
  }
  const stop = await attributeSafely(STOP_LOGGING.eventName, trail, stoppedAt, run);
  const start = await attributeSafely('StartLogging', trail, startedAt, run);
  const byGuard = start.record !== undefined && isByRole(start.record, run.ownRoleArn);
  const incident = incidentOf(
    {
      id,
      outcome: byGuard ? 'restored' : 'already-logging',
      technique: STOP_LOGGING,
      trail,
      detectedBy,
      detectedAt: run.now(),
      status: { isLogging: true, stoppedAt, startedAt },
      checks: [{ check: 'GetTrailStatus shows IsLogging', result: 'passed' }],
      ...(exception ? { exception } : {}),
      ...stop,
    },
    run.policy,
  );
  await report(incident, run.owner, run, { attributionDue: stop.record === undefined });
}
