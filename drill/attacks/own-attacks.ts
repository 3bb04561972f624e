import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { TargetKind, Technique } from '../../lib/contract/techniques';
import type { OwnAttack, OwnAttacks } from './attack';
import { BUCKET_ATTACKS } from './bucket-attacks';
import { SELECTOR_ATTACKS } from './selector-attacks';
import { TRAIL_ATTACKS } from './trail-attacks';

const ON_TRAIL = [
  'stop-logging',
  'multi-region-disabled',
  'global-service-events-disabled',
  'log-file-validation-disabled',
  'insights-disabled',
  'event-aggregation-changed',
  'tags-changed',
  'tags-removed',
];

const ON_BUCKET = [
  'log-bucket-policy-deleted',
  'log-bucket-lifecycle-changed',
  'log-bucket-versioning-suspended',
  'log-bucket-encryption-deleted',
  'log-bucket-access-logging-changed',
  'log-bucket-replication-deleted',
  'log-bucket-notification-changed',
];

const withinBucket: OwnAttack = ({ cloudTrail }, { trailArn: Name }) =>
  cloudTrail.send(new UpdateTrailCommand({ Name, S3KeyPrefix: 'elsewhere' }));

/** Keeps CloudTrail out and lets nobody in. */
const withoutCloudTrail: OwnAttack = ({ s3 }, { bucket: Bucket, account, trailArn }) => {
  const Resource = `arn:${trailArn.split(':')[1]}:s3:::${Bucket}`;
  const Statement = [{ Effect: 'Allow', Principal: { AWS: account }, Action: 's3:GetBucketPolicy', Resource }];
  return s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
};

/**
 * What is played on a real account: the techniques that touch nothing but the drill's own trail and bucket, cost next to
 * nothing and open nothing to anybody. The trail is deleted last.
 */
export const OWN_ATTACKS: OwnAttacks = {
  ...chosen(TRAIL_ATTACKS, ON_TRAIL),
  'bucket-changed': withinBucket,
  ...SELECTOR_ATTACKS,
  'log-bucket-policy-changed': withoutCloudTrail,
  ...chosen(BUCKET_ATTACKS, ON_BUCKET),
  ...chosen(TRAIL_ATTACKS, ['trail-deleted']),
};

function chosen(attacks: OwnAttacks, ids: readonly string[]): OwnAttacks {
  return Object.fromEntries(Object.entries(attacks).filter(([id]) => ids.includes(id)));
}

const REASONS: Readonly<Record<string, string>> = {
  'trail-updated': 'it stands for others, which are played',
  'event-selectors-changed': 'it stands for others, which are played',
  'trail-created': 'it would make another trail',
  'log-bucket-deleted': 'the name of the bucket may not be free again at once',
  'log-bucket-encryption-changed': 'it takes a key',
  'log-bucket-mfa-delete-disabled': 'it takes the root user with MFA',
  'log-bucket-replication-changed': 'it takes another bucket and a role',
  'log-bucket-object-lock-changed': 'it cannot be undone',
  'log-file-deleted': "the drill's trail does not record it",
};

const BY_TARGET: Partial<Record<TargetKind, string>> = {
  bucket: 'it could open the bucket to others',
  guard: 'it would leave the account without its guard, if the drill did not end well',
};

/** Why a technique is not played on a real account. */
export function whyNotPlayed({ id, target }: Technique): string {
  return REASONS[id] ?? BY_TARGET[target] ?? 'it touches more than a trail and a bucket';
}
