import { FINAL_OUTCOMES } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { attributeSafely } from './attribute';
import type { Run } from './guard';
import { incidentOf, stopId } from './incident';
import { inspectStopped } from './inspect-stopped';
import { type Knowledge, readTrails } from './knowledge';
import { tellMissing, unlessNotFound } from './missing';
import { report } from './report';
import type { TrailArn } from './scope';
import type { CallSignal } from './signal';
import type { TrailStatus } from './trails';

/**
 * A trail just started is left to the run that started it, which is still reading back and about to report: at most for
 * the length of one invocation.
 */
const SETTLE_MILLISECONDS = 2 * 60_000;

/** Looks at one trail because of an event that does not tell enough by itself. */
export async function inspectOne(trail: TrailArn, call: CallSignal, run: Run): Promise<void> {
  const known = await readTrails(run);
  const item = known?.get(trail.arn);
  const status = await run.trails.status(trail).catch(unlessNotFound);
  if (status === undefined) {
    return tellMissing(trail, item, run, { detectedBy: 'event', record: call.record });
  }
  await inspectStatus(trail, status, run, {
    ...(item ? { item } : {}),
    tableReachable: known !== undefined,
    // Only the schedule tells; a trail never seen logging is left to the sweep.
    guardSince: async () => undefined,
    detectedBy: 'event',
    call,
  });
}

/** Looks at one trail and does what its state calls for. */
export async function inspect(trail: TrailArn, run: Run, knowledge: Knowledge): Promise<void> {
  await inspectStatus(trail, await run.trails.status(trail), run, knowledge);
}

async function inspectStatus(trail: TrailArn, status: TrailStatus, run: Run, knowledge: Knowledge): Promise<void> {
  if (!status.isLogging) {
    return inspectStopped({ trail, status, knowledge }, run);
  }
  const { item, tableReachable } = knowledge;
  if (!tableReachable) {
    return;
  }
  const stop = status.stoppedAt?.toISOString();
  const knownStop = stop === undefined ? {} : { knownStop: stop };
  if (item?.seenLoggingAt === undefined || item.missing) {
    return run.store.saveTrail({ arn: trail.arn, seenLoggingAt: run.now().toISOString(), ...knownStop });
  }
  if (status.stoppedAt === undefined || stop === item.knownStop) {
    return;
  }
  const startedAt = status.startedAt ?? run.now();
  if (run.now().getTime() - startedAt.getTime() < SETTLE_MILLISECONDS) {
    return;
  }
  await reportClosedWindow(trail, status.stoppedAt, startedAt, run, knowledge.detectedBy);
  await run.store.saveTrail({ arn: trail.arn, seenLoggingAt: item.seenLoggingAt, ...knownStop });
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
  const byGuard = start.record?.userIdentity.sessionContext?.sessionIssuer?.arn === run.ownRoleArn;
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
  await report(incident, run.owner, run, stop.record === undefined);
}
