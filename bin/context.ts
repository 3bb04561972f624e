/** What `npx cdk deploy -c KEY=VALUE` can say. */
export interface AppContext {
  readonly emails: string[];
  readonly observe: boolean;
  readonly sweepMinutes?: number;
  readonly trails?: string[];
  readonly investigation: boolean;
  readonly securityHub: boolean;
}

/**
 * Reads the context.
 *
 * @throws if a value is wrong, with what was given and what is allowed
 */
export function readContext(get: (key: string) => unknown): AppContext {
  const list = (key: string) =>
    text(get(key))
      ?.split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  const oneOf = (key: string, byDefault: string, other: string) => {
    const value = text(get(key)) ?? byDefault;
    if (value !== byDefault && value !== other) {
      throw new Error(`-c ${key}=${value}: must be '${byDefault}' (default) or '${other}'.`);
    }
    return value;
  };
  const sweep = text(get('sweepMinutes'));
  if (sweep !== undefined && !(/^\d+$/.test(sweep) && Number(sweep) >= 1 && Number(sweep) <= 1440)) {
    throw new Error(`-c sweepMinutes=${sweep}: must be a whole number of minutes from 1 to 1440.`);
  }
  const trails = list('trails');
  return {
    emails: list('email') ?? [],
    observe: oneOf('response', 'restore', 'observe') === 'observe',
    investigation: oneOf('investigation', 'on', 'off') === 'on',
    securityHub: oneOf('securityHub', 'off', 'on') === 'on',
    ...(sweep ? { sweepMinutes: Number(sweep) } : {}),
    ...(trails ? { trails } : {}),
  };
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
