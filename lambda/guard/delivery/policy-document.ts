import { isObject } from './delivery-record';

/** A statement of a resource policy, as it is. */
export type Statement = Readonly<Record<string, unknown>>;

/** `unknown` where the policy leaves it to something that the guard does not know. */
export type Certainty = 'yes' | 'no' | 'unknown';

export const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/**
 * The statements of a policy, given as an object or as its JSON.
 *
 * @returns nothing if it is no policy
 */
export function statementsOf(policy: unknown): Statement[] | undefined {
  const document = parsed(policy);
  if (!isObject(document)) {
    return undefined;
  }
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return statements.every(isObject) ? statements : undefined;
}

/** A policy that comes as a text, as an object; anything else as it is. */
export function parsed(policy: unknown): unknown {
  if (typeof policy !== 'string') {
    return policy;
  }
  try {
    return JSON.parse(policy);
  } catch {
    return undefined;
  }
}

/** The texts of an element that is one text or a list of them. */
export function textsOf(element: unknown): string[] {
  return (Array.isArray(element) ? element : [element]).filter((text): text is string => typeof text === 'string');
}

/** The principals of one kind (`Service`, `AWS`, ...) that an element `Principal` or `NotPrincipal` names. */
export function principalsOf(element: unknown, kind: string): string[] {
  return isObject(element) ? textsOf(element[kind]) : [];
}

export function isEverybody(principal: unknown): boolean {
  return principal === '*' || principalsOf(principal, 'AWS').includes('*');
}

/** All of these, or any of them. */
export function every(certainties: readonly Certainty[]): Certainty {
  return certainties.includes('no') ? 'no' : certainties.includes('unknown') ? 'unknown' : 'yes';
}

export function some(certainties: readonly Certainty[]): Certainty {
  return certainties.includes('yes') ? 'yes' : certainties.includes('unknown') ? 'unknown' : 'no';
}

export function not(certainty: Certainty): Certainty {
  return certainty === 'unknown' ? 'unknown' : certainty === 'yes' ? 'no' : 'yes';
}
