import fc from 'fast-check';
import { darkOf } from '../../../lambda/investigator/dark';
import type { HistoryRecord } from '../../../lambda/investigator/history';
import { windowsOf } from '../../../lambda/investigator/windows';
import type { Incident } from '../../../lib/contract/incident';
import type { DarkFinding } from '../../../lib/contract/investigation';
import { GUARD_ROLE_ARN, IDENTITIES, type Json, OTHER_ACCOUNT, REGION } from '../../fixtures/identities';
import { ownStartLogging } from '../../fixtures/records';
import { ACCOUNT, ADMIN_ROLE, assumeRole, at, call, createAccessKey, MALLORY, session, userIdentity } from './calls';
import { historyOf, NOW } from './history-clock';
import { HistoryServer } from './history-server';
import { stoppedIncident } from './incident-fixture';

let server: HistoryServer;
beforeAll(async () => {
  server = await HistoryServer.start();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

const REGIONS = [REGION, 'us-east-1', 'ap-south-1'];
const bob = userIdentity('bob', 'AKIABOB0000000000001');

function ask(incident: Incident = stoppedIncident(), options: Partial<Parameters<typeof darkOf>[2]> = {}) {
  const history = historyOf(server);
  return darkOf(incident, windowsOf(incident), {
    regions: REGIONS,
    history,
    now: new Date(NOW),
    caughtUp: true,
    guardRoleArn: GUARD_ROLE_ARN,
    ...options,
  });
}

const sum = (actors: DarkFinding['actors'], field: 'calls' | 'errors' | 'sensitive') =>
  actors.reduce((total, actor) => total + actor[field], 0);

test('what everybody did in the dark is told, the suspect first, with every sensitive call', async () => {
  server.add(
    call('iam.amazonaws.com', 'ListUsers', {
      userIdentity: bob,
      awsRegion: 'us-east-1',
      eventTime: at(0, 1),
      readOnly: true,
    }),
    call('iam.amazonaws.com', 'CreateUser', { userIdentity: bob, awsRegion: 'us-east-1', eventTime: at(0, 1) }),
    createAccessKey(MALLORY, 'bob', 'AKIABACKDOOR00000001', { eventTime: at(0, 2) }),
    call('ec2.amazonaws.com', 'RunInstances', {
      userIdentity: userIdentity('bob', 'AKIABACKDOOR00000001'),
      awsRegion: 'ap-south-1',
      eventTime: at(0, 3),
      errorCode: 'Client.UnauthorizedOperation',
    }),
    ownStartLogging({ eventTime: at(0, 5) }),
    call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(0, 6) }),
    call('ec2.amazonaws.com', 'RunInstances', { eventTime: '2026-03-02T09:59:59Z' }),
  );
  const dark = await ask();
  expect(dark).toMatchObject({ complete: true, total: 5, errors: 1, regions: REGIONS });
  expect(dark.actors).toEqual([
    { name: 'bob', arn: bob.arn, isSuspect: true, calls: 1, errors: 1, sensitive: 1 },
    { name: 'mallory', arn: MALLORY.arn, isSuspect: true, calls: 1, errors: 0, sensitive: 1 },
    { name: 'bob', arn: bob.arn, isSuspect: false, calls: 2, errors: 0, sensitive: 1 },
    expect.objectContaining({ name: 'this guard itself', isSuspect: false, calls: 1, sensitive: 1 }),
  ]);
  expect(dark.services).toEqual([
    { name: 'iam.amazonaws.com', count: 3 },
    { name: 'cloudtrail.amazonaws.com', count: 1 },
    { name: 'ec2.amazonaws.com', count: 1 },
  ]);
  expect(dark.sensitive.map(({ eventName, by }) => [eventName, by])).toEqual([
    ['CreateAccessKey', 'mallory'],
    ['RunInstances', 'bob'],
    ['CreateUser', 'bob'],
    ['StartLogging', 'this guard itself'],
  ]);
  expect(dark.sensitive[1]).toMatchObject({ region: 'ap-south-1', errorCode: 'Client.UnauthorizedOperation' });
  expect(dark.credentials).toEqual([
    expect.objectContaining({ kind: 'access key', id: 'AKIABACKDOOR00000001', of: 'bob', by: 'mallory' }),
    expect.objectContaining({ kind: 'user', by: 'bob' }),
  ]);
  expect(dark.undetermined).toEqual([expect.stringContaining('data events')]);
});

