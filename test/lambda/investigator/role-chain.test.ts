import { roleChainOf } from '../../../lambda/investigator/role-chain';
import { IDENTITIES, type Json, OTHER_ACCOUNT, REGION } from '../../fixtures/identities';
import { ACCOUNT, ADMIN_ROLE, assumeRole, at, call, MALLORY, read, session } from './calls';
import { historyOf } from './history-clock';
import { HistoryServer } from './history-server';
import { stoppedIncident } from './incident-fixture';

let server: HistoryServer;
beforeAll(async () => {
  server = await HistoryServer.start();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

const REGIONS = [REGION, 'us-east-1', 'ap-south-1', 'eu-west-1'];
const DEPLOY_ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`;
const PERSON_ROLE = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Admin_0123456789abcdef`;

const admin = session(ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', at(1));
const deploy = session(DEPLOY_ROLE, 'build', 'ASIADEPLOY0000000001', at(2));

/** Of a StopLogging by that identity. */
async function chainOf(by: Json, fields: Json = {}, regions = REGIONS) {
  const stop = call('cloudtrail.amazonaws.com', 'StopLogging', { userIdentity: by, eventTime: at(9), ...fields });
  const [record] = read(stop);
  const history = historyOf(server);
  return {
    history,
    ...(await roleChainOf(stoppedIncident({}, by), { regions, history, ...(record ? { record } : {}) })),
  };
}

test('who assumed the role is found by the key that they were given', async () => {
  const assumed = assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1) });
  server.add(
    assumed,
    assumeRole(IDENTITIES.IdentityCenterSession, ADMIN_ROLE, 'eve', 'ASIAOTHER00000000001', { eventTime: at(1) }),
  );
  const { chain, person, undetermined, history } = await chainOf(admin);
  expect(chain).toEqual([
    {
      eventId: assumed.eventID,
      eventName: 'AssumeRole',
      at: at(1, 0, '.000'),
      roleArn: ADMIN_ROLE,
      sessionName: 'eve',
      by: 'mallory',
      byArn: MALLORY.arn,
      byAccessKeyId: MALLORY.accessKeyId,
      sourceIpAddress: '198.51.100.66',
      userAgent: expect.stringContaining('aws-cli'),
    },
  ]);
  expect(person).toBe('mallory');
  expect(undetermined).toEqual([]);
  expect(history.calls).toBe(2);
});

test('a chain of roles is followed to its beginning, in whatever Regions', async () => {
  server.add(
    assumeRole(admin, DEPLOY_ROLE, 'build', 'ASIADEPLOY0000000001', { eventTime: at(2), awsRegion: 'us-east-1' }),
    assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1), awsRegion: 'eu-west-1' }),
  );
  const { chain, person, undetermined } = await chainOf(deploy);
  expect(chain.map(({ by, roleArn }) => [by, roleArn])).toEqual([
    ['eve (role admin)', DEPLOY_ROLE],
    ['mallory', ADMIN_ROLE],
  ]);
  expect(person).toBe('mallory');
  expect(undetermined).toEqual([]);
});

test('where history does not list the key, the calls around the beginning of the session are looked through', async () => {
  const assumed = assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', {
    eventTime: at(1),
    awsRegion: 'us-east-1',
  });
  server.add(assumed);
  server.isWithoutResources = true;
  expect((await chainOf(admin)).chain.map(({ eventId }) => eventId)).toEqual([assumed.eventID]);
  const [byName] = server.lookups.filter(({ LookupAttributes }) => LookupAttributes?.[0]?.AttributeKey === 'EventName');
  expect([byName?.StartTime, byName?.EndTime]).toEqual([
    Date.parse(at(1)) / 1_000 - 120,
    Date.parse(at(1)) / 1_000 + 121,
  ]);
});

test.each<[string, Json, string, Json]>([
  [
    'AssumeRoleWithSAML',
    { ...IDENTITIES.SAMLUser },
    'bob@example.com',
    session(ADMIN_ROLE, 'bob', 'ASIASAML000000000001', at(1)),
  ],
  [
    'AssumeRoleWithWebIdentity',
    { ...IDENTITIES.WebIdentityUser },
    '1029384756',
    session(ADMIN_ROLE, 'bob', 'ASIAWEB0000000000001', at(1)),
  ],
  [
    'GetFederationToken',
    { ...MALLORY },
    'mallory',
    { ...IDENTITIES.FederatedUser, sessionContext: { attributes: { creationDate: at(1) } } },
  ],
  ['GetSessionToken', { ...MALLORY }, 'mallory', { ...MALLORY, accessKeyId: 'ASIATOKEN00000000001' }],
])('a session of %s is found', async (eventName, by, person, identity) => {
  const begun = call('sts.amazonaws.com', eventName, {
    userIdentity: by,
    eventTime: at(1),
    responseElements: { credentials: { accessKeyId: identity.accessKeyId } },
  });
  server.add(begun);
  // Without a time of creation, the key among the resources is all there is.
  server.isWithoutResources = eventName !== 'GetSessionToken';
  const found = await chainOf(identity);
  expect(found.chain.map(({ eventId }) => eventId)).toEqual([begun.eventID]);
  expect(found.person).toBe(person);
});

