import type { Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { actorOf } from './actor';
import { attributeSafely, HISTORY_COMPLETE_MILLISECONDS } from './attribute';
import { type Run, UnfinishedError } from './guard';
import { recordedCall } from './incident';
import { inspect } from './inspect';
import type { IncidentItem, TrailItem } from './items';
import { readTrails } from './knowledge';
import { tellMissing } from './missing';
import { nextSteps } from './next-steps';
import { finish, report } from './report';
import { errorText } from './restore';
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
  const [listed, known] = await Promise.all([settle(run.trails.list(run.policy.region)), readTrails(run)]);
  if ('failure' in listed) {
    return [listed.failure];
  }
  let since: Promise<Date | undefined> | undefined;
  const guardSince = () => {
    since ??= scheduleArn === undefined ? Promise.resolve(undefined) : run.scheduleCreatedAt(scheduleArn);
    return since;
  };
  const present = listed.value.filter((trail) => inScope(run.policy, trail));
  const results = await Promise.allSettled([
    ...present.map((trail) => {
      const item = known?.get(trail.arn);
      const knowledge = { tableReachable: known !== undefined, guardSince, detectedBy: 'sweep' as const };
      return inspect(trail, run, item ? { ...knowledge, item } : knowledge);
    }),
    ...(known === undefined
      ? []
      : missingTrails(present, known, run).map((trail) => tellMissing(trail, known.get(trail.arn), run))),
  ]);
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
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
  // Messages before actors; last tried, last: a message that always fails must not hold up the others.
  readable.sort((a, b) => a.state.localeCompare(b.state) || a.leaseUntil - b.leaseUntil);
  for (const item of readable.slice(0, FINISHED_AT_A_TIME)) {
    const done = await settle(item.state === 'claimed' ? finish(item, run.owner, run) : finishAttribution(item, run));
    if ('failure' in done) {
      // What one message met, the others may meet too.
      return [new UnfinishedError(`${item.incident.id}: ${errorText(done.failure)}`)];
    }
  }
  return [];
}

/** Looks again for the actor of an incident that was reported without one. */
async function finishAttribution(item: IncidentItem, run: Run): Promise<void> {
  const { incident } = item;
  const trail = parseTrailArn(incident.trail.arn ?? '');
  const stoppedAt = incident.darkWindow && new Date(incident.darkWindow.stoppedAt);
  const found = trail && stoppedAt && (await attributeSafely(STOP_LOGGING.eventName, trail, stoppedAt, run)).record;
  if (found) {
    const { actorNote: _, ...rest } = incident;
    const known: Incident = { ...rest, actor: actorOf(found), call: recordedCall(found) };
    await report({ ...known, nextSteps: nextSteps(known) }, run.owner, run);
  } else if (stoppedAt === undefined || run.now().getTime() - stoppedAt.getTime() > HISTORY_COMPLETE_MILLISECONDS) {
    await run.store.saveIncident({ ...item, version: item.version + 1, attributionDue: false }, item);
  }
}

async function settle<T>(promise: Promise<T>): Promise<{ value: T } | { failure: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (failure: unknown) => ({ failure }),
  );
}
