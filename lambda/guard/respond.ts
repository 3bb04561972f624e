import { METRIC } from '../../lib/contract/metrics';
import type { CloudTrailRecord } from '../common/record';
import type { TrailArn } from '../common/scope';
import { attemptId } from './attempt-id';
import { attributeSafely, tellsOf } from './attribute';
import { compareOne } from './compare-one';
import type { DecisionOf } from './decide';
import type { GuardDependencies, Run } from './guard';
import { eventIncidentId, incidentOf, stopId } from './incident';
import { inspectOne } from './inspect';
import { readTrails } from './knowledge';
import { answerMissing, unlessNotFound } from './missing';
import { report } from './report';
import { isStale, restore, statusAfter } from './restore';
import type { TrailStatus } from './trails';
import { countFailure, throwUnlessFinished } from './unfinished';

/** Starts the trail; loads what comes after meanwhile. */
export async function respondByRestoring(
  { trail, call }: DecisionOf<'restore'>,
  dependencies: GuardDependencies,
  runOf: () => Promise<Run>,
): Promise<void> {
  const restoring = restore(trail, call.at, dependencies);
  const loading = runOf();
  // Whatever goes wrong while loading waits until the trail is started.
  loading.catch(() => undefined);
  const restoration = await restoring;
  const run = await loading;

  const { status } = restoration;
  if (restoration.result === 'trail-missing') {
    const loss = { detectedBy: 'event', record: call.record } as const;
    return answerMissing(trail, (await readTrails(run))?.get(trail.arn), loss, run);
  }
  const incident = incidentOf(
    {
      id: episodeId(trail, status, call.record),
      outcome: restoration.result,
      technique: call.technique,
      trail,
      detectedBy: 'event',
      detectedAt: run.now(),
      actions: [restoration.action],
      checks: restoration.checks,
      ...(status ? { status } : {}),
      ...(await actorRecord(trail, call.record, status?.stoppedAt, run)),
    },
    run.policy,
  );
  countFailure(restoration, run);
  await report(incident, run.owner, run);
  // Whoever stops a trail may have done more to it.
  await compareOne({ kind: 'compare', trail, call }, run);
  throwUnlessFinished(trail, restoration);
}

/** Tells of an expected stop; the sweep restores when its time is over. */
export async function respondByExpecting(decision: DecisionOf<'expect'>, run: Run): Promise<void> {
  const { trail, exception, until, call } = decision;
  const read = await statusAfter(call.at, trail, run).catch(unlessNotFound);
  const status = read && isStale(read, call.at) ? undefined : read;
  if (read === undefined || (status?.stoppedAt && !tellsOf(call.record, status.stoppedAt))) {
    // Gone, or stopped by another call: that one need not be expected.
    return inspectOne(trail, call, run);
  }
  const incident = incidentOf(
    {
      id: episodeId(trail, status, call.record),
      outcome: 'expected',
      technique: call.technique,
      trail,
      detectedBy: 'event',
      detectedAt: run.now(),
      record: call.record,
      ...(status ? { status } : {}),
      exception: { reason: exception.reason, until: until.toISOString() },
    },
    run.policy,
  );
  await report(incident, run.owner, run);
}

/** Tells of a denied or failed call: once an hour for the same actor, trail and error. */
export async function respondToAttempt({ trail, call }: DecisionOf<'attempt'>, run: Run): Promise<void> {
  run.count(METRIC.ATTEMPTS);
  const isKnown = trail && (run.policy.trails?.includes(trail.arn) || (await readTrails(run))?.has(trail.arn));
  const incident = incidentOf(
    {
      id: attemptId(isKnown ? trail.arn : 'unknown-trail', call.record),
      outcome: 'attempted',
      technique: call.technique,
      ...(trail ? { trail } : {}),
      detectedBy: 'event',
      detectedAt: run.now(),
      record: call.record,
    },
    run.policy,
  );
  await report(incident, run.owner, run);
}

/** The event's own record if it tells of the trail's last stop; otherwise what event history knows of that one. */
async function actorRecord(
  trail: TrailArn,
  record: CloudTrailRecord,
  stoppedAt: Date | undefined,
  run: Run,
): Promise<{ record: CloudTrailRecord; actorNote?: string }> {
  if (stoppedAt === undefined || tellsOf(record, stoppedAt)) {
    return { record };
  }
  const { record: found } = await attributeSafely(record.eventName, trail, stoppedAt, run);
  if (found) {
    return { record: found };
  }
  return {
    record,
    actorNote:
      `The trail's last stop was at ${stoppedAt.toISOString()}, not at the time of this call; event history does not ` +
      'show yet who made that one.',
  };
}

/** By the trail's own timestamp; where that is not known, by the event. */
function episodeId(trail: TrailArn, status: TrailStatus | undefined, record: CloudTrailRecord): string {
  return status?.stoppedAt === undefined ? eventIncidentId(trail.arn, record) : stopId(trail, status.stoppedAt);
}
