import { METRIC } from '../../lib/contract/metrics';
import type { Baseline } from './baseline-items';
import { errorText } from './error-text';
import type { Run } from './guard';
import type { IncidentItem, TrailItem } from './items';
import type { CallSignal } from './signal';

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
export async function readTrails({ store, count, log }: Run): Promise<Map<string, TrailItem> | undefined> {
  try {
    return await store.trails();
  } catch (error) {
    count(METRIC.STATE_FAILURES);
    log.error({ event: 'table-unreachable', error: errorText(error) });
    return undefined;
  }
}

/** What an earlier run reported of an episode; undefined too where the table is unreachable. */
export async function readIncident(id: string, { store, count, log }: Run): Promise<IncidentItem | undefined> {
  try {
    const item = await store.incident(id);
    return item === 'unreadable' ? undefined : item;
  } catch (error) {
    count(METRIC.STATE_FAILURES);
    log.error({ event: 'table-unreachable', incident: id, error: errorText(error) });
    return undefined;
  }
}

/** A trail's baseline; undefined too where the table is unreachable. */
export async function readBaseline(arn: string, { baselines, count, log }: Run): Promise<Baseline | undefined> {
  try {
    return await baselines.get(arn);
  } catch (error) {
    count(METRIC.STATE_FAILURES);
    log.error({ event: 'table-unreachable', trail: arn, error: errorText(error) });
    return undefined;
  }
}

/** All of them; undefined where the table is unreachable. */
export async function readBaselines({ baselines, count, log }: Run): Promise<Map<string, Baseline> | undefined> {
  try {
    return await baselines.all();
  } catch (error) {
    count(METRIC.STATE_FAILURES);
    log.error({ event: 'table-unreachable', error: errorText(error) });
    return undefined;
  }
}
