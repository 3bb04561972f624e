import { safeText } from '../common/text';

/** Nothing that guards tell is nested deeper. */
const DEPTH = 12;

/** A text of a trail's configuration may be long. */
const TEXT_LENGTH = 16_000;

/**
 * The same value with every text in it made harmless, names of fields included. Whoever rules a member account can have
 * its guard say anything.
 *
 * @throws if it is nested deeper than anything that guards tell
 */
export function harmless(value: unknown, depth = DEPTH): unknown {
  if (typeof value === 'string') {
    return safeText(value, TEXT_LENGTH);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (depth === 0) {
    throw new Error('nested too deep');
  }
  return Array.isArray(value)
    ? value.map((part) => harmless(part, depth - 1))
    : Object.fromEntries(Object.entries(value).map(([name, part]) => [safeText(name, 128), harmless(part, depth - 1)]));
}