test('calls of one second are told in the order in which they were made', async () => {
  const names = ['CreateUser', 'CreateAccessKey', 'PutUserPolicy', 'DeleteRole'];
  server.add(...names.map((name) => call('iam.amazonaws.com', name, { awsRegion: 'us-east-1', eventTime: at(0, 2) })));
  const { sensitive } = await ask();
  expect(sensitive.map(({ eventName }) => eventName)).toEqual(names);
});

test('the seconds in which the trail stopped and started are dark', async () => {
  server.add(
    ...[-1, 0, 5, 6].map((second) =>
      call('s3.amazonaws.com', 'ListBuckets', { eventTime: second < 0 ? '2026-03-02T09:59:59Z' : at(0, second) }),
    ),
  );
  expect((await ask()).total).toBe(2);
});

test('exactly what is in the windows is told, wherever and by whomever; counts add up; suspects come first', async () => {
  const identities: Json[] = [MALLORY, bob, IDENTITIES.AssumedRole, IDENTITIES.AWSService];
  const names = [
    ['iam.amazonaws.com', 'CreateRole'],
    ['ec2.amazonaws.com', 'DescribeInstances'],
    ['kms.amazonaws.com', 'Decrypt'],
  ] as const;
  const made = fc.record({
    second: fc.nat(40),
    region: fc.constantFrom(...REGIONS),
    by: fc.constantFrom(...identities),
    name: fc.constantFrom(...names),
    isError: fc.boolean(),
  });
  const window = fc.tuple(fc.nat(30_000), fc.nat(9_000));
  await fc.assert(
    fc.asyncProperty(
      fc.array(made, { maxLength: 40 }),
      fc.array(window, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 2, max: 9 }),
      async (calls, spans, pageSize) => {
        server.reset();
        server.pageSize = pageSize;
        const iso = (milliseconds: number) => new Date(Date.parse(at(0)) + milliseconds).toISOString();
        const incident = stoppedIncident({
          darkWindow: undefined,
          repetitions: spans.map(([from, length], index) => ({
            incidentId: String(index),
            at: iso(from),
            outcome: 'restored',
            technique: 'trail-stopped',
            darkWindow: { stoppedAt: iso(from), startedAt: iso(from + length) },
          })),
        });
        const records = calls.map(({ second, region, by, name: [source, name], isError }) => ({
          second,
          record: call(source, name, {
            eventTime: at(0, second),
            awsRegion: region,
            userIdentity: by,
            ...(isError ? { errorCode: 'AccessDenied' } : {}),
          }),
        }));
        server.add(...records.map(({ record }) => record));
        let kept: readonly HistoryRecord[] = [];
        const dark = await ask(incident, {
          list: async (_incident, _windows, all) => {
            kept = all;
            return { undetermined: [] };
          },
        });
        const expected = records.filter(({ second }) =>
          spans.some(
            ([from, length]) => second >= Math.floor(from / 1_000) && second <= Math.floor((from + length) / 1_000),
          ),
        );
        const ids = expected.map(({ record }) => record.eventID);
        expect(kept.map(({ record }) => record.eventID).sort()).toEqual([...ids].sort());
        expect(kept.map(({ raw }) => JSON.parse(raw).eventID)).toEqual(kept.map(({ record }) => record.eventID));
        expect(dark.complete).toBe(true);
        expect(dark.total).toBe(ids.length);
        expect(sum(dark.actors, 'calls')).toBe(dark.total);
        expect(sum(dark.actors, 'errors')).toBe(dark.errors);
        expect(sum(dark.actors, 'sensitive')).toBe(dark.sensitive.length);
        expect(dark.services.reduce((total, { count }) => total + count, 0)).toBe(dark.total);
        const suspected = dark.actors.map(({ isSuspect }) => isSuspect);
        expect(suspected).toEqual([...suspected].sort((a, b) => Number(b) - Number(a)));
        expect(dark.actors.filter(({ isSuspect }) => isSuspect).map(({ name }) => name)).toEqual(
          expected.some(({ record }) => record.userIdentity === MALLORY) ? ['mallory'] : [],
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('a Region that does not answer is told, and the others are read', async () => {
  server.always.set('us-east-1', { status: 400, code: 'AccessDeniedException' });
  server.add(call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(0, 2) }));
  const dark = await ask();
  expect(dark).toMatchObject({ complete: false, total: 1 });
  expect(dark.undetermined?.[0]).toBe(
    'event history of us-east-1: cloudtrail:LookupEvents was denied: nothing of it was read',
  );
});

test('history that has not caught up is not complete, and nor is an open window', async () => {
  const late = await ask(stoppedIncident(), { caughtUp: false });
  expect(late.complete).toBe(false);
  expect(late.undetermined?.join()).toContain('event history may take 15 minutes');
  const open = await ask(stoppedIncident({ darkWindow: { stoppedAt: at(0, 0, '.400') } }));
  expect(open.complete).toBe(false);
  expect(open.windows).toEqual([{ from: at(0, 0, '.400'), kind: 'stopped' }]);
  expect(open.undetermined?.join()).toContain('the trail is not seen to be back');
});

test('what history does not show yet is told by the next investigation', async () => {
  server.add(...[1, 2, 3].map((second) => call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(0, second) })));
  server.visibleUntil = Date.parse(at(0, 2));
  expect(await ask(stoppedIncident(), { caughtUp: false })).toMatchObject({ total: 1, complete: false });
  server.visibleUntil = Number.POSITIVE_INFINITY;
  expect(await ask()).toMatchObject({ total: 3, complete: true });
});

test("where there is too much to read, the suspect's calls are asked for by themselves", async () => {
  server.pageSize = 2;
  const busy = Array.from({ length: 12 }, (_, index) =>
    call('ec2.amazonaws.com', 'DescribeInstances', { userIdentity: bob, eventTime: at(0, 3 + (index % 3)) }),
  );
  const first = call('iam.amazonaws.com', 'CreateRole', { eventTime: at(0, 1) });
  const hidden = call('ec2.amazonaws.com', 'DescribeInstances', { userIdentity: bob, eventTime: at(0, 1) });
  server.add(...busy, first, hidden);
  const dark = await ask(stoppedIncident(), { pagesPerRegion: 3 });
  expect(dark.complete).toBe(false);
  expect(dark.total).toBe(7);
  expect(dark.sensitive.map(({ eventId }) => eventId)).toEqual([first.eventID]);
  expect(dark.undetermined?.[0]).toBe(
    `event history of ${REGION}: the limit of pages (3) was reached: records up to 2026-03-02T10:00:04Z were not all read`,
  );
});

test('the pages of a Region are shared by its windows, the latest first', async () => {
  server.pageSize = 1;
  const windowAt = (minute: number) => ({
    incidentId: String(minute),
    at: at(minute),
    outcome: 'restored' as const,
    technique: 'trail-stopped',
    darkWindow: { stoppedAt: at(minute, 0, '.000'), startedAt: at(minute, 9, '.000') },
  });
  for (const minute of [1, 2, 3]) {
    const seconds = minute === 1 ? [1, 2, 3, 4, 5] : [1];
    server.add(
      ...seconds.map((second) => call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(minute, second) })),
    );
  }
  const incident = stoppedIncident({ actor: undefined, darkWindow: undefined, repetitions: [1, 2, 3].map(windowAt) });
  expect(await ask(incident, { regions: [REGION], pagesPerRegion: 7 })).toMatchObject({ total: 7, complete: true });
  expect(await ask(incident, { regions: [REGION], pagesPerRegion: 6 })).toMatchObject({ total: 6, complete: false });
});

