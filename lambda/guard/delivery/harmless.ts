import type { Technique } from '../../../lib/contract/techniques/technique';
import { matchesWildcards } from '../../common/wildcards';
import { bucketVerdict } from './bucket-policy';
import { type DeliveryRecord, isObject, valueAt } from './delivery-record';
import { keyVerdict } from './key-policy';
import { parsed, principalsOf, type Statement, statementsOf, textsOf } from './policy-document';
import type { DeliveringTrail } from './snapshot';

type Harmless = (parameters: Readonly<Record<string, unknown>>, trail: DeliveringTrail) => boolean;

const BLOCKS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

/** A service reads for whoever tells it to, so: what it does without seeing what is in the logs. */
const SERVICE_ACTIONS = ['s3:putobject', 's3:getbucketacl', 's3:getbucketlocation', 's3:listbucket'];
/** What principals of the trail's own account may be allowed. */
const READING_ACTIONS = ['s3:get*', 's3:list*'];

const BY_EVENT_NAME: Readonly<Record<string, Harmless>> = {
  PutBucketPolicy: ({ bucketPolicy }, trail) =>
    bucketVerdict(parsed(bucketPolicy), trail).delivers === 'yes' &&
    opensBucketToNobody(bucketPolicy, trail) &&
    deniesNobody(bucketPolicy),
  PutKeyPolicy: ({ policy }, trail) =>
    keyVerdict(parsed(policy), trail).delivers === 'yes' && opensKeyToNobody(policy, trail) && deniesNobody(policy),
  PutBucketVersioning: (parameters) =>
    valueAt(parameters, 'VersioningConfiguration.Status') === 'Enabled' &&
    valueAt(parameters, 'VersioningConfiguration.MfaDelete') !== 'Disabled',
  PutBucketPublicAccessBlock: (parameters) =>
    BLOCKS.every((block) => String(valueAt(parameters, `PublicAccessBlockConfiguration.${block}`)) === 'true'),
  PutBucketLifecycle: (parameters) => expiresNothing(valueAt(parameters, 'LifecycleConfiguration.Rule')),
  PutBucketEncryption: (parameters, { configuration }) =>
    encryptsAlike(valueAt(parameters, 'ServerSideEncryptionConfiguration.Rule'), configuration.KmsKeyId),
  PutRetentionPolicy: (parameters, { snapshot }) => {
    const known = snapshot?.logGroup?.retentionInDays;
    const days = valueAt(parameters, 'retentionInDays');
    return known !== undefined && typeof days === 'number' && days >= known;
  },
};

/**
 * Whether a call on what a trail delivers through clearly leaves the delivery and the logs as they are. What is not certain
 * is not harmless.
 */
export function harmless(technique: Technique, record: DeliveryRecord, trail: DeliveringTrail): boolean {
  const isHarmless = Object.hasOwn(BY_EVENT_NAME, technique.eventName) ? BY_EVENT_NAME[technique.eventName] : undefined;
  return isHarmless !== undefined && isObject(record.requestParameters) && isHarmless(record.requestParameters, trail);
}

function opensBucketToNobody(policy: unknown, trail: DeliveringTrail): boolean {
  return allowsOf(policy).every((allow) => {
    const only = (harmlessActions: readonly string[]) =>
      textsOf(allow.Action).every((action) =>
        harmlessActions.some((known) => matchesWildcards(known, action.toLowerCase())),
      );
    const has = (kind: string) => principalsOf(allow.Principal, kind).length > 0;
    return (
      allow.Action !== undefined &&
      isOwn(allow.Principal, trail) &&
      (!has('Service') || only(SERVICE_ACTIONS)) &&
      (!has('AWS') || only(READING_ACTIONS))
    );
  });
}

function opensKeyToNobody(policy: unknown, trail: DeliveringTrail): boolean {
  return allowsOf(policy).every(({ Principal }) => isOwn(Principal, trail));
}

/** No principals but services and those of the trail's account, each named. */
function isOwn(principal: unknown, { arn }: DeliveringTrail): boolean {
  const account = arn.split(':')[4];
  return (
    isObject(principal) &&
    Object.keys(principal).every((kind) => kind === 'Service' || kind === 'AWS') &&
    principalsOf(principal, 'AWS').every((named) => named === account || named.split(':')[4] === account)
  );
}

/** Who reads the logs must be able to: no Deny but the usual one, of calls without TLS. */
function deniesNobody(policy: unknown): boolean {
  return (statementsOf(policy) ?? [])
    .filter(({ Effect }) => Effect !== 'Allow')
    .every(({ Condition }) => hasOnly(Condition, ['Bool']) && isWithoutTls(valueAt(Condition, 'Bool')));
}

function isWithoutTls(keys: unknown): boolean {
  return hasOnly(keys, ['aws:SecureTransport']) && String(valueAt(keys, 'aws:SecureTransport')) === 'false';
}

function allowsOf(policy: unknown): Statement[] {
  return (statementsOf(policy) ?? []).filter(({ Effect }) => Effect !== 'Deny');
}

/** XML has no lists: one rule is an object. */
function rulesOf(rules: unknown): unknown[] {
  return Array.isArray(rules) ? rules : [rules];
}

function expiresNothing(rules: unknown): boolean {
  const known = ['ID', 'Status', 'Filter', 'Prefix', 'AbortIncompleteMultipartUpload'];
  return rulesOf(rules).every((rule) => hasOnly(rule, known));
}

function encryptsAlike(rules: unknown, key: string | undefined): boolean {
  const all = rulesOf(rules);
  return (
    all.length > 0 &&
    all.every((rule) => {
      const byDefault = valueAt(rule, 'ApplyServerSideEncryptionByDefault');
      const sameKey = key !== undefined && valueAt(byDefault, 'KMSMasterKeyID') === key;
      return (
        hasOnly(rule, ['ApplyServerSideEncryptionByDefault', 'BucketKeyEnabled']) &&
        (valueAt(byDefault, 'SSEAlgorithm') === 'AES256' || sameKey)
      );
    })
  );
}

function hasOnly(value: unknown, keys: readonly string[]): boolean {
  return isObject(value) && Object.keys(value).every((key) => keys.includes(key));
}
