import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Repair, repairPolicy } from './repair';

/** What the function needs for its repairs: on what they name only, and the reason beside each statement. */
export function repairStatements(repairs: Repair[], stack: Stack): PolicyStatement[] {
  const { keys, buckets, logGroups, eventDataStores, trustedAccess } = repairPolicy(repairs);
  return [
    ...(keys ? [repairKeys(keys)] : []),
    ...(buckets ? [repairBucketPolicies(buckets, stack)] : []),
    ...(logGroups ? [repairLogGroups(logGroups), findLogGroups(stack)] : []),
    ...(eventDataStores ? [listEventDataStores(), repairEventDataStores(stack)] : []),
    ...(trustedAccess ? [readTrustedAccess(), enableTrustedAccess()] : []),
  ];
}

/** No kms:DisableKey, kms:ScheduleKeyDeletion, or use of the key; and never so that nobody can change the policy again. */
function repairKeys(keys: readonly string[]): PolicyStatement {
  return allow(
    'RepairKeys',
    ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:EnableKey', 'kms:CancelKeyDeletion', 'kms:PutKeyPolicy'],
    keys,
    { BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' } },
  );
}

/** Not a bucket that somebody else made under a name that was freed. */
function repairBucketPolicies(buckets: readonly string[], stack: Stack): PolicyStatement {
  return allow(
    'RepairBucketPolicies',
    ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
    buckets.map((resource) => stack.formatArn({ service: 's3', account: '', region: '', resource })),
    { StringEquals: { 'aws:ResourceAccount': stack.account } },
  );
}

/** CloudWatch Logs names the same group with and without what is in it. */
function repairLogGroups(logGroups: readonly string[]): PolicyStatement {
  return allow(
    'RepairLogGroups',
    ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'],
    logGroups.flatMap((arn) => [arn, `${arn}:*`]),
  );
}

/** Whether a group is there and how long it keeps events: looked up by the beginning of its name, so among all. */
function findLogGroups(stack: Stack): PolicyStatement {
  const all = { service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
  return allow('FindLogGroups', ['logs:DescribeLogGroups'], [stack.formatArn(all)]);
}

/** CloudTrail supports no resources for it. */
function listEventDataStores(): PolicyStatement {
  return allow('ListEventDataStores', ['cloudtrail:ListEventDataStores'], ['*']);
}

/** Event data stores have ids of CloudTrail's making, so: all of the account. No stop, no deletion. */
function repairEventDataStores(stack: Stack): PolicyStatement {
  return allow(
    'RepairEventDataStores',
    ['GetEventDataStore', 'RestoreEventDataStore', 'UpdateEventDataStore', 'StartEventDataStoreIngestion'].map(
      (action) => `cloudtrail:${action}`,
    ),
    [stack.formatArn({ service: 'cloudtrail', resource: 'eventdatastore', resourceName: '*' })],
  );
}

/** Organizations supports no resources for these two, but a condition on which service is let in. */
function readTrustedAccess(): PolicyStatement {
  return allow('ReadTrustedAccess', ['organizations:ListAWSServiceAccessForOrganization'], ['*']);
}

function enableTrustedAccess(): PolicyStatement {
  return allow('EnableTrustedAccess', ['organizations:EnableAWSServiceAccess'], ['*'], {
    StringEquals: { 'organizations:ServicePrincipal': 'cloudtrail.amazonaws.com' },
  });
}

function allow(
  sid: string,
  actions: string[],
  resources: readonly string[],
  conditions: Record<string, Record<string, string>> = {},
): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources: [...resources], conditions });
}
