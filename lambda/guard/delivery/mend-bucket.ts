import { documentedBucketStatements } from './bucket-policy';
import type { Statement } from './policy-document';
import { addStatements, type Commands, command, type Touched } from './shell';

const s3 = (operation: string, { name, region }: Touched, ...rest: string[]) =>
  command(['s3api', operation, '--bucket', name, ...rest, '--region', region]);

const statementsFor = ({ trail }: Touched): readonly Statement[] => {
  const known = trail.snapshot?.bucket?.statements ?? [];
  return known.length > 0 ? known : documentedBucketStatements(trail);
};

const putWholePolicy = (bucket: Touched) =>
  s3(
    'put-bucket-policy',
    bucket,
    '--policy',
    JSON.stringify({ Version: '2012-10-17', Statement: statementsFor(bucket) }),
  );

const encrypt = (bucket: Touched) => [
  s3(
    'put-bucket-encryption',
    bucket,
    '--server-side-encryption-configuration',
    JSON.stringify({ Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] }),
  ),
];

const blockPublicAccess = (bucket: Touched) => [
  s3(
    'put-public-access-block',
    bucket,
    '--public-access-block-configuration',
    'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
  ),
];

const show = (operation: string) => (bucket: Touched) => [s3(operation, bucket)];

/** Deleted log files of a bucket with versions are under a delete marker. */
const showDeleted = (bucket: Touched) => [
  s3('list-object-versions', bucket, '--query', 'DeleteMarkers[?IsLatest].[Key,VersionId]'),
];

export const BUCKET_COMMANDS: Commands = {
  DeleteBucket: (bucket) => [
    // us-east-1 is where a bucket is made that is told no place.
    s3(
      'create-bucket',
      bucket,
      ...(bucket.region === 'us-east-1'
        ? []
        : ['--create-bucket-configuration', `LocationConstraint=${bucket.region}`]),
    ),
    putWholePolicy(bucket),
  ],
  PutBucketPolicy: (bucket) =>
    addStatements(
      ['s3api', 'get-bucket-policy', '--bucket', bucket.name, '--region', bucket.region],
      ['s3api', 'put-bucket-policy', '--bucket', bucket.name, '--region', bucket.region],
      statementsFor(bucket),
    ),
  DeleteBucketPolicy: (bucket) => [putWholePolicy(bucket)],
  PutBucketLifecycle: (bucket) => [
    s3('get-bucket-lifecycle-configuration', bucket),
    s3('delete-bucket-lifecycle', bucket),
  ],
  PutBucketVersioning: (bucket) => [
    s3('put-bucket-versioning', bucket, '--versioning-configuration', 'Status=Enabled'),
  ],
  PutBucketEncryption: encrypt,
  DeleteBucketEncryption: encrypt,
  PutBucketAcl: (bucket) => [s3('put-bucket-acl', bucket, '--acl', 'private')],
  PutBucketOwnershipControls: (bucket) => [
    s3(
      'put-bucket-ownership-controls',
      bucket,
      '--ownership-controls',
      'Rules=[{ObjectOwnership=BucketOwnerEnforced}]',
    ),
  ],
  PutBucketPublicAccessBlock: blockPublicAccess,
  DeleteBucketPublicAccessBlock: blockPublicAccess,
  DeleteObject: showDeleted,
  PutBucketLogging: show('get-bucket-logging'),
  PutBucketReplication: show('get-bucket-replication'),
  DeleteBucketReplication: show('get-bucket-replication'),
  PutBucketNotification: show('get-bucket-notification-configuration'),
  PutBucketObjectLockConfiguration: show('get-object-lock-configuration'),
};
