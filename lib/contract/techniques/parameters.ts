import type { Technique } from './technique';

/** A call's request parameters as recorded; null on denied calls. */
export type RequestParameters = Readonly<Record<string, unknown>> | null | undefined;

/** The value at a path with dots. */
export function parameterAt(parameters: RequestParameters, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      parameters,
    );
}

/** Does a call with these parameters fulfil the technique's `when`? */
export function appliesTo(technique: Technique, parameters: RequestParameters): boolean {
  return Object.entries(technique.when ?? {}).every(([path, expected]) => {
    const value = parameterAt(parameters, path);
    return (typeof value === 'string' || typeof value === 'boolean') && fits(String(value), expected);
  });
}

/** As EventBridge's wildcard, without a regular expression that chosen text could make slow. */
function fits(value: string, expected: string): boolean {
  const [start = '', ...others] = expected.split('*');
  const end = others.pop();
  if (end === undefined) {
    return value === expected;
  }
  if (!value.startsWith(start) || !value.endsWith(end)) {
    return false;
  }
  let position = start.length;
  for (const part of others) {
    const found = value.indexOf(part, position);
    if (found < 0) {
      return false;
    }
    position = found + part.length;
  }
  return position + end.length <= value.length;
}
