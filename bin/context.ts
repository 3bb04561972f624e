/** What `npx cdk deploy -c KEY=VALUE` can say. */
export interface AppContext {
  readonly emails: string[];
  readonly observe: boolean;
  readonly sweepMinutes?: number;
  readonly trails?: string[];
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
  const response = text(get('response')) ?? 'restore';
  if (response !== 'restore' && response !== 'observe') {
    throw new Error(`-c response=${response}: must be 'restore' (default) or 'observe'.`);
  }
  const sweep = text(get('sweepMinutes'));
  if (sweep !== undefined && !(/^\d+$/.test(sweep) && Number(sweep) >= 1 && Number(sweep) <= 1440)) {
    throw new Error(`-c sweepMinutes=${sweep}: must be a whole number of minutes from 1 to 1440.`);
  }
  const trails = list('trails');
  return {
    emails: list('email') ?? [],
    observe: response === 'observe',
    ...(sweep ? { sweepMinutes: Number(sweep) } : {}),
    ...(trails ? { trails } : {}),
  };
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