test('records that are known already count, if they are of the dark, and once', async () => {
  const [inside, outside] = [at(0, 2), at(3)].map((eventTime) =>
    call('ec2.amazonaws.com', 'RunInstances', { eventTime }),
  );
  server.add(inside as Json, outside as Json);
  const history = historyOf(server);
  const { records: known } = await history.lookup({
    region: REGION,
    from: new Date(at(0)),
    to: new Date(at(9)),
    pages: 1,
  });
  expect(known).toHaveLength(2);
  expect((await ask(stoppedIncident(), { known })).total).toBe(1);
  server.always.set(REGION, { status: 400, code: 'AccessDeniedException' });
  expect((await ask(stoppedIncident(), { known })).total).toBe(1);
});

test("a session that began before the dark is the suspect's there, where its beginning is known", async () => {
  const begun = assumeRole(MALLORY, ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', { eventTime: '2026-03-02T09:58:00Z' });
  server.add(
    begun,
    call('ec2.amazonaws.com', 'RunInstances', {
      userIdentity: session(ADMIN_ROLE, 'eve', 'ASIAADMIN00000000001', '2026-03-02T09:58:00Z'),
      eventTime: at(0, 2),
    }),
  );
  const history = historyOf(server);
  const { records: known } = await history.lookup({
    region: REGION,
    from: new Date('2026-03-02T09:00:00Z'),
    to: new Date(at(9)),
    pages: 1,
  });
  expect((await ask()).actors[0]?.isSuspect).toBe(false);
  expect((await ask(stoppedIncident(), { known })).actors[0]?.isSuspect).toBe(true);
});

test('more actors and calls than a message has room for are counted and said to be cut', async () => {
  const records = Array.from({ length: 260 }, (_, index) =>
    call('iam.amazonaws.com', 'CreateRole', {
      awsRegion: 'us-east-1',
      userIdentity: userIdentity(`user-${index % 70}`, `AKIA${String(index % 70).padStart(16, '0')}`),
      eventTime: at(0, 1),
    }),
  );
  server.add(...records, call('iam.amazonaws.com', 'DeleteRole', { awsRegion: 'us-east-1', eventTime: at(0, 5) }));
  const dark = await ask();
  expect(dark).toMatchObject({ complete: true, total: 261 });
  expect(dark.actors).toHaveLength(51);
  expect(dark.actors[0]).toMatchObject({ name: 'mallory', isSuspect: true });
  expect(dark.actors.at(-1)?.name).toBe('21 others');
  expect(sum(dark.actors, 'calls')).toBe(261);
  expect(dark.sensitive).toHaveLength(200);
  expect(dark.sensitive[0]?.eventName).toBe('DeleteRole');
  expect(dark.credentials).toHaveLength(50);
  expect(dark.undetermined).toEqual(
    expect.arrayContaining([
      '61 more sensitive calls: 200 are told one by one',
      '210 more new credentials: 50 are told one by one',
    ]),
  );
});

test.each<[string, Partial<Incident>]>([
  ["another account's", { trail: { arn: `arn:aws:cloudtrail:${REGION}:${OTHER_ACCOUNT}:trail/org`, name: 'org' } }],
  ['of the organization', { evidence: { IsOrganizationTrail: true } as Incident['evidence'] }],
])('of a trail that is %s, other accounts are said to be unknown', async (_, changes) => {
  const dark = await ask(stoppedIncident(changes));
  expect(dark.undetermined).toContain(
    `what was done in other accounts of the organization: event history of ${ACCOUNT} has its own calls only`,
  );
});

test('without an actor nobody is suspected', async () => {
  server.add(call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(0, 2) }));
  const { actor: _, ...incident } = stoppedIncident();
  expect((await ask(incident)).actors).toEqual([expect.objectContaining({ name: 'mallory', isSuspect: false })]);
});

