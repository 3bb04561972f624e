import type { AdvancedEventSelector, EventSelector, TrailSelectors } from '../../../lib/contract/trail-configuration';
import { canonicalForm, covers, formCovers } from './coverage';
import { managementCoverage, managementCovers } from './management-coverage';
import { advancedForm, explicitSelectors, isAdvanced } from './selectors';

// What PutEventSelectors takes.
const MAXIMUM_BASIC_SELECTORS = 5;
const MAXIMUM_DATA_RESOURCES = 250;
const MAXIMUM_ADVANCED_VALUES = 500;

/**
 * Selectors that record what either does: basic ones if both are and CloudTrail takes so many, otherwise advanced ones.
 * If it takes so many neither, the result is one of the two alone: the one that covers the other's management events,
 * and the baseline if neither does.
 */
export function selectorsJoin(baseline: TrailSelectors, current: TrailSelectors): TrailSelectors {
  if (covers(baseline, current)) {
    return baseline;
  }
  if (covers(current, baseline)) {
    return current;
  }
  return basicJoin(baseline, current) ?? advancedJoin(baseline, current) ?? better(baseline, current);
}

function basicJoin(baseline: TrailSelectors, current: TrailSelectors): TrailSelectors | undefined {
  if (isAdvanced(baseline) || isAdvanced(current)) {
    return undefined;
  }
  const all = [baseline, current].flatMap((selectors) => explicitSelectors(selectors).EventSelectors ?? []);
  const joined = undominated<EventSelector>(all, (selector) => ({ EventSelectors: [selector] }));
  const resources = joined.flatMap(({ DataResources }) => DataResources).flatMap(({ Values }) => Values);
  const taken = joined.length <= MAXIMUM_BASIC_SELECTORS && resources.length <= MAXIMUM_DATA_RESOURCES;
  return taken ? { EventSelectors: joined } : undefined;
}

function advancedJoin(baseline: TrailSelectors, current: TrailSelectors): TrailSelectors | undefined {
  const all = [...advancedForm(baseline), ...advancedForm(current)];
  const joined = undominated<AdvancedEventSelector>(all, (selector) => ({ AdvancedEventSelectors: [selector] }));
  const values = joined.flatMap(({ FieldSelectors }) => FieldSelectors).flatMap(({ Field, ...lists }) => lists);
  const count = values.flatMap((lists) => Object.values(lists)).flat().length;
  return count <= MAXIMUM_ADVANCED_VALUES ? { AdvancedEventSelectors: joined } : undefined;
}

function better(baseline: TrailSelectors, current: TrailSelectors): TrailSelectors {
  const [wanted, found] = [managementCoverage(baseline), managementCoverage(current)];
  return managementCovers(found, wanted) && !managementCovers(wanted, found) ? current : baseline;
}

/** Without those that another one covers; of equals the first stays. */
function undominated<Selector>(
  selectors: readonly Selector[],
  alone: (selector: Selector) => TrailSelectors,
): Selector[] {
  const forms = selectors.map((selector) => canonicalForm(alone(selector)));
  return selectors.filter((_, index) => {
    const form = forms[index] ?? [];
    return !forms.some(
      (other, otherIndex) =>
        otherIndex !== index && formCovers(other, form) && (otherIndex < index || !formCovers(form, other)),
    );
  });
}
