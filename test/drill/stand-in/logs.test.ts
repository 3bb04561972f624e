import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { keyArn, logGroupArn, type Started, startChain } from './delivery-chain-fixture';
import { cleanUp, errorOf } from './fixture';

let started: Started;
beforeEach(async () => {
  started = await startChain();
});
afterEach(cleanUp);

const logGroupName = 'main-events';
const found = async (logGroupNamePrefix?: string) =>
  (await started.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }))).logGroups;

test('log groups are found by the beginning of their names, in the order of these', async () => {
  await started.logs.send(new CreateLogGroupCommand({ logGroupName: 'main-events-2', kmsKeyId: keyArn }));
  await started.logs.send(new CreateLogGroupCommand({ logGroupName: 'a', logGroupClass: 'INFREQUENT_ACCESS' }));
  expect(await found('main-')).toMatchObject([
    { logGroupName, arn: logGroupArn, logGroupClass: 'STANDARD', storedBytes: 0 },
    { logGroupName: 'main-events-2', kmsKeyId: keyArn },
  ]);
  expect((await found())?.map((group) => group.logGroupName)).toEqual(['a', logGroupName, 'main-events-2']);
  expect((await found('a'))?.[0]).toMatchObject({ logGroupClass: 'INFREQUENT_ACCESS' });
});

test('retention and key are kept', async () => {
  const { logs } = started;
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'kept', kmsKeyId: keyArn }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: 'kept', retentionInDays: 365 }));
  expect(await found('kept')).toMatchObject([{ retentionInDays: 365, kmsKeyId: keyArn }]);
  await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: 'kept' }));
  await logs.send(new DisassociateKmsKeyCommand({ logGroupName: 'kept' }));
  const [group] = (await found('kept')) ?? [];
  expect([group?.retentionInDays, group?.kmsKeyId]).toEqual([undefined, undefined]);
});

test('a log group is there once', async () => {
  const create = () => started.logs.send(new CreateLogGroupCommand({ logGroupName }));
  const remove = () => started.logs.send(new DeleteLogGroupCommand({ logGroupName }));
  expect(await errorOf(create())).toMatchObject({ name: 'ResourceAlreadyExistsException' });
  await remove();
  expect(await found(logGroupName)).toEqual([]);
  expect(await errorOf(remove())).toMatchObject({ name: 'ResourceNotFoundException' });
  await create();
  expect(await found(logGroupName)).toHaveLength(1);
});
