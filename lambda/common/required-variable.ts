/** @throws if it is missing: only the construct sets it, so somebody else took it away */
export function requiredVariable(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new Error(
      `The environment variable ${name} is missing: deploy the guard again, somebody changed its function`,
    );
  }
  return value;
}
