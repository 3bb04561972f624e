import type { AdvancedEventSelector, FieldSelector, TrailSelectors } from '../../../lib/contract/trail-configuration';
import { ALL_SOURCES, type EventSources, NO_SOURCES, sourcesCover, union } from './event-sources';
import { advancedForm } from './selectors';

/** Whose management events are recorded, reads apart from writes. */
export interface ManagementCoverage {
  readonly read: EventSources;
  readonly write: EventSources;
}

const NO_MANAGEMENT_EVENTS: ManagementCoverage = { read: NO_SOURCES, write: NO_SOURCES };

/** The fields by which a trail selects management events. */
export const MANAGEMENT_FIELDS: readonly string[] = ['eventCategory', 'readOnly', 'eventSource'];

/** What is certainly recorded: a selector with any other condition counts for nothing here. */
export function managementCoverage(selectors: TrailSelectors): ManagementCoverage {
  return managementCoverageOfAdvanced(advancedForm(selectors));
}

export function managementCoverageOfAdvanced(selectors: readonly AdvancedEventSelector[]): ManagementCoverage {
  return managementUnion(selectors.map(({ FieldSelectors }) => coverageOf(FieldSelectors)));
}

export function managementUnion(coverages: readonly ManagementCoverage[]): ManagementCoverage {
  return coverages.reduce(
    (one, other) => ({ read: union(one.read, other.read), write: union(one.write, other.write) }),
    NO_MANAGEMENT_EVENTS,
  );
}

export function managementCovers(outer: ManagementCoverage, inner: ManagementCoverage): boolean {
  return sourcesCover(outer.read, inner.read) && sourcesCover(outer.write, inner.write);
}

function coverageOf(conditions: readonly FieldSelector[]): ManagementCoverage {
  const byField = new Map(conditions.map((condition) => [condition.Field, condition]));
  const onlyKnown = conditions.every(({ Field }) => MANAGEMENT_FIELDS.includes(Field));
  const category = valuesOf(byField.get('eventCategory'), 'Equals');
  if (byField.size < conditions.length || !onlyKnown || !category?.includes('Management')) {
    return NO_MANAGEMENT_EVENTS;
  }
  const sources = sourcesOf(byField.get('eventSource'));
  const readOnly = byField.has('readOnly') ? valuesOf(byField.get('readOnly'), 'Equals') : ['true', 'false'];
  return {
    read: readOnly?.includes('true') ? sources : NO_SOURCES,
    write: readOnly?.includes('false') ? sources : NO_SOURCES,
  };
}

function sourcesOf(condition: FieldSelector | undefined): EventSources {
  if (condition === undefined) {
    return ALL_SOURCES;
  }
  const excluded = valuesOf(condition, 'NotEquals');
  return excluded ? { allBut: true, names: excluded } : { allBut: false, names: valuesOf(condition, 'Equals') ?? [] };
}

/** The operator's values if it is the condition's only one, and has any. */
function valuesOf(
  condition: FieldSelector | undefined,
  operator: 'Equals' | 'NotEquals',
): readonly string[] | undefined {
  const { Field, [operator]: values, ...others } = condition ?? { Field: '' };
  const alone = Object.values(others).every((other) => other === undefined);
  return alone && values && values.length > 0 ? values : undefined;
}
