import { activityOf } from '../../../lambda/investigator/activity';
import type { Incident } from '../../../lib/contract/incident';
import { IDENTITIES, type Json, OTHER_ACCOUNT, REGION } from '../../fixtures/identities';
import { ADMIN_ROLE, assumeRole, at, call, createAccessKey, MALLORY, session, userIdentity } from './calls';
import { historyOf, NOW } from './history-clock';
import { HistoryServer } from './history-server';
import { stoppedIncident } from './incident-fixture';

let server: HistoryServer;
beforeAll(async () => {
  server = await HistoryServer.start();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

const FROM = '2026-03-01T10:00:00.000Z';
const ask = (incident: Incident = stoppedIncident(), pagesPerRegion = 10) =>
  activityOf(incident, {
    regions: [REGION, 'us-east-1'],
    from: new Date(FROM),
    to: new Date(NOW),
    history: historyOf(server),
    pagesPerRegion,
  });
const ids = (records: readonly { record: { eventID: string } }[]) => records.map(({ record }) => record.eventID);

test('what the actor did is counted by service, Region and address', async () => {
  const first = call('ec2.amazonaws.com', 'DescribeInstances', { eventTime: '2026-03-01T12:00:00Z', readOnly: true });
  const second = call('iam.amazonaws.com', 'CreateRole', {
    awsRegion: 'us-east-1',
    eventTime: at(1),
    errorCode: 'AccessDenied',
  });
  const third = call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(2), sourceIPAddress: '203.0.113.9' });
  server.add(
    first,
    second,
    third,
    call('ec2.amazonaws.com', 'RunInstances', { eventTime: '2026-03-01T09:59:59Z' }),
    call('ec2.amazonaws.com', 'RunInstances', {
      userIdentity: userIdentity('bob', 'AKIABOB0000000000001'),
      eventTime: at(2),
    }),
  );
  const { finding, addresses, records } = await ask();
  expect(finding).toEqual({
    from: FROM,
    to: NOW,
    total: 3,
    errors: 1,
    services: [
      { name: 'ec2.amazonaws.com', count: 2 },
      { name: 'iam.amazonaws.com', count: 1 },
    ],
    regions: [
      { name: REGION, count: 2 },
      { name: 'us-east-1', count: 1 },
    ],
    assumedRoles: [],
    sensitive: [
      expect.objectContaining({ eventName: 'CreateRole', errorCode: 'AccessDenied' }),
      expect.objectContaining({ eventName: 'RunInstances' }),
    ],
    credentials: [],
  });
  expect(addresses).toEqual([
    { name: '198.51.100.66', count: 2 },
    { name: '203.0.113.9', count: 1 },
  ]);
  expect(ids(records)).toEqual([first, second, third].map(({ eventID }) => eventID));
});

test('what was done with keys and sessions that the actor made is theirs, and is followed', async () => {
  const target = `arn:aws:iam::${OTHER_ACCOUNT}:role/audit`;
  const admin = session(ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', at(1));
  const calls = [
    assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: at(1), awsRegion: 'us-east-1' }),
    assumeRole(admin, target, 'x', 'ASIATARGET0000000001', { eventTime: at(2) }),
    createAccessKey(admin, 'bob', 'AKIABACKDOOR00000001', { eventTime: at(3) }),
    call('s3.amazonaws.com', 'ListBuckets', {
      userIdentity: userIdentity('bob', 'AKIABACKDOOR00000001'),
      eventTime: at(4),
    }),
  ];
  server.add(...calls);
  const { finding, records } = await ask();
  expect(ids(records)).toEqual(calls.map(({ eventID }) => eventID));
  expect(finding.assumedRoles).toEqual([
    { roleArn: ADMIN_ROLE, accountId: '111122223333', at: at(1, 0, '.000') },
    { roleArn: target, accountId: OTHER_ACCOUNT, at: at(2, 0, '.000') },
  ]);
  expect(finding.credentials?.map(({ kind, id, by }) => [kind, id, by])).toEqual([
    ['session', 'ASIAADMIN00000000001', 'mallory'],
    ['session', 'ASIATARGET0000000001', 'eve (role admin)'],
    ['access key', 'AKIABACKDOOR00000001', 'eve (role admin)'],
  ]);
});

