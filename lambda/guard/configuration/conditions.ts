import type { FieldSelector } from '../../../lib/contract/trail-configuration';

const SELECTING = ['Equals', 'StartsWith', 'EndsWith'] as const;
const OPERATORS = [...SELECTING, 'NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;

/** The fields whose meaning is known, and whether an event may have several values of it. */
const KNOWN_FIELDS: Readonly<Record<string, 'one' | 'several'>> = {
  eventCategory: 'one',
  eventName: 'one',
  eventSource: 'one',
  eventType: 'one',
  errorCode: 'one',
  readOnly: 'one',
  'resources.ARN': 'several',
  'resources.type': 'several',
  sessionCredentialFromConsole: 'one',
  'userIdentity.arn': 'one',
  vpcEndpointId: 'one',
};

interface Test {
  readonly operator: (typeof SELECTING)[number];
  readonly value: string;
}

/** A field selector, read once for many comparisons. */
export interface Condition {
  readonly field: string;
  /** Whether its meaning is: it is not with an unknown field or an empty list. */
  readonly isCertain: boolean;
  readonly selected: readonly Test[];
  readonly deselected: readonly Test[];
  /** The same text for the same condition, whatever the order of its values. */
  readonly key: string;
}

export function conditionOf(selector: FieldSelector): Condition {
  return {
    field: selector.Field,
    isCertain: isCertain(selector),
    selected: selectedBy(selector),
    deselected: SELECTING.flatMap((operator) => testsOf(operator, selector[`Not${operator}`])),
    key: JSON.stringify([selector.Field, ...OPERATORS.map((operator) => selector[operator]?.toSorted() ?? null)]),
  };
}

/**
 * Whether every event that meets `inner` certainly meets `outer`. CloudTrail takes the values of Equals, StartsWith and
 * EndsWith as alternatives, leaves out what any of the Not operators names, and asks for both. A condition whose meaning
 * is not certain is only within its like.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
 */
export function conditionWithin(inner: Condition, outer: Condition): boolean {
  if (!inner.isCertain || !outer.isCertain) {
    return inner.key === outer.key;
  }
  return inner.field === outer.field && selectedWithin(inner, outer) && deselectedWithin(inner, outer);
}

/** The field selector as alternatives of one value each; itself if it cannot be taken apart. */
export function alternatives(selector: FieldSelector): FieldSelector[] {
  const tests = selectedBy(selector);
  if (!isCertain(selector) || tests.length === 0) {
    return [selector];
  }
  const { Equals, StartsWith, EndsWith, ...rest } = selector;
  return tests.map(({ operator, value }) => ({ ...rest, [operator]: [value] }));
}

function selectedWithin(inner: Condition, outer: Condition): boolean {
  const everything = outer.selected.length === 0;
  return (
    everything || (inner.selected.length > 0 && inner.selected.every((test) => someContains(outer.selected, test)))
  );
}

function deselectedWithin(inner: Condition, outer: Condition): boolean {
  // Of several values one may be what `inner` selects and another what `outer` leaves out.
  const selectsElsewhere = (exclusion: Test) =>
    KNOWN_FIELDS[inner.field] === 'one' &&
    inner.selected.length > 0 &&
    inner.selected.every((test) => disjoint(test, exclusion));
  return outer.deselected.every(
    (exclusion) => someContains(inner.deselected, exclusion) || selectsElsewhere(exclusion),
  );
}

function isCertain(selector: FieldSelector): boolean {
  const given = OPERATORS.filter((operator) => selector[operator] !== undefined);
  const noneEmpty = given.every((operator) => selector[operator]?.length !== 0);
  return Object.hasOwn(KNOWN_FIELDS, selector.Field) && noneEmpty && given.length > 0;
}

function selectedBy(selector: FieldSelector): Test[] {
  return SELECTING.flatMap((operator) => testsOf(operator, selector[operator]));
}

function testsOf(operator: Test['operator'], values: readonly string[] = []): Test[] {
  return values.map((value) => ({ operator, value }));
}

function someContains(tests: readonly Test[], inner: Test): boolean {
  return tests.some((test) => contains(test, inner));
}

function contains(outer: Test, inner: Test): boolean {
  switch (outer.operator) {
    case 'Equals':
      return inner.operator === 'Equals' && inner.value === outer.value;
    case 'StartsWith':
      return inner.operator !== 'EndsWith' && inner.value.startsWith(outer.value);
    case 'EndsWith':
      return inner.operator !== 'StartsWith' && inner.value.endsWith(outer.value);
  }
}

/** Whether certainly no value meets both: a beginning and an end may meet in one value. */
function disjoint(one: Test, other: Test): boolean {
  const comparable = one.operator === 'Equals' || other.operator === 'Equals' || one.operator === other.operator;
  return comparable && !contains(one, other) && !contains(other, one);
}
