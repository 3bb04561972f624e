/** A line of a section; without a value it is left out. */
export type Row = readonly [label: string, value: string | undefined];

/** The longest lists that are read on a phone. */
export const SHORT_LIST = 6;
export const LONG_LIST = 15;

export function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title.toUpperCase(), ...lines.map((line) => `- ${line}`)].join('\n');
}

export function rows(...candidates: readonly Row[]): string[] {
  return candidates.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [`${label}: ${value}`]));
}

/** The first of them, each on a line of its own, and how many there are besides. */
export function cut<T>(items: readonly T[] | undefined, maximum: number, line: (item: T) => string): string[] {
  const all = items ?? [];
  const more = all.length - maximum;
  return more > 0
    ? [...all.slice(0, maximum).map(line), `and ${more} more: see the machine-readable message`]
    : all.map(line);
}

/** The first of them in one line. */
export function inline<T>(items: readonly T[] | undefined, text: (item: T) => string): string | undefined {
  const all = items ?? [];
  const more = all.length - SHORT_LIST;
  const first = all.slice(0, SHORT_LIST).map(text).join(', ');
  return all.length === 0 ? undefined : more > 0 ? `${first} and ${more} more` : first;
}

/** What could not be found out is told where it would be. */
export function undetermined({ undetermined: reasons }: { readonly undetermined?: readonly string[] }): string[] {
  return cut(reasons, SHORT_LIST, (reason) => `could not be determined: ${reason}`);
}

export function suffix(detail: string | undefined): string {
  return detail === undefined || detail === '' ? '' : ` (${detail})`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Long values are whole in the machine-readable message. */
export function short(value: string, maximum = 240): string {
  return value.length <= maximum ? value : `${value.slice(0, maximum - 1)}…`;
}
