import { matchesWildcards } from '../wildcards';
import type { Principal } from './principal';

/**
 * Whether a pattern names the principal. On the safe side: names of IAM are not told apart by case, and a pattern without
 * a path is meant for the name wherever it is, since the ARN of a session leaves the path out.
 */
export function isNeverTouched({ arn, path, name }: Principal, patterns: readonly string[]): boolean {
  const withoutPath = `${arn.slice(0, -(path.length + name.length))}/${name}`;
  return patterns.some((pattern) => matches(pattern, arn) || matches(pattern, withoutPath));
}

function matches(pattern: string, arn: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), arn.toLowerCase());
}
