import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalidProp } from './invalid-prop';

/** Where CloudTrail records calls to IAM: one Region of each partition. */
const IAM_REGIONS: readonly string[] = ['us-east-1', 'us-gov-west-1', 'cn-north-1'];

const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

/** Characters of an event pattern that role names may take: the rest, below 2,048 in all, is the calls. */
const MAXIMUM_LENGTH = 1_300;

/**
 * Checks where calls to IAM are forwarded from, and to which Regions.
 *
 * @throws if they are not recorded in the stack's Region, or are anyway in one of the others
 */
export function validateRegions(scope: Construct, regions: string[]): void {
  const { region: here } = Stack.of(scope);
  if (!Token.isUnresolved(here) && !IAM_REGIONS.includes(here)) {
    throw invalidProp({
      prop: 'scope',
      given: `in ${here}, where CloudTrail records no calls to IAM`,
      allowed: 'in a stack in us-east-1, or in its like of another partition',
      cure: 'Make a stack there for the forwarder.',
    });
  }
  const cure = 'Name the Regions that have guards.';
  if (regions.length === 0) {
    throw invalidProp({ prop: 'regions', given: 'empty', allowed: 'one Region or more', cure });
  }
  for (const [index, region] of regions.entries()) {
    if (Token.isUnresolved(region) || !REGION.test(region)) {
      const given = Token.isUnresolved(region) ? 'known at deployment only' : `'${region}'`;
      throw invalidProp({ prop: 'regions', given, allowed: 'names of Regions, such as eu-west-1', cure });
    }
    if (IAM_REGIONS.includes(region)) {
      const allowed = 'Regions that record no calls to IAM';
      throw invalidProp({
        prop: 'regions',
        given: `'${region}'`,
        allowed,
        cure: 'A guard there hears of them anyway.',
      });
    }
    if (regions.indexOf(region) !== index) {
      throw invalidProp({ prop: 'regions', given: `'${region}' twice`, allowed: 'each Region once', cure });
    }
  }
}

/** @throws if one is no pattern of a role's name, or they are too long for an event pattern */
export function validateRoleNamePatterns(patterns: string[]): void {
  const cure = 'Name the roles of guards, such as *TrailGuard*; their names begin with the name of the stack.';
  const wrong = patterns.find((pattern) => !isRoleNamePattern(pattern));
  if (wrong !== undefined || patterns.length === 0) {
    throw invalidProp({
      prop: 'roleNamePatterns',
      given: wrong === undefined ? 'empty' : `'${wrong}'`,
      allowed: 'names of roles, in which * stands for any text, with three characters in a row or more',
      cure,
    });
  }
  const { length } = JSON.stringify(patterns.map((wildcard) => ({ wildcard })));
  if (length > MAXIMUM_LENGTH) {
    const allowed = `at most ${MAXIMUM_LENGTH}, because EventBridge takes patterns of 2,048`;
    throw invalidProp({
      prop: 'roleNamePatterns',
      given: `so many that they take ${length} characters of an event pattern`,
      allowed,
      cure,
    });
  }
}

/** EventBridge takes no two wildcards in a row. */
function isRoleNamePattern(pattern: string): boolean {
  return /^[\w+=,.@*-]+$/.test(pattern) && !pattern.includes('**') && /[^*]{3}/.test(pattern);
}
