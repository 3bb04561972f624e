/** What `npx cdk deploy -c KEY=VALUE` can say. */
export interface AppContext {
  readonly emails: string[];
  readonly observe: boolean;
  readonly sweepMinutes?: number;
  readonly trails?: string[];
  readonly investigation: boolean;
  readonly securityHub: boolean;
  /** Absent: a guard for this account and Region. */
  readonly organization?: OrganizationContext;
}

/** Guards for a whole organization, and the hub that they report to. */
export interface OrganizationContext {
  readonly organizationId: string;
  readonly organizationalUnitIds: string[];
  readonly excludedAccounts?: string[];
  readonly regions?: string[];
  /** Whether this account is a delegated administrator's rather than the management account. */
  readonly delegated: boolean;
}

/**
 * Reads the context.
 *
 * @throws if a value is wrong, missing or of no use beside another one, with what was given and what is allowed
 */
export function readContext(get: (key: string) => unknown): AppContext {
  const values = readers(get);
  const { list, oneOf } = values;
  const sweep = text(get('sweepMinutes'));
  if (sweep !== undefined && !(/^\d+$/.test(sweep) && Number(sweep) >= 1 && Number(sweep) <= 1440)) {
    throw new Error(`-c sweepMinutes=${sweep}: must be a whole number of minutes from 1 to 1440.`);
  }
  const trails = list('trails');
  const organization = oneOf('mode', 'account', 'organization') === 'organization';
  requireMode(organization ? ['trails'] : ['organizationId', 'ous', 'excludedAccounts', 'regions', 'admin'], get);
  return {
    emails: list('email') ?? [],
    observe: oneOf('response', 'restore', 'observe') === 'observe',
    investigation: oneOf('investigation', 'on', 'off') === 'on',
    securityHub: oneOf('securityHub', 'off', 'on') === 'on',
    ...(sweep ? { sweepMinutes: Number(sweep) } : {}),
    ...(trails ? { trails } : {}),
    ...(organization ? { organization: readOrganization(values) } : {}),
  };
}

function readOrganization({ list, oneOf }: Readers): OrganizationContext {
  const [organizationId = ''] = required('organizationId', list('organizationId'), {
    pattern: /^o-[a-z0-9]{10,32}$/,
    example: 'o-a1b2c3d4e5',
    hint: '`aws organizations describe-organization` tells it.',
  });
  const organizationalUnitIds = required('ous', list('ous'), {
    pattern: /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/,
    example: 'ou-ab12-cdef3456',
    hint: 'Ids of organizational units, or of the root, separated by commas.',
  });
  const excludedAccounts = list('excludedAccounts');
  const regions = list('regions');
  if (excludedAccounts) {
    required('excludedAccounts', excludedAccounts, {
      pattern: /^\d{12}$/,
      example: '111122223333',
      hint: 'Ids of accounts, separated by commas.',
    });
  }
  if (regions) {
    required('regions', regions, {
      pattern: /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/,
      example: 'us-east-1,eu-west-1',
      hint: 'Leave it out for every Region that all accounts have.',
    });
  }
  return {
    organizationId,
    organizationalUnitIds,
    delegated: oneOf('admin', 'management', 'delegated') === 'delegated',
    ...(excludedAccounts ? { excludedAccounts } : {}),
    ...(regions ? { regions } : {}),
  };
}

type Readers = ReturnType<typeof readers>;

function readers(get: (key: string) => unknown) {
  return {
    list: (key: string) =>
      text(get(key))
        ?.split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    oneOf: (key: string, byDefault: string, other: string) => {
      const value = text(get(key)) ?? byDefault;
      if (value !== byDefault && value !== other) {
        throw new Error(`-c ${key}=${value}: must be '${byDefault}' (default) or '${other}'.`);
      }
      return value;
    },
  };
}

/** A value that the other mode would pass over in silence. */
function requireMode(foreign: readonly string[], get: (key: string) => unknown): void {
  for (const key of foreign) {
    if (get(key) !== undefined) {
      const mode = key === 'trails' ? 'account' : 'organization';
      throw new Error(`-c ${key}=${get(key)}: goes with -c mode=${mode} only. Leave it out, or change the mode.`);
    }
  }
}

interface Wanted {
  readonly pattern: RegExp;
  readonly example: string;
  readonly hint: string;
}

function required(key: string, values: string[] | undefined, { pattern, example, hint }: Wanted): string[] {
  if (values === undefined || values.length === 0) {
    throw new Error(`-c ${key} is missing: -c mode=organization needs it, such as -c ${key}=${example}. ${hint}`);
  }
  const wrong = values.find((value, index) => !pattern.test(value) || values.indexOf(value) !== index);
  if (wrong !== undefined) {
    throw new Error(`-c ${key}=${values.join(',')}: '${wrong}' must be like ${example}, and there once. ${hint}`);
  }
  return values;
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
