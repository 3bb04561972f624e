import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { documentedKeyStatements, keyVerdict } from '../guard/delivery/key-policy';
import { cloudTrailStatements } from '../guard/delivery/policy-statements';
import type { RepairAction } from '../guard/delivery/repairs';
import type { DeliveringTrail, DeliverySnapshot } from '../guard/delivery/snapshot';
import { attempt, failed, isNamed, notDone } from './attempt';
import { repairPolicyOf } from './policy';

export interface Keys {
  snapshot(arn: string): Promise<DeliverySnapshot['key']>;
  /** Saves it from deletion, enables it. */
  enable(arn: string): Promise<RepairAction[]>;
  repairPolicy(arn: string, trail: DeliveringTrail): Promise<RepairAction[]>;
}

/** What only a person can do about a key in one of these states. */
const BEYOND_REPAIR: Readonly<Record<string, string>> = {
  PendingImport: 'its key material was deleted and must be imported again by who has it',
  Unavailable: 'its custom key store is disconnected',
};

/** @param clientOf a client for a Region: a key is where its bucket is */
export function createKeys(clientOf: (region: string) => KMSClient): Keys {
  const kmsOf = (arn: string) => clientOf(arn.split(':')[3] ?? '');
  const stateOf = async (KeyId: string) =>
    (await kmsOf(KeyId).send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState ?? 'unknown';
  const readPolicy = async (KeyId: string) => {
    const { Policy } = await kmsOf(KeyId).send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    if (Policy === undefined) {
      // Every key has one; to write another would lock everybody out.
      throw new Error('the key has no policy');
    }
    return Policy;
  };

  const enabled = (KeyId: string) =>
    attempt(`enable the key ${KeyId}`, async () => {
      await kmsOf(KeyId).send(new EnableKeyCommand({ KeyId }));
      const state = await stateOf(KeyId);
      if (state !== 'Enabled') {
        throw new Error(`it is ${state} when read back`);
      }
      return undefined;
    });

  return {
    async snapshot(arn) {
      return { statements: cloudTrailStatements(await readPolicy(arn)) };
    },

    async enable(KeyId) {
      const action = `enable the key ${KeyId}`;
      try {
        const state = await stateOf(KeyId);
        if (state === 'PendingDeletion' || state === 'PendingReplicaDeletion') {
          const cancelled = await attempt(`cancel the deletion of the key ${KeyId}`, async () => {
            await kmsOf(KeyId).send(new CancelKeyDeletionCommand({ KeyId }));
            return undefined;
          });
          return cancelled.result === 'succeeded' ? [cancelled, await enabled(KeyId)] : [cancelled];
        }
        if (state === 'Disabled') {
          return [await enabled(KeyId)];
        }
        return Object.hasOwn(BEYOND_REPAIR, state) ? [notDone(action, `It is ${state}: ${BEYOND_REPAIR[state]}`)] : [];
      } catch (error) {
        return [
          isNamed(error, 'NotFoundException')
            ? notDone(
                action,
                'It is gone: what was encrypted with it cannot be read any more. The trail needs another key',
              )
            : failed(action, error),
        ];
      }
    },

    repairPolicy(KeyId, trail) {
      return repairPolicyOf({
        name: `the key ${KeyId}`,
        read: () => readPolicy(KeyId),
        async write(Policy) {
          await kmsOf(KeyId).send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
        },
        verdict: (policy) => keyVerdict(policy, trail),
        known: trail.snapshot?.key?.statements ?? [],
        documented: documentedKeyStatements(trail),
      });
    },
  };
}