test('the list is told with where it is, or why it is not', async () => {
  server.add(call('ec2.amazonaws.com', 'RunInstances', { eventTime: at(0, 2) }));
  const list = { bucket: 'evidence', key: 'a.jsonl', records: 1 };
  expect((await ask(stoppedIncident(), { list: async () => ({ list, undetermined: [] }) })).list).toEqual(list);
  const failed = await ask(stoppedIncident(), { list: async () => ({ undetermined: ['the complete list: no'] }) });
  expect(failed.list).toBeUndefined();
  expect(failed.undetermined).toContain('the complete list: no');
  expect(failed.complete).toBe(true);
});

test('a quiet dark is complete, and no list is kept of it', async () => {
  const list = jest.fn();
  expect(await ask(stoppedIncident(), { list })).toMatchObject({ complete: true, total: 0, actors: [], sensitive: [] });
  expect(list).not.toHaveBeenCalled();
});

test('of a dark longer than history is kept, what is kept is told, and what is not is said', async () => {
  server.add(call('ec2.amazonaws.com', 'RunInstances', { eventTime: '2026-02-01T00:00:00Z' }));
  const dark = await ask(stoppedIncident({ darkWindow: { stoppedAt: '2019-01-01T00:00:00.000Z' } }), {
    regions: [REGION],
  });
  expect(dark).toMatchObject({ total: 1, complete: false });
  expect(dark.undetermined?.[0]).toBe('what was before 2025-12-02T10:31:00Z: event history keeps 90 days');
  expect(server.lookups[0]?.StartTime).toBe(Date.parse('2025-12-02T10:31:00Z') / 1_000);
});

test('of a dark that history does not keep any more, nothing is asked', async () => {
  const darkWindow = { stoppedAt: '2019-01-01T00:00:00.000Z', startedAt: '2019-01-02T00:00:00.000Z' };
  expect(await ask(stoppedIncident({ darkWindow }))).toMatchObject({ total: 0, complete: false });
  expect(server.lookups).toEqual([]);
});
