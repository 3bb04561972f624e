import type { FieldSelector, TrailSelectors } from '../../../lib/contract/trail-configuration';
import { alternatives, type Condition, conditionOf, conditionWithin } from './conditions';
import { advancedForm } from './selectors';

/** Conditions that an event has to meet all. */
type Conjunction = readonly Condition[];

/** What the selectors record, taken apart: an event is recorded that one of the conjunctions describes. */
export type CanonicalForm = readonly Conjunction[];

/**
 * Whether a trail with the selectors `outer` certainly records every event that one with `inner` does. Sound, not
 * complete: it says no where it cannot tell, so that nothing passes for harmless that is not.
 */
export function covers(outer: TrailSelectors, inner: TrailSelectors): boolean {
  return formCovers(canonicalForm(outer), canonicalForm(inner));
}

export function formCovers(outer: CanonicalForm, inner: CanonicalForm): boolean {
  return inner.every((conjunction) => outer.some((candidate) => isWithin(conjunction, candidate)));
}

/** Reads apart from writes, and each resource for itself: the same coverage looks the same however it is put together. */
export function canonicalForm(selectors: TrailSelectors): CanonicalForm {
  return advancedForm(selectors)
    .map(({ FieldSelectors }) =>
      FieldSelectors.some(({ Field }) => Field === 'readOnly')
        ? FieldSelectors
        : [...FieldSelectors, { Field: 'readOnly', Equals: ['true', 'false'] }],
    )
    .flatMap((selectors) => splitBy('readOnly', selectors))
    .flatMap((selectors) => splitBy('resources.ARN', selectors))
    .map((selectors) => selectors.map(conditionOf));
}

function splitBy(field: string, selectors: readonly FieldSelector[]): (readonly FieldSelector[])[] {
  const index = selectors.findIndex(({ Field }) => Field === field);
  const selector = selectors[index];
  return selector ? alternatives(selector).map((one) => selectors.with(index, one)) : [selectors];
}

function isWithin(inner: Conjunction, outer: Conjunction): boolean {
  // CloudTrail asks for a category: what a selector without one records is not known.
  if (!outer.some(({ field }) => field === 'eventCategory')) {
    return keyOf(inner) === keyOf(outer);
  }
  return outer.every((wanted) => inner.some((condition) => conditionWithin(condition, wanted)));
}

function keyOf(conjunction: Conjunction): string {
  return conjunction
    .map(({ key }) => key)
    .toSorted()
    .join();
}
