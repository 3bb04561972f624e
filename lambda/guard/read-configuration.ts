import type { TrailConfiguration } from '../../lib/contract/trail-configuration';
import type { Run } from './guard';
import type { ListedTrail } from './listed-trail';
import type { ConfigurationRead } from './trail-reads';

/** What a new trail has of what CreateTrail does not take. */
const OF_A_NEW_TRAIL = { Selectors: {}, InsightSelectors: [], Tags: {}, AggregationConfigurations: [] } as const;

/** A whole configuration: what could not be read is taken from another one, so that it counts as unchanged. */
export function filledIn(
  { configuration }: ConfigurationRead,
  other: TrailConfiguration | undefined,
): TrailConfiguration {
  const { Selectors, InsightSelectors, Tags, AggregationConfigurations } = other ?? OF_A_NEW_TRAIL;
  return { Selectors, InsightSelectors, Tags, AggregationConfigurations, ...configuration };
}

/** Reads the whole of a trail; what cannot be read is in the log. */
export async function readWhole(trail: ListedTrail, { trails, log }: Run): Promise<ConfigurationRead> {
  const read = await trails.configuration(trail);
  for (const { field, reason } of read.unread) {
    log.warn({ event: 'configuration-unreadable', trail: trail.arn, field, reason });
  }
  return read;
}
