import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  type OriginType,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { recordOf } from './cloudtrail-fixture';
import { type Started, startChain } from './delivery-chain-fixture';
import { cleanUp, errorOf } from './fixture';

let started: Started;
beforeEach(async () => {
  started = await startChain();
});
afterEach(cleanUp);

const create = async (Origin: OriginType = 'AWS_KMS') => {
  const { KeyMetadata } = await started.kms.send(new CreateKeyCommand({ Origin }));
  return { arn: KeyMetadata?.Arn ?? '', id: KeyMetadata?.KeyId ?? '' };
};
const describeKey = async (KeyId: string) => (await started.kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
const stateOf = async (KeyId: string) => (await describeKey(KeyId))?.KeyState;
const steps = {
  enable: (KeyId: string) => started.kms.send(new EnableKeyCommand({ KeyId })),
  disable: (KeyId: string) => started.kms.send(new DisableKeyCommand({ KeyId })),
  schedule: (KeyId: string) => started.kms.send(new ScheduleKeyDeletionCommand({ KeyId })),
  cancel: (KeyId: string) => started.kms.send(new CancelKeyDeletionCommand({ KeyId })),
  forget: (KeyId: string) => started.kms.send(new DeleteImportedKeyMaterialCommand({ KeyId })),
};
type Step = keyof typeof steps;

test.each<[Step[], string]>([
  [[], 'Enabled'],
  [['disable'], 'Disabled'],
  [['disable', 'enable', 'enable'], 'Enabled'],
  [['schedule'], 'PendingDeletion'],
  [['schedule', 'cancel'], 'Disabled'],
  [['schedule', 'cancel', 'enable'], 'Enabled'],
  [['forget'], 'PendingImport'],
  [['forget', 'schedule'], 'PendingDeletion'],
])('after %j a key is %s', async (path, state) => {
  const { id } = await create('EXTERNAL');
  for (const step of path) await steps[step](id);
  expect(await stateOf(id)).toBe(state);
});

test.each<[Step[], Step, string]>([
  [['schedule'], 'enable', 'KMSInvalidStateException'],
  [['schedule'], 'disable', 'KMSInvalidStateException'],
  [['schedule'], 'schedule', 'KMSInvalidStateException'],
  [[], 'cancel', 'KMSInvalidStateException'],
  [['schedule'], 'forget', 'UnsupportedOperationException'],
  [[], 'forget', 'UnsupportedOperationException'],
])('after %j a key refuses to %s', async (path, step, name) => {
  const { id } = await create();
  for (const each of path) await steps[each](id);
  expect(await errorOf(steps[step](id))).toMatchObject({ name, status: 400 });
});

test('a deletion has a date, 7 to 30 days away', async () => {
  const { id, arn } = await create();
  const schedule = (PendingWindowInDays: number) =>
    started.kms.send(new ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays }));
  expect(await errorOf(schedule(6))).toMatchObject({ name: 'ValidationException' });
  const { DeletionDate, KeyId } = await schedule(7);
  expect(KeyId).toBe(arn);
  expect(Math.round(((DeletionDate?.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(7);
  expect((await describeKey(id))?.DeletionDate).toEqual(DeletionDate);
});

test('a key has a policy from the beginning', async () => {
  const { id } = await create();
  const { Policy = '' } = await started.kms.send(new GetKeyPolicyCommand({ KeyId: id }));
  expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }] });
  await started.kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy: '{"Statement":[]}' }));
  expect(await started.kms.send(new GetKeyPolicyCommand({ KeyId: id }))).toMatchObject({ Policy: '{"Statement":[]}' });
  expect(await errorOf(started.kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy: '[' })))).toMatchObject({
    name: 'MalformedPolicyDocumentException',
  });
});

test('an alias stands for a key', async () => {
  const AliasName = 'alias/logs';
  const [first, second] = [await create(), await create()];
  await started.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first.id }));
  expect((await describeKey(AliasName))?.Arn).toBe(first.arn);
  await started.kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second.arn }));
  expect((await describeKey(AliasName))?.Arn).toBe(second.arn);
  expect(recordOf(started.standIn, 'UpdateAlias')?.responseElements).toEqual({ keyId: second.arn });
  await started.kms.send(new DeleteAliasCommand({ AliasName }));
  for (const call of [describeKey(AliasName), started.kms.send(new DeleteAliasCommand({ AliasName }))]) {
    expect(await errorOf(call)).toMatchObject({ name: 'NotFoundException' });
  }
});
