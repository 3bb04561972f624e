import { isObject } from '../../guard/delivery/delivery-record';
import { parsed } from '../../guard/delivery/policy-document';

/** How documents of one kind are to be read. */
interface Reading {
  /** Lists are sets, and a list of one is that one. */
  readonly sets: boolean;
  /** Numbers and booleans are the same as their texts. */
  readonly texts: boolean;
}

/**
 * Whether two policies of a role or of a resource say the same. Each may be an object or its JSON. Conditions know only
 * texts, and AWS gives lists of one back as that one.
 */
export function samePolicy(one: unknown, other: unknown): boolean {
  return policyMeaning(one) === policyMeaning(other);
}

/** One text for all forms of a policy or statement that mean the same. */
export function policyMeaning(policy: unknown): string {
  return meaningOf(withPrincipals(parsed(policy)), { sets: true, texts: true });
}

/**
 * Whether two event patterns say the same. To EventBridge the number 1 is not the text `1`: a rule whose pattern names an
 * account as a number matches nothing any more.
 */
export function samePattern(one: unknown, other: unknown): boolean {
  const strict: Reading = { sets: true, texts: false };
  return meaningOf(parsed(one), strict) === meaningOf(parsed(other), strict);
}

/** Whether two JSON documents are the same, however they are written. What is no JSON is compared as text. */
export function sameJson(one: unknown, other: unknown): boolean {
  const strict: Reading = { sets: false, texts: false };
  return meaningOf(parsed(one) ?? one, strict) === meaningOf(parsed(other) ?? other, strict);
}

/** Whether two settings are the same but for numbers that are texts in one of them, and the order of lists. */
export function sameSetting(one: unknown, other: unknown): boolean {
  const loose: Reading = { sets: true, texts: true };
  return meaningOf(one, loose) === meaningOf(other, loose);
}

function meaningOf(value: unknown, reading: Reading): string {
  if (Array.isArray(value)) {
    const members = value.map((member) => meaningOf(member, reading));
    if (!reading.sets) {
      return `[${members.join()}]`;
    }
    const set = [...new Set(members)].sort();
    return set.length === 1 ? (set[0] ?? '') : `[${set.join()}]`;
  }
  if (isObject(value)) {
    const names = Object.keys(value).filter((name) => value[name] !== undefined && value[name] !== null);
    return `{${names
      .sort()
      .map((name) => `${JSON.stringify(name)}:${meaningOf(value[name], readingOf(name, reading))}`)
      .join()}}`;
  }
  if (value === undefined || value === null) {
    return 'null';
  }
  return JSON.stringify(reading.texts ? String(value) : value);
}

/** `["<", 5, ">", 1]` is something else than `[">", 5, "<", 1]`. */
function readingOf(name: string, reading: Reading): Reading {
  return name === 'numeric' ? { sets: false, texts: true } : reading;
}

/** In the policy of a resource, `*` is everybody, in either way of writing it. */
function withPrincipals(policy: unknown): unknown {
  if (Array.isArray(policy)) {
    return policy.map(withPrincipals);
  }
  if (!isObject(policy)) {
    return policy;
  }
  const { Statement, Principal } = policy;
  return {
    ...policy,
    ...(Statement === undefined ? {} : { Statement: withPrincipals(Statement) }),
    ...(Principal === '*' ? { Principal: { AWS: '*' } } : {}),
  };
}
