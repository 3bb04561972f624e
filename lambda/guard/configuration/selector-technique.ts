import type { AdvancedEventSelector, TrailSelectors } from '../../../lib/contract/trail-configuration';
import { isNone, sourcesCover } from './event-sources';
import {
  MANAGEMENT_FIELDS,
  managementCoverage,
  managementCoverageOfAdvanced,
  managementCovers,
} from './management-coverage';
import { advancedForm, isAdvanced } from './selectors';

/** The id of the technique that says best how `after` records less than `before`. */
export function selectorTechnique(before: TrailSelectors, after: TrailSelectors): string {
  const was = managementCoverage(before);
  const is = managementCoverageOfAdvanced(advancedForm(after).map(withoutPrincipals));
  if (managementCovers(is, was)) {
    return 'principal-or-data-events-excluded';
  }
  if (isAdvanced(after)) {
    return 'advanced-selectors-narrowed';
  }
  if (isNone(is.read) && isNone(is.write)) {
    return 'management-events-excluded';
  }
  const isLost = (half: 'read' | 'write') => isNone(is[half]) && !sourcesCover(is[half], was[half]);
  return isLost('read') || isLost('write') ? 'read-write-narrowed' : 'management-sources-excluded';
}

/** As if only the kind and source of an event mattered, not who made it or on what. */
function withoutPrincipals({ FieldSelectors }: AdvancedEventSelector): AdvancedEventSelector {
  return { FieldSelectors: FieldSelectors.filter(({ Field }) => MANAGEMENT_FIELDS.includes(Field)) };
}
