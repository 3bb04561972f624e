import type {
  AggregationConfiguration,
  ConfigurationField,
  InsightSelector,
  Relation,
  TrailConfiguration,
  TrailSelectors,
} from '../../../lib/contract/trail-configuration';
import { covers } from './coverage';
import { callerTags } from './tags';

/** How a field stands that is not as it was. */
export interface FieldDifference {
  readonly field: ConfigurationField;
  readonly relation: Exclude<Relation, 'equal'>;
}

/** How a configuration stands to another: as a whole, and each field that differs. */
export interface ConfigurationDifference {
  readonly relation: Relation;
  readonly fields: readonly FieldDifference[];
}

type Comparisons = {
  readonly [Field in ConfigurationField]: (
    before: TrailConfiguration[Field],
    after: TrailConfiguration[Field],
  ) => Relation;
};

const COMPARISONS: Comparisons = {
  S3BucketName: comparePlaces,
  S3KeyPrefix: comparePlaces,
  SnsTopicARN: compareOptions,
  IncludeGlobalServiceEvents: compareFlags,
  IsMultiRegionTrail: compareFlags,
  LogFileValidationEnabled: compareFlags,
  CloudWatchLogsLogGroupArn: compareOptions,
  CloudWatchLogsRoleArn: compareOptions,
  KmsKeyId: compareOptions,
  IsOrganizationTrail: compareFlags,
  Selectors: compareSelectors,
  InsightSelectors: (before, after) => compareSets(insightPairs(before), insightPairs(after)),
  Tags: compareTags,
  AggregationConfigurations: (before, after) => compareSets(aggregationPairs(before), aggregationPairs(after)),
};

export const CONFIGURATION_FIELDS = Object.keys(COMPARISONS) as ConfigurationField[];

/**
 * How `after` stands to `before`: `narrower` sees or proves less. Field by field a partial order. The relation of the
 * whole says nothing of what moved beside a field that is narrower or wider: what to put back follows from the fields.
 */
export function compareConfigurations(before: TrailConfiguration, after: TrailConfiguration): ConfigurationDifference {
  const fields = CONFIGURATION_FIELDS.flatMap((field): FieldDifference[] => {
    const relation = compareField(field, before, after);
    return relation === 'equal' ? [] : [{ field, relation }];
  });
  const some = (...relations: Relation[]) => fields.some(({ relation }) => relations.includes(relation));
  return { relation: relationOf(some('narrower', 'mixed'), some('wider', 'mixed'), some('moved')), fields };
}

export function compareField<Field extends ConfigurationField>(
  field: Field,
  before: TrailConfiguration,
  after: TrailConfiguration,
): Relation {
  return COMPARISONS[field](before[field], after[field]);
}

function relationOf(lost: boolean, gained: boolean, moved: boolean): Relation {
  if (lost && gained) {
    return 'mixed';
  }
  return lost ? 'narrower' : gained ? 'wider' : moved ? 'moved' : 'equal';
}

function compareFlags(before: boolean, after: boolean): Relation {
  return relationOf(before && !after, !before && after, false);
}

function comparePlaces(before: string | undefined, after: string | undefined): Relation {
  return (before || undefined) === (after || undefined) ? 'equal' : 'moved';
}

function compareOptions(before: string | undefined, after: string | undefined): Relation {
  return relationOf(Boolean(before && !after), Boolean(!before && after), before !== after && Boolean(before));
}

function compareSelectors(before: TrailSelectors, after: TrailSelectors): Relation {
  return relationOf(!covers(after, before), !covers(before, after), false);
}

function compareSets(before: readonly string[], after: readonly string[]): Relation {
  const lost = before.some((element) => !after.includes(element));
  const gained = after.some((element) => !before.includes(element));
  return relationOf(lost, gained, false);
}

/** A changed value is as good as any, but beside a key that is gained it must not pass for merely wider. */
function compareTags(before: TrailConfiguration['Tags'], after: TrailConfiguration['Tags']): Relation {
  const [was, is] = [callerTags(before), callerTags(after)];
  const keys = compareSets(Object.keys(was), Object.keys(is));
  const changed = Object.keys(was).some((key) => Object.hasOwn(is, key) && is[key] !== was[key]);
  return !changed ? keys : keys === 'equal' ? 'moved' : 'mixed';
}

function insightPairs(selectors: readonly InsightSelector[]): string[] {
  return selectors.flatMap(({ InsightType, EventCategories }) =>
    insightCategories(EventCategories).map((category) => `${InsightType} ${category}`),
  );
}

/** Without any CloudTrail takes `Management`. */
export function insightCategories(categories: readonly string[]): readonly string[] {
  return categories.length > 0 ? categories : ['Management'];
}

function aggregationPairs(aggregations: readonly AggregationConfiguration[]): string[] {
  return aggregations.flatMap(({ EventCategory, Templates }) =>
    Templates.map((template) => `${EventCategory} ${template}`),
  );
}