test('another session of the same role is another actor, though the role is the same', async () => {
  server.add(
    call('ec2.amazonaws.com', 'RunInstances', {
      userIdentity: session(ADMIN_ROLE, 'carol', 'ASIACAROL00000000001', at(0)),
      eventTime: at(1),
    }),
    call('ec2.amazonaws.com', 'RunInstances', { userIdentity: IDENTITIES.AssumedRole, eventTime: at(1) }),
  );
  const { finding } = await ask(stoppedIncident({}, IDENTITIES.AssumedRole));
  expect(finding.total).toBe(1);
});

test('a name may be of others too: only the calls of the actor count', async () => {
  const other = session('arn:aws:iam::111122223333:role/other', 'eve', 'ASIAOTHER00000000001', at(0));
  server.add(call('ec2.amazonaws.com', 'RunInstances', { userIdentity: other, eventTime: at(1) }));
  const { finding, records } = await ask(stoppedIncident({}, IDENTITIES.AssumedRole));
  expect([finding.total, records]).toEqual([0, []]);
});

test.each<[string, Json]>([
  ['the console, with other keys', { ...MALLORY, accessKeyId: 'ASIACONSOLE000000001' }],
  ['another key of the user', { ...MALLORY, accessKeyId: 'AKIAOTHER00000000001' }],
])('%s is found by the name', async (_, identity) => {
  server.add(call('ec2.amazonaws.com', 'RunInstances', { userIdentity: identity, eventTime: at(1) }));
  expect((await ask()).finding.total).toBe(1);
});

test('the root user is found by its name', async () => {
  server.add(
    call('ec2.amazonaws.com', 'RunInstances', {
      userIdentity: { ...IDENTITIES.Root, accessKeyId: 'ASIAROOT000000000001' },
      eventTime: at(1),
    }),
  );
  expect((await ask(stoppedIncident({}, IDENTITIES.Root))).finding.total).toBe(1);
});

test('what was not read is told', async () => {
  server.pageSize = 1;
  server.always.set('us-east-1', { status: 400, code: 'AccessDeniedException' });
  server.add(...[1, 2, 3].map((minute) => call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(minute) })));
  const { finding } = await ask(stoppedIncident(), 2);
  expect(finding.total).toBe(2);
  expect(finding.undetermined).toEqual([
    `event history of ${REGION}: the limit of pages (2) was reached: records up to 2026-03-02T10:02:00Z were not all read`,
    'event history of us-east-1: cloudtrail:LookupEvents was denied: nothing of it was read',
  ]);
});

test('more than a message has room for is counted and said to be cut', async () => {
  const roles = Array.from({ length: 40 }, (_, index) => `arn:aws:iam::${OTHER_ACCOUNT}:role/role-${index}`);
  server.add(
    ...roles.map((role, index) =>
      assumeRole(MALLORY, role, 'x', `ASIA${String(index).padStart(16, '0')}`, { eventTime: at(1) }),
    ),
  );
  server.add(...roles.map(() => call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(2) })));
  const { finding } = await ask();
  expect(finding.total).toBe(80);
  expect([finding.sensitive?.length, finding.credentials?.length, finding.assumedRoles?.length]).toEqual([50, 30, 30]);
  expect(finding.undetermined).toEqual([
    'what was done with 34 more access keys that the actor made: too many to follow',
    '30 more sensitive calls: 50 are told one by one',
    '10 more new credentials: 30 are told one by one',
    '10 more assumed roles: 30 are told',
  ]);
});

test.each<[string, Json | undefined, RegExp]>([
  ['nobody', undefined, /nobody is known to have made the call/],
  ['a service', IDENTITIES.AWSService, /not searched for the AWS service cloudformation/],
])('for %s nothing is asked', async (_, by, reason) => {
  const { actor, ...incident } = stoppedIncident({}, by ?? MALLORY);
  const { finding, records, addresses } = await ask(by ? { ...incident, ...(actor ? { actor } : {}) } : incident);
  expect(finding.undetermined).toEqual([expect.stringMatching(reason)]);
  expect([records, addresses, server.lookups]).toEqual([[], [], []]);
});
