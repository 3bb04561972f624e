/** A set of event sources: those that are named, or all but those. */
export interface EventSources {
  readonly allBut: boolean;
  readonly names: readonly string[];
}

export const ALL_SOURCES: EventSources = { allBut: true, names: [] };
export const NO_SOURCES: EventSources = { allBut: false, names: [] };

export function isNone({ allBut, names }: EventSources): boolean {
  return !allBut && names.length === 0;
}

export function union(one: EventSources, other: EventSources): EventSources {
  if (one.allBut && other.allBut) {
    return { allBut: true, names: one.names.filter((name) => other.names.includes(name)) };
  }
  if (!one.allBut && !other.allBut) {
    return { allBut: false, names: [...new Set([...one.names, ...other.names])] };
  }
  const [most, few] = one.allBut ? [one, other] : [other, one];
  return { allBut: true, names: most.names.filter((name) => !few.names.includes(name)) };
}

/** What is in none of them. */
export function complement({ allBut, names }: EventSources): EventSources {
  return { allBut: !allBut, names };
}

export function sourcesCover(outer: EventSources, inner: EventSources): boolean {
  // Nothing of `inner` is outside of `outer`.
  return isNone(complement(union(complement(inner), outer)));
}
