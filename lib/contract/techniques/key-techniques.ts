import { DATA_DESTRUCTION, DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { MEDIUM } from './ratings';
import type { Technique } from './technique';

// Rated as Elastic's rules for any customer-managed key; aliases, which none looks at, as key policies. RevokeGrant is
// left out: CloudTrail, S3, CloudWatch Logs and SNS use a trail's keys by their key policies, and services revoke
// grants all day.
const KEY = {
  eventSource: 'kms.amazonaws.com',
  target: 'key',
  targetParameters: ['keyId'],
  response: 'report',
  shape: 'published',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: MEDIUM,
} as const satisfies Partial<Technique>;

/** The key's ARN is in the record's `resources`, also where the caller named the key by its id. */
export const KEY_TECHNIQUES: readonly Technique[] = [
  {
    ...KEY,
    number: 'D16',
    id: 'key-disabled',
    name: 'Encryption key disabled',
    eventName: 'DisableKey',
    response: 'repair',
    effect: 'What is encrypted under the key can neither be delivered nor read.',
  },
  {
    ...KEY,
    number: 'D17',
    id: 'key-deletion-scheduled',
    name: 'Encryption key scheduled for deletion',
    eventName: 'ScheduleKeyDeletion',
    response: 'repair',
    effect: 'What is encrypted under the key can neither be delivered nor read, and is lost when the key is deleted.',
    attack: DATA_DESTRUCTION,
  },
  {
    ...KEY,
    number: 'D18a',
    id: 'key-policy-changed',
    name: 'Policy of the encryption key changed',
    eventName: 'PutKeyPolicy',
    response: 'repair',
    effect: 'CloudTrail may no longer encrypt, or the readers of the log files no longer decrypt them.',
  },
  {
    ...KEY,
    number: 'D18b',
    id: 'key-alias-updated',
    name: 'Alias of the encryption key given to another key',
    eventName: 'UpdateAlias',
    targetParameters: ['aliasName'],
    effect: 'What names the key by the alias uses another key, which its readers may not use.',
  },
  {
    ...KEY,
    number: 'D18c',
    id: 'key-alias-deleted',
    name: 'Alias of the encryption key deleted',
    eventName: 'DeleteAlias',
    targetParameters: ['aliasName'],
    effect: 'What names the key by the alias can no longer be delivered.',
  },
  {
    ...KEY,
    number: 'D19',
    id: 'key-material-deleted',
    name: 'Imported key material deleted',
    eventName: 'DeleteImportedKeyMaterial',
    effect: 'What is encrypted under the key can neither be delivered nor read until the material is imported again.',
    attack: DATA_DESTRUCTION,
  },
];
