import { IAMClient } from '@aws-sdk/client-iam';
import { identity } from '../../../lambda/investigator/identity';
import { ACCOUNT, assumedRole, IDENTITIES, type Json, OTHER_ACCOUNT } from '../../fixtures/identities';
import { stopLogging } from '../../fixtures/records';
import { incident } from '../guard/incidents';
import { Warnings } from './asking';
import { AwsServer, broken, denied, Fault, HANG, xml } from './aws-server';

let aws: AwsServer;
beforeAll(async () => {
  aws = await AwsServer.start();
});
afterAll(() => aws.stop());

const CREATED = '2024-05-06T07:08:09.000Z';
const keys = (...ids: string[]) =>
  xml(
    'ListAccessKeys',
    {
      AccessKeyMetadata: ids.map((AccessKeyId) => ({
        UserName: 'mallory',
        AccessKeyId,
        Status: 'Active',
        CreateDate: AccessKeyId === IDENTITIES.IAMUser.accessKeyId ? CREATED : '2020-01-01T00:00:00Z',
      })),
      IsTruncated: false,
    },
    'member',
  );
const aliases = (...names: string[]) =>
  xml('ListAccountAliases', { AccountAliases: names, IsTruncated: false }, 'member');

beforeEach(() => {
  aws.reset();
  aws.on('ListAccountAliases', aliases('shop-prod'));
  aws.on('ListAccessKeys', keys('AKIAEXAMPLEEXAMPLE99', IDENTITIES.IAMUser.accessKeyId));
});

const log = new Warnings();

/** Of a call; `record: false` if its record is not at hand. */
function ask(fields: Json, { record = true, maxAttempts = 1 } = {}) {
  const call = stopLogging(fields);
  return identity({
    incident: incident('restored', fields),
    ...(record ? { record: call } : {}),
    account: ACCOUNT,
    iam: new IAMClient({
      ...aws.client('us-east-1', maxAttempts),
      requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
    }),
    log,
  });
}

const by = (userIdentity: Json, fields: Json = {}): Json => ({ userIdentity, ...fields });

test('a user with a long-lived key: how old the key is, whose account, no console', async () => {
  expect(await ask(by(IDENTITIES.IAMUser))).toEqual({
    credential: 'long-lived',
    console: false,
    credentialCreatedAt: CREATED,
    accountAlias: 'shop-prod',
    undetermined: ['whether MFA was used: CloudTrail does not record it for this credential'],
  });
  expect(aws.called('ListAccessKeys')[0]?.input).toMatchObject({ UserName: 'mallory' });
});

test.each<[string, Json, object]>([
  [
    'the root user',
    IDENTITIES.Root,
    { credential: 'root', console: false, mfaAuthenticated: true, credentialCreatedAt: '2026-03-02T09:12:44.000Z' },
  ],
  ['a role session', IDENTITIES.AssumedRole, { credential: 'temporary', mfaAuthenticated: false, console: false }],
  [
    'a session of IAM Identity Center',
    IDENTITIES.IdentityCenterSession,
    {
      credential: 'temporary',
      person: 'eve@example.com',
      undetermined: ['whether MFA was used: the sign-in was outside of IAM, where CloudTrail does not see it'],
    },
  ],
  ['an Identity Center user', IDENTITIES.IdentityCenterUser, { person: '11111111-2222-3333-4444-555555555555' }],
  ['a federated user', IDENTITIES.FederatedUser, { credential: 'temporary', person: 'alice' }],
  ['a SAML user', IDENTITIES.SAMLUser, { person: 'bob@example.com' }],
  ['a web identity', IDENTITIES.WebIdentityUser, { person: '1029384756' }],
])('%s', async (_, userIdentity, expected) => {
  expect(await ask(by(userIdentity))).toMatchObject(expected);
});

test('a service has neither console nor MFA nor a session, and nothing is left open about it', async () => {
  expect(await ask(by(IDENTITIES.AWSService))).toEqual({ credential: 'service', accountAlias: 'shop-prod' });
});

test('a role whose session has the name of a person is no person: whoever assumes it chooses the name', async () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Admin_0123456789abcdef`;
  expect(await ask(by(assumedRole(role, 'ceo@example.com')))).not.toHaveProperty('person');
});

test.each<[string, Json, string]>([
  ['the source identity', { sourceIdentity: 'carol' }, 'carol'],
  [
    'the subject of a web identity',
    {
      webIdFederationData: {
        federatedProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.example.com`,
        attributes: { 'token.example.com:aud': 'sts', 'token.example.com:sub': 'repo:shop/app' },
      },
    },
    `repo:shop/app (arn:aws:iam::${ACCOUNT}:oidc-provider/token.example.com)`,
  ],
])('the person behind a role is known by %s', async (_, context, person) => {
  const userIdentity = assumedRole(`arn:aws:iam::${ACCOUNT}:role/deploy`, 'session', context);
  expect(await ask(by(userIdentity))).toMatchObject({ person });
});

