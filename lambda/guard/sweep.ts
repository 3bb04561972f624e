import { errorText } from '../common/error-text';
import { inScope, parseTrailArn, type TrailArn } from '../common/scope';
import { checkCoverage } from './coverage';
import { sweepEventDataStores } from './event-data-stores';
import { examine } from './examine';
import { finishOpen } from './finish-open';
import { type Run, UnfinishedError } from './guard';
import { readBaselines, readTrails } from './knowledge';
import { answerMissing } from './missing';
import type { TrailItem } from './trail-items';

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

async function settle<T>(promise: Promise<T>): Promise<{ value: T } | { failure: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (failure: unknown) => ({ failure }),
  );
}
