import type { Technique } from './contract/techniques';

/** What IAM calls the calls, where that is not what CloudTrail calls them. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:PutBucketLifecycle': ['s3:PutLifecycleConfiguration'],
  's3:PutBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:DeleteBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:DeleteBucketPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:PutBucketReplication': ['s3:PutReplicationConfiguration'],
  's3:DeleteBucketReplication': ['s3:PutReplicationConfiguration'],
  's3:DeleteObject': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
};

/** What IAM calls the services that are called otherwise. */
const SERVICES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** IAM knows no resource for them: to deny them for one log group is to deny them for every one. */
const WITHOUT_RESOURCE: readonly string[] = ['logs:PutResourcePolicy', 'logs:DeleteResourcePolicy'];

/** The denied calls that the guard makes itself, to put back what was changed. */
const BY_GUARD: readonly string[] = [
  'cloudtrail:AddTags',
  'cloudtrail:CreateTrail',
  'cloudtrail:PutEventConfiguration',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:PutInsightSelectors',
  'cloudtrail:UpdateEventDataStore',
  'cloudtrail:UpdateTrail',
  'kms:PutKeyPolicy',
  'logs:PutRetentionPolicy',
  's3:PutBucketPolicy',
];

/**
 * The IAM actions by which a technique is denied; none where it cannot be.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function actionsOf({ eventSource, eventName }: Technique): readonly string[] {
  const [endpoint = ''] = eventSource.split('.');
  const call = `${SERVICES[endpoint] ?? endpoint}:${eventName}`;
  return WITHOUT_RESOURCE.includes(call) ? [] : (ACTIONS[call] ?? [call]);
}

export function isMadeByGuard(action: string): boolean {
  return BY_GUARD.includes(action);
}

const READS_OF_IAM = reads('iam', 'Generate*', 'Get*', 'List*', 'Simulate*');

/** Reading what guards and hub consist of, and assuming roles, which is for their trust policies to allow. */
export const READS: readonly string[] = [
  ...reads('cloudformation', 'Describe*', 'Detect*', 'Get*', 'List*'),
  ...reads('cloudwatch', 'Describe*', 'Get*', 'List*'),
  ...reads('dynamodb', 'BatchGet*', 'Describe*', 'Get*', 'List*', 'PartiQLSelect'),
  ...reads('dynamodb', 'Query', 'Scan'),
  ...reads('events', 'Describe*', 'List*'),
  ...READS_OF_IAM,
  ...reads('lambda', 'Get*', 'List*'),
  ...reads('logs', 'Describe*', 'Filter*', 'Get*', 'List*', 'StartLiveTail', 'StartQuery', 'Unmask'),
  ...reads('scheduler', 'Get*', 'List*'),
  ...reads('sns', 'Get*', 'List*'),
  ...reads('sqs', 'Get*', 'List*', 'ReceiveMessage'),
  'sts:*',
];

/** What the own roles of guards and hub may do with roles: hand over their own where they put back what has one. */
export const OWN_WORK_WITH_ROLES: readonly string[] = [...READS_OF_IAM, 'iam:PassRole', 'sts:*'];

/** What takes from the hub's functions what waits for them, or gives them something else. Their resources have no names. */
export const CALLS_ON_EVENT_SOURCES: readonly string[] = [
  'lambda:CreateEventSourceMapping',
  'lambda:DeleteEventSourceMapping',
  'lambda:UpdateEventSourceMapping',
];

function reads(service: string, ...names: string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}
