import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Stack, Token } from 'aws-cdk-lib';
import { bundlePath } from './bundle-path';
import { packageVersion } from './package-version';

/** The functions that a guard may have. */
const BUNDLES = ['guard', 'investigator', 'containment'];

/** Reading the functions takes longer than all else here, and an app may have several guards. */
const digests = new Map<string, string>();

/**
 * The version of the package and of what is deployed, such as `0.2.0+1a2b3c4d5e6f`: two guards have the same one when they
 * run the same code and were told the same, in whichever account and Region.
 *
 * @param parts what the guard consists of, resolved
 */
export function deployedVersion(stack: Stack, parts: unknown): string {
  const { account, region, partition } = stack;
  const literals = [
    [account, '<AWS::AccountId>'],
    [region, '<AWS::Region>'],
    [`arn:${partition}:`, 'arn:<AWS::Partition>:'],
  ] as const;
  const text = literals
    .filter(([literal]) => !Token.isUnresolved(literal))
    .reduce((all, [literal, name]) => all.replaceAll(literal, name), JSON.stringify(flat(parts)));
  const digest = createHash('sha256').update(text);
  for (const bundle of BUNDLES) {
    digest.update(digestOf(bundlePath(bundle)));
  }
  return `${packageVersion()}+${digest.digest('hex').slice(0, 12)}`;
}

function digestOf(folder: string): string {
  const known = digests.get(folder);
  if (known !== undefined) {
    return known;
  }
  const digest = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    digest.update(name).update(readFileSync(join(folder, name)));
  }
  const made = digest.digest('hex');
  digests.set(folder, made);
  return made;
}

/** Joins what CloudFormation would join, so that a value reads the same where it is known before. */
function flat(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(flat);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { Ref: name, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof name === 'string') {
    return `<${name}>`;
  }
  if (Array.isArray(join) && Array.isArray(join[1])) {
    return join[1]
      .map(flat)
      .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
      .join(String(join[0]));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, flat(inner)]));
}