test('a session of IAM Identity Center is of the person that it is named after', async () => {
  const mine = session(PERSON_ROLE, 'eve@example.com', 'ASIAPERSON0000000001', at(1));
  expect((await chainOf(mine)).person).toBe('eve@example.com');
  const pretended = `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Admin_0123456789abcdef`;
  expect((await chainOf(session(pretended, 'alice', 'ASIAPERSON0000000002', at(1)))).person).toBeUndefined();
  server.add(assumeRole(mine, ADMIN_ROLE, 'x', 'ASIAADMIN00000000001', { eventTime: at(1) }));
  expect((await chainOf(admin)).person).toBe('eve@example.com');
});

test('a source identity tells who began a chain that cannot be followed', async () => {
  const { sessionContext } = admin as { sessionContext: Json };
  const { person, undetermined } = await chainOf({
    ...admin,
    sessionContext: { ...sessionContext, sourceIdentity: 'eve' },
  });
  expect(person).toBe('eve (source identity)');
  expect(undetermined).toHaveLength(1);
});

test('what is not found, is told with what could not be read', async () => {
  server.always.set('ap-south-1', { status: 400, code: 'AccessDeniedException' });
  const { chain, undetermined } = await chainOf(admin);
  expect(chain).toEqual([]);
  expect(undetermined).toEqual([
    `who began the session arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve: event history of ap-south-1: ` +
      'cloudtrail:LookupEvents was denied: nothing of it was read',
  ]);
  server.always.clear();
  expect((await chainOf(admin)).undetermined[0]).toContain('event history does not show it (yet)');
});

test('a session of the console has other keys than the one it began with: it is told by name and time', async () => {
  const near = assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIABEGUN00000000001', { eventTime: at(1, 2) });
  server.add(near, assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIABEGUN00000000002', { eventTime: at(2, 30) }));
  server.add(assumeRole(MALLORY, ADMIN_ROLE, 'carol', 'ASIABEGUN00000000003', { eventTime: at(1) }));
  const { chain, undetermined } = await chainOf(admin, { sessionCredentialFromConsole: 'true' });
  expect(chain.map(({ eventId }) => eventId)).toEqual([near.eventID]);
  expect(undetermined).toEqual(['whether AssumeRole began the session: told by its name and time']);
  expect((await chainOf(admin)).chain).toEqual([]);
});

test.each<[string, Json]>([
  ['a long-lived key', MALLORY],
  ['the root user', IDENTITIES.Root],
  ['a service', IDENTITIES.AWSService],
])('%s has no chain, and nothing is asked', async (_, by) => {
  const { chain, undetermined, history } = await chainOf(by);
  expect([chain, undetermined, history.calls]).toEqual([[], [], 0]);
});

test('a user in the console has no chain', async () => {
  const { history } = await chainOf(
    { ...MALLORY, accessKeyId: 'ASIACONSOLE000000001' },
    { sessionCredentialFromConsole: 'true' },
  );
  expect(history.calls).toBe(0);
});

test('whoever came from another account is known there', async () => {
  server.add(assumeRole(IDENTITIES.AWSAccount, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1) }));
  const { chain, undetermined } = await chainOf(admin);
  expect(chain[0]?.by).toBe(`somebody of account ${OTHER_ACCOUNT}`);
  expect(undetermined).toEqual([
    `who is behind the caller from account ${OTHER_ACCOUNT}: that account's event history tells`,
  ]);
});

test('a denied AssumeRole began nothing', async () => {
  server.add(
    assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1), errorCode: 'AccessDenied' }),
  );
  expect((await chainOf(admin)).chain).toEqual([]);
});

test('a circle ends, and so does a chain without end', async () => {
  const roles = Array.from({ length: 9 }, (_, step) => `arn:aws:iam::${ACCOUNT}:role/step-${step}`);
  const key = (step: number) => `ASIA${String(step).padStart(16, '0')}`;
  const identity = (step: number) => session(roles[step] ?? '', 'x', key(step), at(1));
  server.add(
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((step) =>
      assumeRole(identity(step + 1), roles[step] ?? '', 'x', key(step), { eventTime: at(1) }),
    ),
  );
  const long = await chainOf(identity(0));
  expect(long.chain).toHaveLength(5);
  expect(long.undetermined).toEqual(['who is before the first 5 steps of the role chain: it is longer']);

  server.reset();
  server.add(
    assumeRole(identity(1), roles[0] ?? '', 'x', key(0), { eventTime: at(1) }),
    assumeRole(identity(0), roles[1] ?? '', 'x', key(1), { eventTime: at(1) }),
  );
  expect((await chainOf(identity(0))).chain).toHaveLength(2);
});

test('while history does not show the call itself, the key of the actor leads to the beginning of the session', async () => {
  const assumed = assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: '2026-03-02T04:00:00Z' });
  server.add(assumed);
  const { chain, person } = await roleChainOf(stoppedIncident({}, admin), {
    regions: REGIONS,
    history: historyOf(server),
  });
  expect(chain.map(({ eventId }) => eventId)).toEqual([assumed.eventID]);
  expect(person).toBe('mallory');
});

test('without an actor there is no chain', async () => {
  const { actor: _, ...incident } = stoppedIncident();
  const history = historyOf(server);
  expect(await roleChainOf(incident, { regions: REGIONS, history })).toEqual({ chain: [], undetermined: [] });
  expect(history.calls).toBe(0);
});
