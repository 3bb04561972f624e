import type { TargetKind } from './contract/techniques';

/** How the ARN of each kind of thing that a trail delivers through looks; the parts may have wildcards. */
const DELIVERY: readonly (readonly [TargetKind, RegExp])[] = [
  ['bucket', /^arn:[^:]+:s3:::[^:/]+$/],
  ['key', /^arn:[^:]+:kms:[^:]+:[^:]+:key\/[^:]+$/],
  ['log-group', /^arn:[^:]+:logs:[^:]+:[^:]+:log-group:[^:]+(:\*)?$/],
  ['topic', /^arn:[^:]+:sns:[^:]+:[^:]+:[^:]+$/],
  ['role', /^arn:[^:]+:iam::[^:]+:role\/[^:]+$/],
];

/** The kind of a thing that a trail delivers through, from its ARN. */
export function deliveryKind(arn: string): TargetKind | undefined {
  return DELIVERY.find(([, pattern]) => pattern.test(arn))?.[0];
}

/** The thing itself and what is in it, as IAM names them. */
export function withContents(kind: TargetKind, arn: string): string[] {
  switch (kind) {
    case 'bucket':
      return [arn, `${arn}/*`];
    case 'log-group':
      return [arn.replace(/:\*$/, ''), `${arn.replace(/:\*$/, '')}:*`];
    default:
      return [arn];
  }
}

/** Where each kind of thing that a guard, a hub or their stack set consists of has its name. */
const OF_GUARD = [
  'cloudformation:*:*:stack/',
  'cloudformation:*:*:stackset/',
  'cloudwatch:*:*:alarm:',
  'dynamodb:*:*:table/',
  'events:*:*:event-bus/',
  'events:*:*:rule/',
  'iam::*:role/',
  'lambda:*:*:function:',
  'logs:*:*:log-group:',
  'scheduler:*:*:schedule/*/',
  'sns:*:*:',
  'sqs:*:*:',
];

/** CloudFormation begins the names of stacks that a stack set makes with this. */
export const OF_STACK_SET = 'StackSet-';

/**
 * Everything that stacks of such a name consist of. CloudFormation begins the names of what it creates with the stack's.
 * By name, because some of it cannot be told by tags in a policy, and tags can be removed.
 */
export function guardResources(stackNamePrefix: string): string[] {
  return OF_GUARD.flatMap((place) => named(place, stackNamePrefix));
}

export function guardRoles(stackNamePrefix: string): string[] {
  return named('iam::*:role/', stackNamePrefix);
}

/** A hub is in a stack of its own, and not of a stack set. */
export function hubFunctions(stackNamePrefix: string): string {
  return `arn:*:lambda:*:*:function:${stackNamePrefix}*`;
}

/** In every partition, so that nothing has to be known at deployment. */
function named(place: string, stackNamePrefix: string): string[] {
  return [stackNamePrefix, `${OF_STACK_SET}${stackNamePrefix}`].map((prefix) => `arn:*:${place}${prefix}*`);
}
