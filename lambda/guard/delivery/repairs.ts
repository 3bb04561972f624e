import type { IncidentAction } from '../../../lib/contract/incident';
import type { AdvancedEventSelector } from '../../../lib/contract/trail-configuration';
import type { DeliveringTrail, DeliverySnapshot } from './snapshot';

/** What a repair did. It has no time yet: that is the incident's. */
export type RepairAction = Omit<IncidentAction, 'at'>;

/** An event data store of CloudTrail Lake. Plain JSON. */
export interface EventDataStoreState {
  readonly arn: string;
  readonly name: string;
  /** `ENABLED`, `STOPPED_INGESTION`, `PENDING_DELETION`, ... */
  readonly status: string;
  readonly advancedEventSelectors: readonly AdvancedEventSelector[];
  readonly multiRegion: boolean;
  readonly organization: boolean;
  readonly retentionPeriod: number;
  readonly terminationProtection: boolean;
}

/**
 * Mends what trails deliver through, only where the policy names it. Each repair looks at the resource as it is, changes
 * what differs and reads it back; nothing is deleted. A repair that fails is an action that failed, never an exception.
 */
export interface Repairs {
  /** What a baseline has to know of the resources of a trail that delivers. What cannot be read is left out. */
  snapshot(trail: DeliveringTrail): Promise<DeliverySnapshot>;
  /** By the trail's own snapshot or, where it has none, by what AWS documents. Nothing is wrong: no action. */
  repair(trail: DeliveringTrail): Promise<RepairAction[]>;
  /** @throws if they cannot be read */
  eventDataStores(): Promise<EventDataStoreState[]>;
  restoreEventDataStore(baseline: EventDataStoreState, current: EventDataStoreState): Promise<RepairAction[]>;
  /** Whether the organization trusts CloudTrail; only its management account can read that. */
  trustedAccess(): Promise<'enabled' | 'disabled' | 'unknown'>;
  enableTrustedAccess(): Promise<RepairAction[]>;
}

/** Whether the first configuration records all that the second does. */
export type Covers = (first: readonly AdvancedEventSelector[], second: readonly AdvancedEventSelector[]) => boolean;
