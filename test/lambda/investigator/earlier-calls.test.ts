import { earlierCallsOf } from '../../../lambda/investigator/earlier-calls';
import type { Incident } from '../../../lib/contract/incident';
import { ACCOUNT, IDENTITIES, type Json, REGION } from '../../fixtures/identities';
import { ADMIN_ROLE, at, call, MALLORY, session, userIdentity } from './calls';
import { historyOf, NOW } from './history-clock';
import { HistoryServer } from './history-server';
import { stoppedIncident } from './incident-fixture';

let server: HistoryServer;
beforeAll(async () => {
  server = await HistoryServer.start();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

const PERSON_ROLE = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`;
const ask = (incident: Incident) =>
  earlierCallsOf(incident, { region: REGION, history: historyOf(server), now: new Date(NOW) });
const day = (before: number) => new Date(Date.parse(at(0)) - before * 86_400_000).toISOString().replace('.000Z', 'Z');
const change = (eventName: string, daysBefore: number, fields: Json = {}) =>
  call('cloudtrail.amazonaws.com', eventName, { eventTime: day(daysBefore), ...fields });

test('earlier changes of trails by the same actor are counted, and the latest is told', async () => {
  const latest = change('StartLogging', 1);
  server.add(
    change('StopLogging', 1),
    latest,
    change('UpdateTrail', 40, { userIdentity: { ...MALLORY, accessKeyId: 'AKIAOLD0000000000001' } }),
    change('StopLogging', 2, { userIdentity: userIdentity('bob', 'AKIABOB0000000000001') }),
    change('StopLogging', 3, { errorCode: 'AccessDenied' }),
    change('StopLogging', 91),
    change('StopLogging', 2, { awsRegion: 'us-east-1' }),
    call('kinesisanalytics.amazonaws.com', 'StopLogging', { eventTime: day(1) }),
  );
  latest.eventTime = day(0.5);
  const { earlierCalls, by, undetermined } = await ask(stoppedIncident());
  expect(earlierCalls).toMatchObject({ count: 3, latest: { eventId: latest.eventID, by: 'mallory' } });
  expect(earlierCalls?.since.slice(0, 10)).toBe('2025-12-02');
  expect(by).toEqual({ 'access key': 2, identity: 1, role: 0 });
  expect(undetermined).toBeUndefined();
});

test('what the incident is about is no earlier call', async () => {
  const own = call('cloudtrail.amazonaws.com', 'StopLogging', { eventTime: at(0) });
  const repeated = call('cloudtrail.amazonaws.com', 'StopLogging', { eventTime: day(1) });
  const between = call('cloudtrail.amazonaws.com', 'StartLogging', { eventTime: day(0.9) });
  const after = call('cloudtrail.amazonaws.com', 'UpdateTrail', { eventTime: at(2) });
  server.add(own, repeated, between, after);
  const id = (record: Json) => String(record.eventID);
  const incident = stoppedIncident({
    call: { eventId: id(own), eventName: 'StopLogging', eventTime: at(0, 0, '.000') },
    repetitions: [
      { incidentId: '1', at: day(1), outcome: 'restored', technique: 'trail-stopped', eventId: id(repeated) },
      { incidentId: '2', at: at(0), outcome: 'restored', technique: 'trail-stopped', eventId: id(own) },
    ],
  });
  expect((await ask(incident)).earlierCalls?.count).toBe(0);
});

test('another session of the same role is told as such', async () => {
  const carol = session(ADMIN_ROLE, 'carol', 'ASIACAROL00000000001', day(1));
  server.add(change('StopLogging', 1, { userIdentity: carol }));
  const found = await ask(stoppedIncident({}, IDENTITIES.AssumedRole));
  expect(found.earlierCalls).toMatchObject({
    count: 1,
    latest: { by: 'carol (role admin), another session of the same role' },
  });
  expect(found.by.role).toBe(1);
});

test('a role of IAM Identity Center is of many people: only the same person counts', async () => {
  const by = (name: string) => session(PERSON_ROLE, name, `ASIA${name.toUpperCase()}`, day(1));
  server.add(
    change('StopLogging', 1, { userIdentity: by('carol') }),
    change('StopLogging', 2, { userIdentity: by('eve') }),
  );
  const again = session(PERSON_ROLE, 'eve', 'ASIANEWKEY0000000001', at(0));
  expect(await ask(stoppedIncident({}, again))).toMatchObject({ earlierCalls: { count: 1 }, by: { identity: 1 } });
});

test('nobody has done nothing before', async () => {
  const { actor: _, ...incident } = stoppedIncident();
  expect(await ask(incident)).toMatchObject({
    undetermined: ['earlier changes of trails: nobody is known to have made the call'],
  });
  expect(server.lookups).toEqual([]);
});

test('what cannot be read is told, and what can be is counted', async () => {
  server.add(change('UpdateTrail', 1));
  server.faults.set(REGION, [{ status: 400, code: 'AccessDeniedException' }]);
  expect(await ask(stoppedIncident())).toMatchObject({
    earlierCalls: { count: 1 },
    undetermined: [`event history of ${REGION}: cloudtrail:LookupEvents was denied: nothing of it was read`],
  });
});
