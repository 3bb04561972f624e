import * as kms from '@aws-sdk/client-kms';
import type { Attack, Json } from './delivery-chain-attack';
import { account, denyAll, keyId as KeyId, keyArn } from './delivery-chain-fixture';

const onKey = (eventName: string, call: (client: kms.KMSClient) => Promise<unknown>, parameters: Json): Attack => ({
  eventName,
  call: (started) => call(started.kms),
  requestParameters: parameters,
  resources: [keyArn],
});

export const keyAttacks: readonly Attack[] = [
  onKey('DisableKey', (client) => client.send(new kms.DisableKeyCommand({ KeyId })), { keyId: KeyId }),
  onKey(
    'ScheduleKeyDeletion',
    (client) => client.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
    { keyId: KeyId, pendingWindowInDays: 7 },
  ),
  onKey(
    'PutKeyPolicy',
    (client) => client.send(new kms.PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: 'default', Policy: denyAll })),
    { keyId: keyArn, policyName: 'default', policy: denyAll },
  ),
  onKey('RevokeGrant', (client) => client.send(new kms.RevokeGrantCommand({ KeyId, GrantId: 'grant' })), {
    keyId: KeyId,
    grantId: 'grant',
  }),
  onKey('DeleteImportedKeyMaterial', (client) => client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId })), {
    keyId: KeyId,
  }),
  {
    ...onKey(
      'UpdateAlias',
      async (client) => {
        await client.send(new kms.CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyId }));
        await client.send(new kms.UpdateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyId }));
      },
      { aliasName: 'alias/logs', targetKeyId: KeyId },
    ),
    resources: [`arn:aws:kms:us-east-1:${account}:alias/logs`, keyArn],
  },
  {
    ...onKey(
      'DeleteAlias',
      async (client) => {
        await client.send(new kms.CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyId }));
        await client.send(new kms.DeleteAliasCommand({ AliasName: 'alias/logs' }));
      },
      { aliasName: 'alias/logs' },
    ),
    resources: [`arn:aws:kms:us-east-1:${account}:alias/logs`, keyArn],
  },
];
