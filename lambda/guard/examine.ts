import { adopt } from './adopt';
import { OVERLAP_MILLISECONDS } from './attribute-change';
import type { Baseline } from './baseline-items';
import { changeIncident } from './change-incident';
import { compareTrail } from './compare-trail';
import { compareConfigurations } from './configuration/compare';
import { answerDelivery } from './delivery-health';
import type { Run } from './guard';
import { inspectStatus } from './inspect';
import type { Knowledge } from './knowledge';
import type { ListedTrail } from './listed-trail';
import { filledIn, readWhole } from './read-configuration';
import { report } from './report';
import type { TrailItem, TrailNews } from './trail-items';
import type { TrailStatus } from './trails';

/** What a sweep knew of a trail before, and whether it is to look at everything. */
export interface SweepKnowledge extends Knowledge {
  /** Undefined where there is none; null where the table does not answer. */
  readonly baseline: Baseline | undefined | null;
}

export interface Examined {
  readonly arn: string;
  readonly status: TrailStatus;
  /** Its whole configuration was compared. */
  readonly compared: boolean;
}

/**
 * Looks at one trail: does it log, is it what it was, does it deliver. The whole configuration is read when its turn has
 * come, or when what DescribeTrails shows is not what it was.
 */
export async function examine(trail: ListedTrail, run: Run, knowledge: SweepKnowledge): Promise<Examined> {
  const status = await run.trails.status(trail);
  let item: TrailItem = knowledge.item ?? { arn: trail.arn };
  const remember = (news: TrailNews | undefined) => {
    item = { ...item, ...news } as TrailItem;
  };
  const before = item;
  let failure: unknown;
  for (const look of [
    async () => remember(await inspectStatus(trail, status, run, knowledge)),
    () => compareIfDue(trail, status, item, knowledge, run, remember),
    async () => remember(await answerDelivery(trail, status, item, knowledge.baseline ?? undefined, run)),
  ]) {
    // A trail that cannot be started may still be put back.
    await look().catch((error: unknown) => {
      failure ??= error;
    });
  }
  if (JSON.stringify(item) !== JSON.stringify(before)) {
    await run.store.saveTrail(item);
  }
  if (failure !== undefined) {
    throw failure;
  }
  return { arn: trail.arn, status, compared: item.comparedAt !== before.comparedAt };
}

async function compareIfDue(
  trail: ListedTrail,
  status: TrailStatus,
  item: TrailItem,
  { baseline, detectedBy, item: known }: SweepKnowledge,
  run: Run,
  remember: (news: TrailNews) => void,
): Promise<void> {
  if (baseline === null) {
    return;
  }
  const selectorFlags = `${trail.hasCustomEventSelectors},${trail.hasInsightSelectors}`;
  const now = run.now();
  // A trail that was deleted as expected, and is there again: its owner made a new one.
  const isAnew = baseline !== undefined && known?.missing === 'expected';
  if (baseline === undefined || isAnew) {
    if (await adoptFirst(trail, status, item, baseline, run)) {
      remember({ comparedAt: now.toISOString(), selectorFlags });
    }
    return;
  }
  const since = new Date(item.comparedAt ?? baseline.adoptedAt);
  if (!looksDifferent(trail, baseline) && item.selectorFlags === selectorFlags && !isDue(since, run)) {
    return;
  }
  // Until it is done without a failure, it is done again by each sweep.
  remember({ selectorFlags: UNFINISHED });
  await compareTrail(trail, baseline, { detectedBy, since: new Date(since.getTime() - OVERLAP_MILLISECONDS) }, run);
  remember({ comparedAt: now.toISOString(), selectorFlags });
}

/** Instead of what DescribeTrails tells of the selectors: different from all that it may tell. */
export const UNFINISHED = 'unfinished';

/** Schedules are not exact to the second: what is nearly due is due. */
const EARLY_MILLISECONDS = 30_000;

function isDue(since: Date, { policy, now }: Run): boolean {
  return now().getTime() - since.getTime() >= policy.comparisonSeconds * 1000 - EARLY_MILLISECONDS;
}

function looksDifferent(trail: ListedTrail, { configuration }: Baseline): boolean {
  const shown = filledIn({ configuration: trail.settings, unread: [] }, configuration);
  return compareConfigurations(configuration, shown).fields.length > 0;
}

/** A trail's first baseline: only where it logs, delivers, and shows all that it is. */
async function adoptFirst(
  trail: ListedTrail,
  status: TrailStatus,
  item: TrailItem,
  previous: Baseline | undefined,
  run: Run,
): Promise<boolean> {
  if (!status.isLogging || status.deliveryErrors !== undefined) {
    return false;
  }
  const read = await readWhole(trail, run);
  if (read.unread.some(({ field }) => field === 'Selectors')) {
    return false;
  }
  const configuration = filledIn(read, undefined);
  const adopted = await adopt(trail, configuration, previous, { reason: 'first-seen' }, run);
  if (adopted !== undefined && item.comparedAt !== undefined) {
    // There was one before: whatever became of it, people should know.
    const changed = {
      id: `${trail.arn}#baseline:${adopted.adoptedAt}`,
      trail,
      baseline: adopted,
      current: configuration,
    };
    const cause = { detectedBy: 'sweep', since: run.now() } as const;
    const incident = changeIncident(
      { ...changed, fields: [], cause },
      { outcome: 'adopted', version: adopted.version },
      run,
    );
    await report(incident, run.owner, run);
  }
  return adopted !== undefined;
}
