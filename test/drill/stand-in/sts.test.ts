import { CloudTrailClient, LookupEventsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type Credentials,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { account, busEvents, recordOf, startCloudTrail } from './cloudtrail-fixture';
import { cleanUp, clientConfig, errorOf } from './fixture';

let standIn: StandIn;
let mallory: Caller;
let sts: STSClient;
beforeEach(async () => {
  ({ standIn, mallory } = await startCloudTrail());
  sts = new STSClient(clientConfig(standIn, mallory));
});
afterEach(cleanUp);

const RoleArn = `arn:aws:iam::${account}:role/ops/admin`;
const assume = (client = sts, RoleSessionName = 'night-shift') =>
  client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds: 900 }));

/** What a client of any service needs to call with what STS gave. */
const configOf = (credentials: Credentials | undefined) => ({
  ...clientConfig(standIn, mallory),
  credentials: {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    sessionToken: credentials?.SessionToken ?? '',
  },
});

test('an assumed role gives a session that calls as such', async () => {
  const { Credentials: given, AssumedRoleUser } = await assume();
  expect(given?.AccessKeyId).toMatch(/^ASIA/);
  expect(given?.Expiration?.getTime()).toBeGreaterThan(Date.now());
  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/admin/night-shift`);
  const session = new STSClient(configOf(given));
  const { Arn, UserId, Account } = await session.send(new GetCallerIdentityCommand({}));
  expect([Arn, UserId, Account]).toEqual([AssumedRoleUser?.Arn, AssumedRoleUser?.AssumedRoleId, account]);
  expect(recordOf(standIn, 'GetCallerIdentity')).toMatchObject({
    readOnly: true,
    requestParameters: null,
    responseElements: null,
    sourceIPAddress: '203.0.113.7',
    userIdentity: {
      type: 'AssumedRole',
      accessKeyId: given?.AccessKeyId,
      sessionContext: {
        sessionIssuer: { arn: RoleArn, userName: 'admin' },
        attributes: { creationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) },
      },
    },
  });
});

test('AssumeRole is recorded as a read, with the new key and without its secret', async () => {
  const { Credentials: given, AssumedRoleUser } = await assume();
  expect(recordOf(standIn, 'AssumeRole')).toMatchObject({
    eventSource: 'sts.amazonaws.com',
    readOnly: true,
    requestParameters: { roleArn: RoleArn, roleSessionName: 'night-shift', durationSeconds: 900 },
    responseElements: {
      credentials: {
        accessKeyId: given?.AccessKeyId,
        sessionToken: given?.SessionToken,
        expiration: expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/),
      },
      assumedRoleUser: { assumedRoleId: AssumedRoleUser?.AssumedRoleId, arn: AssumedRoleUser?.Arn },
    },
    resources: [{ ARN: RoleArn, accountId: account, type: 'AWS::IAM::Role' }],
    userIdentity: { type: 'IAMUser', userName: 'mallory' },
  });
  expect(JSON.stringify(standIn.cloudTrail.records)).not.toContain(given?.SecretAccessKey);
  expect(busEvents(standIn)).toEqual([]);
});

test.each([
  ['the key of the session', ({ AccessKeyId }: Credentials) => AccessKeyId],
  ['the name of the session', () => 'night-shift'],
  ['the role', () => RoleArn],
])('event history finds who began a session by %s', async (_, name) => {
  const cloudTrail = new CloudTrailClient(clientConfig(standIn, mallory));
  await assume(sts, 'other');
  const { Credentials: given = {} as Credentials } = await assume();
  const { Events } = await cloudTrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: name(given) }] }),
  );
  expect(Events?.[0]).toMatchObject({ EventName: 'AssumeRole', ReadOnly: 'true', Username: 'mallory' });
  expect(Events?.[0]?.Resources).toContainEqual({
    ResourceType: 'AWS::IAM::AccessKey',
    ResourceName: given.AccessKeyId,
  });
  expect(Events).toHaveLength(name(given) === RoleArn ? 2 : 1);
});

test('calls are recorded in the Region of the endpoint', async () => {
  await assume(new STSClient(clientConfig(standIn, mallory, 'eu-central-1')));
  expect(recordOf(standIn, 'AssumeRole')?.awsRegion).toBe('eu-central-1');
  await assume();
  expect(recordOf(standIn, 'AssumeRole')?.awsRegion).toBe('us-east-1');
});

test('a role that was made is assumed as it is, another is made', async () => {
  const iam = new IAMClient(clientConfig(standIn, mallory));
  const AssumeRolePolicyDocument = '{"Statement":[]}';
  await iam.send(new CreateRoleCommand({ RoleName: 'admin', Path: '/ops/', AssumeRolePolicyDocument }));
  await assume();
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'admin' }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(AssumeRolePolicyDocument);
  const otherArn = `arn:aws:iam::${account}:role/other`;
  await sts.send(new AssumeRoleCommand({ RoleArn: otherArn, RoleSessionName: 'x' }));
  expect((await iam.send(new GetRoleCommand({ RoleName: 'other' }))).Role?.Arn).toBe(otherArn);
});

test('a session token is the user with a key for some hours', async () => {
  const { Credentials: given } = await sts.send(new GetSessionTokenCommand({}));
  const record = recordOf(standIn, 'GetSessionToken');
  expect(record).toMatchObject({
    readOnly: false,
    requestParameters: null,
    responseElements: { credentials: { accessKeyId: given?.AccessKeyId } },
  });
  standIn.cloudTrail.addTrail({ Name: 'main' });
  await new CloudTrailClient(configOf(given)).send(new StopLoggingCommand({ Name: 'main' }));
  expect(recordOf(standIn, 'StopLogging')?.userIdentity).toMatchObject({
    type: 'IAMUser',
    userName: 'mallory',
    arn: mallory.arn,
    accessKeyId: given?.AccessKeyId,
    sessionContext: { attributes: { mfaAuthenticated: 'false' } },
  });
});

test('a federation token hides the user behind any name', async () => {
  const { Credentials: given, FederatedUser } = await sts.send(new GetFederationTokenCommand({ Name: 'admin' }));
  expect(recordOf(standIn, 'GetFederationToken')).toMatchObject({
    readOnly: false,
    requestParameters: { name: 'admin' },
    responseElements: {
      credentials: { accessKeyId: given?.AccessKeyId },
      federatedUser: { arn: `arn:aws:sts::${account}:federated-user/admin`, federatedUserId: `${account}:admin` },
    },
  });
  await new STSClient(configOf(given)).send(new GetCallerIdentityCommand({}));
  expect(recordOf(standIn, 'GetCallerIdentity')?.userIdentity).toMatchObject({
    type: 'FederatedUser',
    arn: FederatedUser?.Arn,
    accessKeyId: given?.AccessKeyId,
    sessionContext: { sessionIssuer: { type: 'IAMUser', arn: mallory.arn, userName: 'mallory' } },
  });
});

test('a denied call gives nothing away', async () => {
  standIn.callers.deny(mallory, 'sts:AssumeRole');
  expect(await errorOf(assume())).toMatchObject({ name: 'AccessDenied', status: 403 });
  expect(recordOf(standIn, 'AssumeRole')).toMatchObject({
    errorCode: 'AccessDenied',
    errorMessage: expect.stringContaining(`sts:AssumeRole on resource: ${RoleArn}`),
    requestParameters: null,
    responseElements: null,
    readOnly: true,
  });
});
