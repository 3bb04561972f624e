import type { TargetKind, Technique } from '../../../lib/contract/techniques/technique';
import { targetOf } from '../../common/target';
import { deliveryOf, logGroupName, roleName } from './delivery';
import { type DeliveryRecord, resourceArns } from './delivery-record';
import type { DeliveringTrail } from './snapshot';

/** Whether what a call names is what a trail delivers through. */
type Touches = (named: string, trail: DeliveringTrail, record: DeliveryRecord) => boolean;

const BY_TARGET: Partial<Record<TargetKind, Touches>> = {
  // Names of buckets are unique in a partition.
  bucket: (named, { configuration }) => bucketName(named) === configuration.S3BucketName,
  key: (named, trail, record) => keysOf(trail).some((key) => isKey(named, key, record)),
  'log-group': (named, { configuration }, record) => {
    const { logGroup } = deliveryOf(configuration);
    return logGroup !== undefined && logGroupName(named) === logGroup.name && isOfPlace(named, logGroup.arn, record);
  },
  // The ARN of a subscription is the topic's and an id.
  topic: (named, { configuration: { SnsTopicARN } }) =>
    SnsTopicARN !== undefined && (named === SnsTopicARN || named.startsWith(`${SnsTopicARN}:`)),
  role: (named, { configuration }, record) => {
    const { role } = deliveryOf(configuration);
    // IAM does not tell names apart by their case.
    const same = role && roleName(named).toLowerCase() === role.name.toLowerCase();
    return same === true && isOfAccount(named, role?.arn ?? '', record);
  },
};

/**
 * The ARNs of the trails that really deliver through what the call was made on. The same call on a resource of somebody
 * else is not the guard's business.
 */
export function touches(technique: Technique, record: DeliveryRecord, trails: readonly DeliveringTrail[]): string[] {
  const touchesTrail = BY_TARGET[technique.target];
  if (touchesTrail === undefined) {
    return [];
  }
  const parameter = targetOf(technique, record);
  const named = [...(parameter === undefined ? [] : [parameter]), ...resourceArns(record)];
  return trails.filter((trail) => named.some((name) => touchesTrail(name, trail, record))).map(({ arn }) => arn);
}

/** The trail's key and, where it is known, its log group's. */
function keysOf({ configuration, snapshot }: DeliveringTrail): string[] {
  return [configuration.KmsKeyId, snapshot?.logGroup?.kmsKeyId].filter((key) => key !== undefined);
}

function bucketName(nameOrArn: string): string {
  return /^arn:[^:]*:s3:::([^/]*)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** Of a key or an alias, as an ARN, an id or a name. */
function isKey(named: string, key: string, record: DeliveryRecord): boolean {
  const id = (text: string) => /^arn:[^:]*:kms:[^:]*:[^:]*:(?:key\/)?(.*)$/.exec(text)?.[1] ?? text;
  return id(named) === id(key) && isOfPlace(named, key, record);
}

/** An ARN says where it is; a name or an id is of the Region and the account of the call. What is unknown may be. */
function isOfPlace(named: string, arn: string, record: DeliveryRecord): boolean {
  const [region] = placeOf(arn);
  const [namedRegion = record.awsRegion] = placeOf(named);
  return (!region || !namedRegion || region === namedRegion) && isOfAccount(named, arn, record);
}

function isOfAccount(named: string, arn: string, record: DeliveryRecord): boolean {
  const [, account] = placeOf(arn);
  const [, namedAccount = record.recipientAccountId] = placeOf(named);
  return !account || !namedAccount || account === namedAccount;
}

/** @returns Region and account of an ARN, nothing of anything else */
function placeOf(text: string): string[] {
  return text.startsWith('arn:') ? text.split(':').slice(3, 5) : [];
}
