import type { GuardTarget } from '../guard-target';

/** A trail and its bucket. */
export interface OwnTarget {
  readonly account: string;
  readonly name: string;
  readonly trailArn: string;
  readonly bucket: string;
  /** The objects whose data events the trail records. */
  readonly dataArn: string;
}

/** A trail with everything that a trail can have, and what it delivers through. */
export interface Target extends OwnTarget {
  readonly keyId: string;
  readonly keyArn: string;
  readonly logGroup: string;
  readonly logGroupArn: string;
  readonly role: string;
  readonly roleArn: string;
  readonly topicArn: string;
  readonly eventDataStoreArn: string;
  /** The guard itself. */
  readonly guard: GuardTarget;
}

export type Resources = Omit<Target, 'guard' | 'eventDataStoreArn'>;

/** What the drill makes on the stand-in; `repairing-app.ts` names the same to the guard. */
export function resourcesOf(account: string, region: string): Resources {
  const keyId = '11111111-2222-3333-4444-555555555555';
  return {
    account,
    name: 'management-events',
    trailArn: `arn:aws:cloudtrail:${region}:${account}:trail/management-events`,
    bucket: 'management-events-logs',
    dataArn: 'arn:aws:s3:::payroll/',
    keyId,
    keyArn: `arn:aws:kms:${region}:${account}:key/${keyId}`,
    logGroup: 'management-events',
    logGroupArn: `arn:aws:logs:${region}:${account}:log-group:management-events:*`,
    role: 'management-events-delivery',
    roleArn: `arn:aws:iam::${account}:role/management-events-delivery`,
    topicArn: `arn:aws:sns:${region}:${account}:management-events`,
  };
}
