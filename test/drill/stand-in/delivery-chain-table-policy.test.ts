import {
  DeleteResourcePolicyCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb';
import { cleanUp, clientConfig, errorOf, start } from './fixture';

afterEach(cleanUp);

const ResourceArn = 'arn:aws:dynamodb:us-east-1:111122223333:table/guard-table';
const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*' }] };

const startTable = async (ResourcePolicy?: object) => {
  const standIn = await start({}, ({ Table }) => {
    if (Table?.Properties && ResourcePolicy) Table.Properties.ResourcePolicy = ResourcePolicy;
  });
  const caller = standIn.callers.register({ type: 'Root' });
  const client = new DynamoDBClient(clientConfig(standIn, caller));
  return {
    get: (arn = ResourceArn) => client.send(new GetResourcePolicyCommand({ ResourceArn: arn })),
    put: (Policy: string) => client.send(new PutResourcePolicyCommand({ ResourceArn, Policy })),
    remove: () => client.send(new DeleteResourcePolicyCommand({ ResourceArn })),
  };
};

test('a table has the resource policy of the template', async () => {
  const { get } = await startTable({ PolicyDocument });
  expect(JSON.parse((await get()).Policy ?? '')).toEqual(PolicyDocument);
});

test('a policy that is put is given back with the revision that the answer named', async () => {
  const { get, put, remove } = await startTable();
  expect(await errorOf(get())).toMatchObject({ name: 'PolicyNotFoundException' });
  const { RevisionId } = await put('{}');
  expect(await get()).toMatchObject({ Policy: '{}', RevisionId });
  expect(await remove()).toMatchObject({ RevisionId });
  expect((await remove()).RevisionId).toBeUndefined();
  expect(await errorOf(get())).toMatchObject({ name: 'PolicyNotFoundException' });
});

test('fails for what is no policy and for a table that is not there', async () => {
  const { get, put } = await startTable();
  expect(await errorOf(put('{'))).toMatchObject({ name: 'ValidationException' });
  expect(await errorOf(get(`${ResourceArn}-2`))).toMatchObject({ name: 'ResourceNotFoundException' });
});
