import type { Counted } from '../../lib/contract/investigation';

/** How often each is there, the most frequent first; the sum stays what it is however many are told one by one. */
export function counted(names: readonly string[], maximum: number): Counted[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const all = [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || compareTexts(a.name, b.name));
  const rest = all.slice(maximum);
  return rest.length === 0
    ? all
    : [
        ...all.slice(0, maximum),
        { name: `${rest.length} others`, count: rest.reduce((sum, { count }) => sum + count, 0) },
      ];
}

/** The same order everywhere, whatever the language of the machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
