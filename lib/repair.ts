import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { RepairPolicy } from './contract/policy';
import { invalidProp } from './invalid-prop';

/**
 * Something besides trails that the guard may mend: a trail that logs sees nothing while what it delivers through is
 * broken. Each repair adds its own permissions, for what it names only. None deletes anything or subscribes anybody.
 */
export class Repair {
  /**
   * Saves a key from deletion, enables it, and puts the statements that let CloudTrail use it back into its policy;
   * other statements stay as they are. For a trail's key; keys of its log group, topic or bucket are enabled only.
   *
   * Adds `kms:DescribeKey`, `kms:GetKeyPolicy`, `kms:EnableKey`, `kms:CancelKeyDeletion` and `kms:PutKeyPolicy` on this
   * key. The key's own policy must let the account's IAM policies or the guard's role do this. A key of another account
   * can only be reported.
   *
   * @param key the key itself, not an alias
   * @throws if it is an alias
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static key(key: IKey): Repair {
    if ('aliasName' in key || key.keyArn.includes(':alias/')) {
      throw invalidProp({
        prop: 'repairs',
        given: `the alias '${key.keyArn}'`,
        allowed: 'a key, because permissions to an alias do not reach the key',
        cure: 'Pass the key that the alias stands for, by Key.fromKeyArn().',
      });
    }
    return new Repair('key', key.keyArn);
  }

  /**
   * Puts the statements that let CloudTrail deliver back into a bucket's policy; other statements stay as they are, also
   * those that deny CloudTrail, which are reported.
   *
   * Adds `s3:GetBucketPolicy` and `s3:PutBucketPolicy` on this bucket, as long as it belongs to the guard's account. A
   * bucket of another account can only be reported.
   *
   * @param bucket the bucket that a trail delivers to
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
   */
  public static bucketPolicy(bucket: IBucket): Repair {
    return new Repair('bucketPolicy', bucket.bucketName);
  }

  /**
   * Creates a trail's log group again with the class, key and retention it had, and lengthens a retention that was
   * shortened. What was in a deleted log group is lost, and so are its metric and subscription filters.
   *
   * Adds `logs:CreateLogGroup`, `logs:PutRetentionPolicy` and `logs:DeleteRetentionPolicy` (back to events that never
   * expire) on this log group, and `logs:DescribeLogGroups` in its account and Region.
   *
   * @param logGroup the log group that a trail delivers to
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
   */
  public static logGroup(logGroup: ILogGroup): Repair {
    // Of a group that is still to be made, the ARN ends with a wildcard that cannot be taken off.
    const arn = Token.isUnresolved(logGroup.logGroupArn)
      ? Stack.of(logGroup).formatArn({
          service: 'logs',
          account: logGroup.env.account,
          region: logGroup.env.region,
          resource: 'log-group',
          resourceName: logGroup.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        })
      : logGroup.logGroupArn.replace(/:\*$/, '');
    return new Repair('logGroup', arn);
  }

  /**
   * Saves the account's event data stores of CloudTrail Lake from deletion, starts their ingestion again, and puts back
   * selectors, Regions, retention and termination protection that were narrowed.
   *
   * Adds `cloudtrail:ListEventDataStores`, and on every event data store of the account in this Region
   * `cloudtrail:GetEventDataStore`, `cloudtrail:RestoreEventDataStore`, `cloudtrail:UpdateEventDataStore` and
   * `cloudtrail:StartEventDataStoreIngestion`.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store.html
   */
  public static eventDataStores(): Repair {
    return new Repair('eventDataStores', '');
  }

  /**
   * Enables CloudTrail's trusted access to the organization again, without which an organization trail records the
   * management account alone. For a guard in the management account.
   *
   * Adds `organizations:ListAWSServiceAccessForOrganization` and, for CloudTrail only,
   * `organizations:EnableAWSServiceAccess`.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudtrail.html
   */
  public static trustedAccess(): Repair {
    return new Repair('trustedAccess', '');
  }

  private constructor(
    /** `key`, `bucketPolicy`, `logGroup`, `eventDataStores` or `trustedAccess`. */
    public readonly kind: string,
    /** The ARN of the key or the log group, the name of the bucket; empty where there is only one to name. */
    public readonly value: string,
  ) {}
}

/**
 * Turns the repairs into what the function reads.
 *
 * @throws if there are none, or one twice
 */
export function repairPolicy(repairs: Repair[]): RepairPolicy {
  validateRepairs(repairs);
  const values = (kind: string) => repairs.filter((repair) => repair.kind === kind).map(({ value }) => value);
  const [keys, buckets, logGroups] = ['key', 'bucketPolicy', 'logGroup'].map(values);
  return {
    ...(keys?.length ? { keys } : {}),
    ...(buckets?.length ? { buckets } : {}),
    ...(logGroups?.length ? { logGroups } : {}),
    ...(values('eventDataStores').length ? { eventDataStores: true } : {}),
    ...(values('trustedAccess').length ? { trustedAccess: true } : {}),
  };
}

function validateRepairs(repairs: Repair[]): void {
  if (repairs.length === 0) {
    throw invalidProp({
      prop: 'repairs',
      given: 'empty',
      allowed: 'one repair or more',
      cure: 'Leave it out to have nothing repaired but trails.',
    });
  }
  const seen = new Set<string>();
  for (const { kind, value } of repairs) {
    const name = `Repair.${kind}(${Token.isUnresolved(value) ? '...' : value})`;
    const key = `${kind} ${value}`;
    if (seen.has(key)) {
      throw invalidProp({
        prop: 'repairs',
        given: `twice ${name}`,
        allowed: 'each repair once',
        cure: 'Remove one of them.',
      });
    }
    seen.add(key);
  }
}
