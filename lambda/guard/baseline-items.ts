import * as v from 'valibot';
import type { TrailConfiguration } from '../../lib/contract/trail-configuration';
import type { EventDataStoreState } from './delivery/repairs';
import type { DeliverySnapshot } from './delivery/snapshot';
import type { Item } from './table';

/** Why a configuration became the one that the guard keeps. */
export type AdoptionReason = 'first-seen' | 'wider' | 'expected' | 'accepted';

/** A trail's known good configuration: one version of it. */
export interface Baseline {
  readonly arn: string;
  /** 1 for the first. */
  readonly version: number;
  readonly configuration: TrailConfiguration;
  /** What its bucket, key and log group need, for the repairs that are switched on. */
  readonly delivery?: DeliverySnapshot;
  readonly reason: AdoptionReason;
  /** Who changed or accepted it, as far as that is known. */
  readonly by?: string;
  /** ISO 8601. */
  readonly adoptedAt: string;
  /** When it was last put back: the same change is another incident after that. ISO 8601. */
  readonly restoredAt?: string;
}

const BaselineSchema = v.object({
  baseline: v.object({
    S: v.pipe(
      v.string(),
      v.parseJson(),
      v.looseObject({
        arn: v.string(),
        version: v.number(),
        adoptedAt: v.string(),
        reason: v.string(),
        configuration: v.looseObject({ S3BucketName: v.string(), Selectors: v.looseObject({}) }),
      }),
    ),
  }),
});

/** Undefined for an item that this version cannot read: without a baseline nothing is compared, and one is adopted anew. */
export function parseBaseline(item: Item): Baseline | undefined {
  const parsed = v.safeParse(BaselineSchema, item);
  return parsed.success ? (parsed.output.baseline.S as unknown as Baseline) : undefined;
}

export function baselineItem(baseline: Baseline): Item {
  return { version: { N: String(baseline.version) }, baseline: { S: JSON.stringify(baseline) } };
}

const EventDataStoreSchema = v.object({
  state: v.object({
    S: v.pipe(v.string(), v.parseJson(), v.looseObject({ arn: v.string(), status: v.string(), name: v.string() })),
  }),
});

/** Undefined for an item that this version cannot read. */
export function parseEventDataStore(item: Item): EventDataStoreState | undefined {
  const parsed = v.safeParse(EventDataStoreSchema, item);
  return parsed.success ? (parsed.output.state.S as unknown as EventDataStoreState) : undefined;
}

export function eventDataStoreItem(state: EventDataStoreState): Item {
  return { state: { S: JSON.stringify(state) } };
}
