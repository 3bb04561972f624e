import { errorText } from '../common/error-text';
import { inScope, parseTrailArn, type TrailArn } from '../common/scope';
import { checkCoverage } from './coverage';
import { sweepEventDataStores } from './event-data-stores';
import { examine } from './examine';
import { finishOpen } from './finish-open';
import { type Run, UnfinishedError } from './guard';
import { beat } from './heartbeat';
import { readBaselines, readTrails } from './knowledge';
import { answerMissing } from './missing';
import { sweepOwnParts } from './own-parts/sweep-own-parts';
import type { TrailItem } from './trail-items';

/**
 * Looks at every guarded trail, then at the guard itself, then finishes what earlier runs could not: messages that were not
 * sent, actors that event history did not show yet.
 *
 * @throws UnfinishedError if anything is not as it should be, so that Lambda tries again before the next sweep
 */
export async function sweep(scheduleArn: string | undefined, run: Run): Promise<void> {
  const { trails, failures } = await inspectAll(scheduleArn, run);
  const isCompleted = failures.every((failure): boolean => failure instanceof UnfinishedError);
  const own = await sweepOwnParts(run);
  const problems = [...own.problems, ...failures.map(errorText)];
  if (isCompleted) {
    const mark = await run.store.sweepCompleted(run.now()).catch((error: unknown) => {
      failures.push(error);
      return undefined;
    });
    await beat({ trails, problems, mark }, run);
  }
  failures.push(...own.failures, ...(await finishOpen(run)));
  if (failures.length > 0) {
    throw new UnfinishedError(failures.map(errorText).join('; '));
  }
}

interface Inspected {
  /** How many there are. */
  readonly trails: number;
  readonly failures: unknown[];
}

/** Returns what went wrong: one trail's trouble must not keep the others from being looked at. */
async function inspectAll(scheduleArn: string | undefined, run: Run): Promise<Inspected> {
  const [listed, known, baselines] = await Promise.all([
    settle(run.trails.list()),
    readTrails(run),
    readBaselines(run),
  ]);
  if ('failure' in listed) {
    return { trails: 0, failures: [listed.failure] };
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
  const failures = [...examined, ...(await answering), ...covered].flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  return { trails: present.length, failures };
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