test.each<[string, Json, object]>([
  ['CloudTrail says so', { sessionCredentialFromConsole: 'true', userAgent: 'Mozilla/5.0' }, { console: true }],
  ['nothing says so', { userAgent: 'Boto3/1.35' }, { console: false }],
  [
    'only the user agent says so',
    { userAgent: 'AWS Internal' },
    {
      console: true,
      undetermined: ['how certain the console is: only the user agent says so, which the caller can choose'],
    },
  ],
  ['the user agent only contains it', { userAgent: 'evil console.amazonaws.com' }, { console: false }],
])('console: %s', async (_, fields, expected) => {
  expect(await ask(by(IDENTITIES.AssumedRole, fields))).toMatchObject(expected);
});

test('without its record a call leaves open what only the record tells', async () => {
  const { undetermined, ...known } = await ask(by(IDENTITIES.AssumedRole), { record: false });
  expect(known).toEqual({ credential: 'temporary', mfaAuthenticated: false, accountAlias: 'shop-prod' });
  expect(undetermined).toEqual([
    'whether it was in the console: the record is not at hand',
    'when the session was made: no record of the call that tells it is at hand',
  ]);
});

test.each<[string, unknown, string]>([
  ['denied', new Fault('AccessDenied', 'not authorized', 403), 'iam:ListAccessKeys was denied'],
  ['throttled', new Fault('Throttling', 'Rate exceeded', 400), 'iam:ListAccessKeys was throttled'],
  ['broken', broken, 'iam:ListAccessKeys failed (InternalFailure: an internal error)'],
  ['silent', HANG, 'iam:ListAccessKeys did not answer in time'],
  ['of a user that is gone', new Fault('NoSuchEntity', 'no such user', 404), 'NoSuchEntity'],
  ['without the key', keys('AKIAEXAMPLEEXAMPLE99'), 'it is not among the keys of mallory (any more)'],
  ['empty', keys(), 'it is not among the keys of mallory (any more)'],
])('where the answer about the key is %s, all the rest is told', async (_, answer, why) => {
  aws.on('ListAccessKeys', answer);
  const { undetermined, ...known } = await ask(by(IDENTITIES.IAMUser));
  expect(known).toEqual({ credential: 'long-lived', console: false, accountAlias: 'shop-prod' });
  expect(undetermined).toContainEqual(expect.stringMatching(/^the age of the access key: /));
  expect(undetermined?.join()).toContain(why);
});

test.each<[string, Json, string]>([
  ['root', { ...IDENTITIES.Root, accessKeyId: 'AKIAEXAMPLEEXAMPLE98' }, 'IAM does not show keys of the root user'],
  [
    'a user of another account',
    { ...IDENTITIES.IAMUser, accountId: OTHER_ACCOUNT },
    `the user is of account ${OTHER_ACCOUNT}`,
  ],
  ['nobody by name', { ...IDENTITIES.IAMUser, userName: undefined }, 'the record names no user'],
])('the key of %s is not asked for', async (_, userIdentity, why) => {
  expect((await ask(by(userIdentity))).undetermined).toContain(`the age of the access key: ${why}`);
  expect(aws.called('ListAccessKeys')).toEqual([]);
});

test('an account without an alias has none, and one that cannot be read is said', async () => {
  aws.on('ListAccountAliases', aliases());
  expect(await ask(by(IDENTITIES.AWSService))).toEqual({ credential: 'service' });
  aws.on('ListAccountAliases', denied);
  expect(await ask(by(IDENTITIES.AWSService))).toEqual({
    credential: 'service',
    undetermined: ["the account's alias: iam:ListAccountAliases was denied"],
  });
  expect(log.entries.at(-1)).toMatchObject({ event: 'not-determined', action: 'iam:ListAccountAliases' });
});

test('an identity of no known kind is said to be so', async () => {
  expect((await ask(by(IDENTITIES.Empty))).undetermined).toContain(
    'the kind of credential: the record names no access key',
  );
});

test('nobody is known', async () => {
  const finding = await identity({
    incident: incident('trail-missing'),
    account: ACCOUNT,
    iam: new IAMClient(aws.client()),
    log,
  });
  expect(finding).toEqual({ accountAlias: 'shop-prod', undetermined: ['who did it: no actor is known'] });
});

test.each([
  null,
  'text',
  { userIdentity: 7 },
  { userIdentity: { sessionContext: { attributes: { creationDate: 'x' } } } },
])('a record that is none tells nothing: %j', async (record) => {
  const iam = new IAMClient(aws.client());
  const finding = await identity({ incident: incident('restored'), record, account: ACCOUNT, iam, log });
  expect(finding).toMatchObject({ credential: 'long-lived', console: false });
});
