/** A JSON object, as it comes over the wire. */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** AWS APIs of the JSON protocols send times as seconds since 1970, with milliseconds as the fraction. */
export const epochSeconds = (at: number): number => at / 1000;
