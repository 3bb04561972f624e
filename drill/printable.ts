/** One line that no character can move, reorder or break: values of a trail may be an attacker's text. Valid in JSON. */
export function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** Indented JSON, with such characters escaped. */
export function printableJson(value: unknown): string[] {
  return JSON.stringify(value, null, 2).split('\n').map(printable);
}
