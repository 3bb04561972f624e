import { documentedKeyStatements } from './key-policy';
import { addStatements, type Commands, command, type Touched } from './shell';

const kms = (operation: string, { name, region }: Touched, ...rest: string[]) =>
  command(['kms', operation, '--key-id', name, ...rest, '--region', region]);

export const KEY_COMMANDS: Commands = {
  DisableKey: (key) => [kms('enable-key', key)],
  // A key that was saved from deletion is disabled.
  ScheduleKeyDeletion: (key) => [kms('cancel-key-deletion', key), kms('enable-key', key)],
  PutKeyPolicy: (key) => {
    const which = ['--key-id', key.name, '--policy-name', 'default', '--region', key.region];
    const known = key.trail.snapshot?.key?.statements ?? [];
    return addStatements(
      ['kms', 'get-key-policy', ...which],
      ['kms', 'put-key-policy', ...which],
      known.length > 0 ? known : documentedKeyStatements(key.trail),
    );
  },
  // Only its owner has the material: wrapped by the public key that the first command gives, for the second.
  DeleteImportedKeyMaterial: (key) => [
    kms(
      'get-parameters-for-import',
      key,
      '--wrapping-algorithm',
      'RSAES_OAEP_SHA_256',
      '--wrapping-key-spec',
      'RSA_4096',
    ),
    kms(
      'import-key-material',
      key,
      '--encrypted-key-material',
      'fileb://encrypted-key-material.bin',
      '--import-token',
      'fileb://import-token.bin',
      '--expiration-model',
      'KEY_MATERIAL_DOES_NOT_EXPIRE',
    ),
  ],
};
