/**
 * Everything in an event can be written by an attacker. This makes a text harmless for mail, logs and terminals:
 * control, format and line characters (bidirectional overrides among them) are shown as their code points, links are
 * broken, and the length is bounded.
 */
export function safeText(value: string, maximumLength = 256): string {
  const visible = value
    .slice(0, maximumLength * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, codePoint)
    .replace(/:\/\//g, '[:]//')
    .replace(/www\./gi, 'www[.]');
  return visible.length <= maximumLength ? visible : `${sliceWhole(visible, maximumLength - 1)}…`;
}

/** The same, for a value that may be missing. */
export function optionalText(value: string | undefined, maximumLength?: number): string | undefined {
  return value === undefined || value === '' ? undefined : safeText(value, maximumLength);
}

/** Printable ASCII only, as SNS subjects and shell commands want it. */
export function asciiText(value: string, maximumLength: number): string {
  const ascii = safeText(value, maximumLength * 2)
    .replace(/…/g, '...')
    .replace(/[^\x20-\x7e]/g, '?');
  return ascii.length <= maximumLength
    ? ascii
    : `${ascii.slice(0, Math.max(0, maximumLength - 3))}...`.slice(0, maximumLength);
}

function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Cuts without leaving half of a surrogate pair behind. */
function sliceWhole(value: string, length: number): string {
  const cut = value.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
