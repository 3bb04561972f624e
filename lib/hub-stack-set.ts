import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { WatchedStackSet } from './contract/hub';
import { invalidProp } from './invalid-prop';

/** As what an account asks CloudFormation about a stack set. */
export enum StackSetCaller {
  /** As the account that the stack set is in. */
  SELF = 'SELF',
  /** As a delegated administrator, about a stack set that CloudFormation keeps in the organization's management account. */
  DELEGATED_ADMIN = 'DELEGATED_ADMIN',
}

/** A stack set whose instances are guards that must exist. */
export interface StackSetToWatch {
  /** Its name, not its id: 1 to 128 letters, digits and hyphens, a letter first. */
  readonly stackSetName: string;

  /**
   * As what the hub's account asks about it.
   *
   * @default StackSetCaller.SELF - it is in the hub's account, or in that of `readerRoleArn`
   */
  readonly callAs?: StackSetCaller;

  /**
   * The Region that the stack set was made in.
   *
   * @default - the hub's Region
   */
  readonly region?: string;

  /**
   * ARN of a role that the hub's census assumes, in the account that the stack set is in. It must trust the hub's account
   * and allow `cloudformation:ListStackInstances` on the stack set.
   *
   * @default - none: the hub's account may ask itself
   */
  readonly readerRoleArn?: string;
}

/**
 * Checks a stack set and turns it into what the function reads.
 *
 * @throws if its name, Region or role is wrong, or it is one of the others
 */
export function watchedStackSet(
  scope: Construct,
  stackSet: StackSetToWatch,
  others: readonly WatchedStackSet[],
): WatchedStackSet {
  const { stackSetName, callAs = StackSetCaller.SELF, region = Stack.of(scope).region, readerRoleArn } = stackSet;
  requireMatch('stackSets[].stackSetName', stackSetName, /^[A-Za-z][A-Za-z0-9-]{0,127}$/, {
    allowed: 'a name of 1 to 128 letters, digits and hyphens, a letter first',
    cure: 'Pass the name that the stack set was made with; what follows a colon in its id is not part of it.',
  });
  requireRegion('stackSets[].region', region);
  if (readerRoleArn !== undefined) {
    requireMatch('stackSets[].readerRoleArn', readerRoleArn, /^arn:[^:*?]+:iam::\d{12}:role\/[^:*?]+$/, {
      allowed: 'the ARN of a role, such as arn:aws:iam::111122223333:role/TrailGuardReader',
      cure: "Make a role in the stack set's account that trusts the hub's and may list the instances of the stack set.",
    });
  }
  const watched = {
    name: stackSetName,
    region,
    callAs,
    ...(readerRoleArn === undefined ? {} : { roleArn: readerRoleArn }),
  };
  if (others.some((other) => sameStackSet(other, watched))) {
    throw invalidProp({
      prop: 'stackSets',
      given: `twice '${stackSetName}'`,
      allowed: 'each stack set once',
      cure: 'Remove one of them, or name the role that reads the one of another account.',
    });
  }
  return watched;
}

/** What the census needs to know the guards of a stack set. */
export function readsStackSet(scope: Construct, stackSet: WatchedStackSet, sid: string): PolicyStatement {
  if (stackSet.roleArn !== undefined) {
    return new PolicyStatement({
      sid,
      effect: Effect.ALLOW,
      actions: ['sts:AssumeRole'],
      resources: [stackSet.roleArn],
    });
  }
  const stack = Stack.of(scope);
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    actions: ['cloudformation:ListStackInstances'],
    resources: [
      stack.formatArn({
        service: 'cloudformation',
        region: stackSet.region,
        // A delegated administrator's stack sets are in the management account, which is not known here.
        account: stackSet.callAs === 'SELF' ? stack.account : '*',
        resource: 'stackset',
        // CloudFormation puts an id behind it.
        resourceName: `${stackSet.name}:*`,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      }),
    ],
  });
}

function sameStackSet(one: WatchedStackSet, other: WatchedStackSet): boolean {
  return (['name', 'region', 'callAs', 'roleArn'] as const).every((key) => one[key] === other[key]);
}

/** @throws if it is no Region's name */
export function requireRegion(prop: string, region: string): void {
  requireMatch(prop, region, /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, {
    allowed: 'the name of a Region, such as eu-west-1',
    cure: 'Leave out what is not to be watched.',
  });
}

interface Allowed {
  readonly allowed: string;
  readonly cure: string;
}

function requireMatch(prop: string, value: string, pattern: RegExp, { allowed, cure }: Allowed): void {
  if (!Token.isUnresolved(value) && !pattern.test(value)) {
    throw invalidProp({ prop, given: `'${value}'`, allowed, cure });
  }
}
