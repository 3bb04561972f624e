import type {
  AggregationConfiguration,
  ConfigurationField,
  InsightSelector,
  Relation,
  TrailConfiguration,
} from '../../../lib/contract/trail-configuration';
import { CONFIGURATION_FIELDS, compareField, insightCategories } from './compare';
import { selectorsJoin } from './selectors-join';

/**
 * What a trail should be put to: what narrowed or moved as it was, what widened as it is, and where both happened a
 * configuration that is not narrower than either. The exception is `selectorsJoin`'s, where CloudTrail does not take so
 * many selectors. What CloudTrail takes only together (a log group and its role, every Region and global services) it
 * takes of the result where it does of both.
 */
export function restoredConfiguration(baseline: TrailConfiguration, current: TrailConfiguration): TrailConfiguration {
  const kept = CONFIGURATION_FIELDS.filter((field) => isKept(compareField(field, baseline, current)));
  return {
    ...baseline,
    ...(Object.fromEntries(kept.map((field) => [field, current[field]])) as Partial<TrailConfiguration>),
    ...mixedFields(baseline, current),
  };
}

function isKept(relation: Relation): boolean {
  return relation === 'equal' || relation === 'wider';
}

function mixedFields(baseline: TrailConfiguration, current: TrailConfiguration): Partial<TrailConfiguration> {
  const isMixed = (field: ConfigurationField) => compareField(field, baseline, current) === 'mixed';
  return {
    ...(isMixed('Selectors') && { Selectors: selectorsJoin(baseline.Selectors, current.Selectors) }),
    ...(isMixed('InsightSelectors') && {
      InsightSelectors: insightsUnion([...baseline.InsightSelectors, ...current.InsightSelectors]),
    }),
    ...(isMixed('Tags') && { Tags: { ...current.Tags, ...baseline.Tags } }),
    ...(isMixed('AggregationConfigurations') && {
      AggregationConfigurations: aggregationsUnion([
        ...baseline.AggregationConfigurations,
        ...current.AggregationConfigurations,
      ]),
    }),
  };
}

function insightsUnion(selectors: readonly InsightSelector[]): InsightSelector[] {
  const byType = grouped(
    selectors.map(({ InsightType, EventCategories }) => [InsightType, insightCategories(EventCategories)]),
  );
  return byType.map(([InsightType, EventCategories]) => ({ InsightType, EventCategories }));
}

function aggregationsUnion(aggregations: readonly AggregationConfiguration[]): AggregationConfiguration[] {
  const byCategory = grouped(aggregations.map(({ EventCategory, Templates }) => [EventCategory, Templates]));
  return byCategory.map(([EventCategory, Templates]) => ({ EventCategory, Templates }));
}

/** Each key once, with all its values. */
function grouped(entries: readonly (readonly [string, readonly string[]])[]): [string, string[]][] {
  const groups = new Map<string, Set<string>>();
  for (const [key, values] of entries) {
    groups.set(key, new Set([...(groups.get(key) ?? []), ...values]));
  }
  return [...groups].map(([key, values]) => [key, [...values]]);
}
