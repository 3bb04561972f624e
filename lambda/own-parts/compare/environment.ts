import type { Difference } from './difference';

/** Longer values are told by their length. */
const SHOWN_LENGTH = 100;

/** Names of variables whose values are for nobody to read. */
const SECRET = /secret|token|password|passphrase|credential|key/i;

/**
 * The variables of a function's environment that differ, by name. `AWS_ENDPOINT_URL` sends its calls elsewhere,
 * `NODE_OPTIONS` and `AWS_LAMBDA_EXEC_WRAPPER` run other code in it.
 */
export function environmentDifferences(
  expected: Readonly<Record<string, string>>,
  actual: Readonly<Record<string, string>>,
): Pick<Difference, 'field' | 'expected' | 'actual'>[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  const value = (variables: Readonly<Record<string, string>>, name: string) =>
    Object.hasOwn(variables, name) ? variables[name] : undefined;
  return names
    .filter((name) => value(expected, name) !== value(actual, name))
    .map((name) => ({
      field: `environment ${name}`,
      expected: shown(name, value(expected, name)),
      actual: shown(name, value(actual, name)),
    }));
}

function shown(name: string, value: string | undefined): string | undefined {
  if (value === undefined || (value.length <= SHOWN_LENGTH && !SECRET.test(name))) {
    return value;
  }
  return `${value.length} characters`;
}
