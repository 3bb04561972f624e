/** What is wrong with a property: what was given, what is allowed, what to do. */
export interface InvalidProp {
  readonly prop: string;
  readonly given: string;
  readonly allowed: string;
  readonly cure: string;
}

/** The error of a wrong property, thrown at synthesis. */
export function invalidProp({ prop, given, allowed, cure }: InvalidProp): Error {
  const error = new Error(`TrailGuard: '${prop}' is ${given}, but must be ${allowed}. ${cure}`);
  error.name = 'TrailGuardValidationError';
  return error;
}
