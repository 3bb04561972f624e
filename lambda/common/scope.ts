import type { GuardPolicy } from '../../lib/contract/policy';

const TRAIL_ARN = /^arn:[a-z0-9-]+:cloudtrail:([a-z0-9-]+):(\d{12}):trail\/([A-Za-z0-9._-]{3,128})$/;
const TRAIL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/;

export interface TrailArn {
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

export function parseTrailArn(arn: string): TrailArn | undefined {
  const [, region, account, name] = TRAIL_ARN.exec(arn) ?? [];
  return region && account && name ? { arn, region, account, name } : undefined;
}

/**
 * The ARN behind the name or ARN that a caller sent. A bare name always means the caller's own account and Region:
 * CloudTrail resolves it so, and trails of an organization must be named by ARN from elsewhere.
 */
export function resolveTrail(policy: GuardPolicy, nameOrArn: string): TrailArn | undefined {
  return parseTrailArn(
    TRAIL_NAME.test(nameOrArn)
      ? `arn:${policy.partition}:cloudtrail:${policy.region}:${policy.account}:trail/${nameOrArn}`
      : nameOrArn,
  );
}

/** The first trail ARN in a text such as the error message of a denied call, the only place where it is then named. */
export function findTrailArn(text: string): TrailArn | undefined {
  const [arn] = /arn:[a-z0-9-]+:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[A-Za-z0-9._-]{3,128}/.exec(text) ?? [];
  return arn === undefined ? undefined : parseTrailArn(arn.replace(/\.$/, ''));
}

/** Guarded: named by the policy or, where it names none, of this guard's home Region. */
export function inScope(policy: GuardPolicy, trail: TrailArn): boolean {
  return policy.trails ? policy.trails.includes(trail.arn) : trail.region === policy.region;
}

/**
 * Whether this account may start the trail. A trail of another account is an organization trail; it can be started
 * only from there or by a delegated administrator, who names it in the policy.
 */
export function canRestore(policy: GuardPolicy, trail: TrailArn): boolean {
  return trail.account === policy.account || (policy.trails?.includes(trail.arn) ?? false);
}
