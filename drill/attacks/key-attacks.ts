import * as kms from '@aws-sdk/client-kms';
import type { Attacks } from './attack';

const ALIAS = 'alias/management-events';

export const KEY_ATTACKS: Attacks = {
  'key-disabled': (hands, { keyId: KeyId }) => hands.kms.send(new kms.DisableKeyCommand({ KeyId })),
  'key-deletion-scheduled': (hands, { keyId: KeyId }) =>
    hands.kms.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
  'key-policy-changed': (hands, { keyId: KeyId, account }) => {
    const AWS = `arn:aws:iam::${account}:root`;
    const Statement = [{ Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' }];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    return hands.kms.send(new kms.PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
  },
  'key-alias-updated': async (hands, { keyId: TargetKeyId }) => {
    await hands.kms.send(new kms.CreateAliasCommand({ AliasName: ALIAS, TargetKeyId })).catch(() => undefined);
    await hands.kms.send(new kms.UpdateAliasCommand({ AliasName: ALIAS, TargetKeyId }));
  },
  'key-alias-deleted': async (hands, { keyId: TargetKeyId }) => {
    await hands.kms.send(new kms.CreateAliasCommand({ AliasName: ALIAS, TargetKeyId })).catch(() => undefined);
    await hands.kms.send(new kms.DeleteAliasCommand({ AliasName: ALIAS }));
  },
  'key-material-deleted': (hands, { keyId: KeyId }) =>
    hands.kms.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId })),
};
