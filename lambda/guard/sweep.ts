import type { Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { actorOf } from './actor';
import { attributeSafely, HISTORY_COMPLETE_MILLISECONDS } from './attribute';
import { changersOf, lastCallOn, OVERLAP_MILLISECONDS } from './attribute-change';
import { checkCoverage } from './coverage';
import { errorText } from './error-text';
import { sweepEventDataStores } from './event-data-stores';
import { examine } from './examine';
import { finishRestore } from './finish-restore';
import { type Run, UnfinishedError } from './guard';
import { recordedCall } from './incident';
import type { IncidentItem, TrailItem } from './items';
import { readBaselines, readTrails } from './knowledge';
import { answerMissing } from './missing';
import { nextSteps } from './next-steps';
import { isDue } from './pace';
import type { CloudTrailRecord } from './record';
import { finish, report } from './report';
import { inScope, parseTrailArn, type TrailArn } from './scope';

/**
 * Looks at every guarded trail, then finishes what earlier runs could not: messages that were not sent, actors that
 * event history did not show yet.
 *
 * @throws UnfinishedError if anything is not as it should be, so that Lambda tries again before the next sweep
 */
export async function sweep(scheduleArn: string | undefined, run: Run): Promise<void> {
  const failures: unknown[] = await inspectAll(scheduleArn, run);
  if (failures.every((failure): boolean => failure instanceof UnfinishedError)) {
    await run.store.sweepCompleted(run.now()).catch((error: unknown) => failures.push(error));
  }
  failures.push(...(await finishOpen(run)));
  if (failures.length > 0) {
    throw new UnfinishedError(failures.map(errorText).join('; '));
  }
}

/** Returns what went wrong: one trail's trouble must not keep the others from being looked at. */
async function inspectAll(scheduleArn: string | undefined, run: Run): Promise<unknown[]> {
  const [listed, known, baselines] = await Promise.all([
    settle(run.trails.list()),
    readTrails(run),
    readBaselines(run),
  ]);
  if ('failure' in listed) {
    return [listed.failure];
  }
  let since: Promise<Date | undefined> | undefined;
  const guardSince = () => {
    since ??= scheduleArn === undefined ? Promise.resolve(undefined) : run.scheduleCreatedAt(scheduleArn);
    return since;
  };
  const present = listed.value.filter((trail) => inScope(run.policy, trail));
  // A trail that is gone does not wait until the others have been looked at.
  const missing = known === undefined ? [] : missingTrails(present, known, run);
  const answering = Promise.allSettled(
    missing.map((trail) => answerMissing(trail, known?.get(trail.arn), { detectedBy: 'sweep' }, run)),
  );
  const examined = await Promise.allSettled(
    present.map((trail) => {
      const item = known?.get(trail.arn);
      const baseline = baselines === undefined ? null : baselines.get(trail.arn);
      const knowledge = { tableReachable: known !== undefined, guardSince, detectedBy: 'sweep' as const, baseline };
      return examine(trail, run, item ? { ...knowledge, item } : knowledge);
    }),
  );
  const covered = await Promise.allSettled([
    ...(examined.some((one) => fulfilled(one)?.compared) ? [sweepEventDataStores(run)] : []),
    checkCoverage(listed.value, examined.map(fulfilled), baselines, run),
  ]);
  return [...examined, ...(await answering), ...covered].flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
}

function fulfilled<T>(result: PromiseSettledResult<T>): T | undefined {
  return result.status === 'fulfilled' ? result.value : undefined;
}

/** Trails that should be there: those that the policy names and those that the guard saw before. */
function missingTrails(present: readonly TrailArn[], known: ReadonlyMap<string, TrailItem>, run: Run): TrailArn[] {
  const wanted = new Set([...(run.policy.trails ?? []), ...known.keys()]);
  for (const trail of present) {
    wanted.delete(trail.arn);
  }
  return [...wanted].flatMap((arn) => parseTrailArn(arn) ?? []).filter((trail) => inScope(run.policy, trail));
}

/** What one sweep takes on of a long list: it must end, and the next one goes on. */
const FINISHED_AT_A_TIME = 20;

async function finishOpen(run: Run): Promise<unknown[]> {
  const open = await settle(run.store.openIncidents());
  if ('failure' in open) {
    run.count(METRIC.STATE_FAILURES);
    run.log.error({ event: 'table-unreachable', error: errorText(open.failure) });
    return [new UnfinishedError(`open incidents: ${errorText(open.failure)}`)];
  }
  const readable = open.value.filter((item) => item !== 'unreadable');
  if (readable.length < open.value.length) {
    run.log.error({ event: 'unreadable-incident', count: open.value.length - readable.length });
  }
  // What waits for its time, or for a trail to deliver, takes nobody's turn.
  const ready = readable.filter((item) =>
    item.state === 'claimed' ? isDue(item, run.owner, run.now()) : item.attributionDue || item.awaiting === 'restore',
  );
  // Messages before actors; last tried, last: a message that always fails must not hold up the others.
  ready.sort((a, b) => a.state.localeCompare(b.state) || a.leaseUntil - b.leaseUntil);
  for (const item of ready.slice(0, FINISHED_AT_A_TIME)) {
    const done = await settle(finishOne(item, run));
    if ('failure' in done) {
      // What one message met, the others may meet too.
      return [new UnfinishedError(`${item.incident.id}: ${errorText(done.failure)}`)];
    }
  }
  return [];
}

async function finishOne(item: IncidentItem, run: Run): Promise<void> {
  if (item.state === 'claimed') {
    await finish(item, run.owner, run);
  } else if (item.awaiting === 'restore') {
    await finishRestore(item, run);
  } else if (item.attributionDue) {
    await finishAttribution(item, run);
  }
}

/** Looks again for the actor of an incident that was reported without one. */
async function finishAttribution(item: IncidentItem, run: Run): Promise<void> {
  const { incident } = item;
  const found = await recordOf(incident, run);
  if (found) {
    const { actorNote: _, ...rest } = incident;
    const known: Incident = { ...rest, actor: actorOf(found), call: recordedCall(found) };
    await report({ ...known, nextSteps: nextSteps(known) }, run.owner, run);
  } else if (run.now().getTime() - Date.parse(incident.detectedAt) > HISTORY_COMPLETE_MILLISECONDS) {
    await run.store.saveIncident({ ...item, version: item.version + 1, attributionDue: false }, item);
  }
}

async function recordOf(incident: Incident, run: Run): Promise<CloudTrailRecord | undefined> {
  const trail = parseTrailArn(incident.trail.arn ?? '');
  if (trail === undefined) {
    return undefined;
  }
  if (incident.technique.id === STOP_LOGGING.id) {
    const stoppedAt = incident.darkWindow && new Date(incident.darkWindow.stoppedAt);
    return stoppedAt && (await attributeSafely(STOP_LOGGING.eventName, trail, stoppedAt, run)).record;
  }
  // A change may be older than its discovery: by the time between two comparisons, and by what history lags.
  const since = new Date(Date.parse(incident.detectedAt) - run.policy.comparisonSeconds * 1000 - OVERLAP_MILLISECONDS);
  const fields = (incident.changes ?? []).flatMap(({ field, result }) => (result === 'kept' ? [] : [field]));
  return incident.technique.id === 'trail-deleted'
    ? lastCallOn(trail, 'DeleteTrail', since, run)
    : [...(await changersOf(fields, trail, since, run)).values()][0];
}

async function settle<T>(promise: Promise<T>): Promise<{ value: T } | { failure: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (failure: unknown) => ({ failure }),
  );
}
