import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import type { Baseline } from './baseline-items';
import type { Run } from './guard';
import type { IncidentItem } from './incident-items';
import type { CallSignal } from './signal';
import type { TrailItem } from './trail-items';

/** What the guard knew of a trail before it looked. */
export interface Knowledge {
  readonly item?: TrailItem;
  /** What is not in an unreachable table is unknown, rather than new. */
  readonly tableReachable: boolean;
  /** Since when the guard exists; undefined where that cannot be told. */
  readonly guardSince: () => Promise<Date | undefined>;
  readonly detectedBy: 'event' | 'sweep';
  /** The event that led here, if one did. */
  readonly call?: CallSignal;
}

/** Undefined where the table is unreachable, which never keeps the guard from looking at the trails. */
async function unlessUnreachable<T>(
  read: () => Promise<T>,
  { count, log }: Run,
  about: { readonly incident?: string; readonly trail?: string } = {},
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    count(METRIC.STATE_FAILURES);
    log.error({ event: 'table-unreachable', ...about, error: errorText(error) });
    return undefined;
  }
}

export function readTrails(run: Run): Promise<Map<string, TrailItem> | undefined> {
  return unlessUnreachable(() => run.store.trails(), run);
}

/** What an earlier run reported of an episode. */
export async function readIncident(id: string, run: Run): Promise<IncidentItem | undefined> {
  const item = await unlessUnreachable(() => run.store.incident(id), run, { incident: id });
  return item === 'unreadable' ? undefined : item;
}

export function readBaseline(arn: string, run: Run): Promise<Baseline | undefined> {
  return unlessUnreachable(() => run.baselines.get(arn), run, { trail: arn });
}

export function readBaselines(run: Run): Promise<Map<string, Baseline> | undefined> {
  return unlessUnreachable(() => run.baselines.all(), run);
}
