import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { recordOf } from './cloudtrail-fixture';
import { roleName, type Started, startChain } from './delivery-chain-fixture';
import { cleanUp, clientConfig, errorOf } from './fixture';

let started: Started;
beforeEach(async () => {
  started = await startChain('eu-central-1');
});
afterEach(cleanUp);

const UserName = 'backdoor';
const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

const createUser = () => started.iam.send(new CreateUserCommand({ UserName }));
const createKey = async () => {
  const { AccessKey } = await started.iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
};
const iamAs = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
  new IAMClient({ ...clientConfig(started.standIn, started.mallory), credentials });
const keysOf = async (name?: string) => {
  const { AccessKeyMetadata } = await started.iam.send(new ListAccessKeysCommand({ UserName: name }));
  return AccessKeyMetadata?.map(({ AccessKeyId, Status }) => `${AccessKeyId} ${Status}`);
};

test('a user is made once, and recorded in us-east-1', async () => {
  const { User } = await createUser();
  expect(User).toMatchObject({ UserName, Arn: `arn:aws:iam::111122223333:user/${UserName}` });
  expect(User?.CreateDate).toBeInstanceOf(Date);
  expect(await errorOf(createUser())).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 });
  expect(started.standIn.cloudTrail.records[0]).toMatchObject({
    eventName: 'CreateUser',
    awsRegion: 'us-east-1',
    requestParameters: { userName: UserName },
    responseElements: {
      user: {
        userName: UserName,
        createDate: expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$/),
      },
    },
  });
  const { Users } = await started.iam.send(new ListUsersCommand({}));
  expect(Users?.map((user) => user.UserName)).toEqual([UserName]);
});

test('a new key calls as its user; its secret is not recorded', async () => {
  await createUser();
  const credentials = await createKey();
  expect(recordOf(started.standIn, 'CreateAccessKey')).toMatchObject({
    requestParameters: { userName: UserName },
    responseElements: { accessKey: { accessKeyId: credentials.accessKeyId, status: 'Active', userName: UserName } },
  });
  expect(JSON.stringify(started.standIn.cloudTrail.records)).not.toContain(credentials.secretAccessKey);
  await iamAs(credentials).send(new ListUsersCommand({}));
  expect(recordOf(started.standIn, 'ListUsers')).toMatchObject({
    requestParameters: null,
    userIdentity: { type: 'IAMUser', userName: UserName, accessKeyId: credentials.accessKeyId },
  });
});

test('a key that is deactivated or deleted calls no more', async () => {
  await createUser();
  const credentials = await createKey();
  const { accessKeyId: AccessKeyId } = credentials;
  const list = () => iamAs(credentials).send(new ListUsersCommand({}));
  const update = (Status: 'Active' | 'Inactive') =>
    started.iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }));
  await update('Inactive');
  expect(await keysOf(UserName)).toEqual([`${AccessKeyId} Inactive`]);
  expect((await errorOf(list())).name).toBe('UnrecognizedClientException');
  await update('Active');
  await list();
  await started.iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  expect((await errorOf(list())).name).toBe('UnrecognizedClientException');
  expect(await keysOf(UserName)).toEqual([]);
  expect((await errorOf(update('Active'))).name).toBe('NoSuchEntityException');
});

test('the keys that somebody was given to call with are those of a user', async () => {
  const { standIn, mallory } = started;
  const [key] = standIn.callers.keysOf('mallory');
  if (key) key.createdAt = Date.parse('2025-01-02T03:04:05Z');
  const { AccessKeyMetadata } = await started.iam.send(new ListAccessKeysCommand({}));
  expect(AccessKeyMetadata).toMatchObject([
    { AccessKeyId: mallory.credentials.accessKeyId, CreateDate: new Date('2025-01-02T03:04:05Z'), UserName: 'mallory' },
  ]);
  expect((await errorOf(keysOf('nobody'))).name).toBe('NoSuchEntityException');
});

test('inline policies of a user are put, read and deleted', async () => {
  await createUser();
  const name = { UserName, PolicyName: 'all' };
  const get = () => started.iam.send(new GetUserPolicyCommand(name));
  expect((await errorOf(get())).name).toBe('NoSuchEntityException');
  await started.iam.send(new PutUserPolicyCommand({ ...name, PolicyDocument }));
  expect(decodeURIComponent((await get()).PolicyDocument ?? '')).toBe(PolicyDocument);
  await started.iam.send(new DeleteUserPolicyCommand(name));
  expect((await errorOf(get())).name).toBe('NoSuchEntityException');
  const broken = started.iam.send(new PutUserPolicyCommand({ ...name, PolicyDocument: '{' }));
  expect((await errorOf(broken)).name).toBe('MalformedPolicyDocumentException');
});

test('inline policies of a role are read', async () => {
  const name = { RoleName: roleName, PolicyName: 'revoke' };
  const get = () => started.iam.send(new GetRolePolicyCommand(name));
  expect((await errorOf(get())).name).toBe('NoSuchEntityException');
  await started.iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument }));
  expect(decodeURIComponent((await get()).PolicyDocument ?? '')).toBe(PolicyDocument);
});

test('policies are attached, passwords given, and no password is recorded', async () => {
  await createUser();
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await started.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  await started.iam.send(new CreateLoginProfileCommand({ UserName, Password: 'open-sesame' }));
  expect(started.standIn.iam.users.get(UserName)).toMatchObject({
    attachedPolicies: new Set([PolicyArn]),
    hasPassword: true,
  });
  expect(JSON.stringify(started.standIn.cloudTrail.records)).not.toContain('open-sesame');
});

test('the account has the aliases that it was given', async () => {
  const aliases = async () => (await started.iam.send(new ListAccountAliasesCommand({}))).AccountAliases;
  expect(await aliases()).toEqual([]);
  started.standIn.iam.accountAliases.push('production');
  expect(await aliases()).toEqual(['production']);
});

test.each([
  [UserName, ['CreateAccessKey', 'CreateUser']],
  ['the key', ['CreateAccessKey']],
])('event history finds calls on users and keys by %s', async (name, names) => {
  await createUser();
  const { accessKeyId } = await createKey();
  const cloudTrail = new CloudTrailClient(clientConfig(started.standIn, started.mallory, 'us-east-1'));
  const AttributeValue = name === 'the key' ? accessKeyId : name;
  const { Events } = await cloudTrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue }] }),
  );
  expect(Events?.map(({ EventName }) => EventName)).toEqual(names);
});
