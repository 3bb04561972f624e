import fc from 'fast-check';
import { createHubTable } from '../../../lambda/hub/table';
import type { Incident } from '../../../lib/contract/incident';
import { Hub } from './hub';
import { deletionRecord, incidentMessage, incidentOf, message, type QueueRecord, witnessMessage } from './messages';

let hub: Hub;

beforeEach(async () => {
  hub = await new Hub().start();
});

afterEach(() => hub.stop());

const numbered = (number: number, changes: Partial<Incident> = {}) =>
  incidentMessage({ id: `incident-${number}`, ...changes });
const many = (count: number) => Array.from({ length: count }, (_, number) => numbered(number));
const named = (json: Record<string, unknown>): unknown[] =>
  Array.isArray(json.incidents)
    ? json.incidents.map(({ id, revision }) => `${id} ${revision}`)
    : [`${json.id} ${json.revision}`];
const allNamed = () => hub.services.published.flatMap(({ json }) => named(json));

test('up to five are told one by one, with account and Region in the subject', async () => {
  expect(await hub.take(many(5))).toEqual([]);
  expect(hub.subjects).toEqual(
    Array(5).fill('CloudTrail logging RESTORED: management-events (111122223333 eu-central-1)'),
  );
  expect(await hub.items('incident#111122223333')).toHaveLength(5);
  expect(hub.counted).toEqual([{ HubIncidents: 5 }]);
  expect(hub.logged).toContainEqual({
    event: 'hub-incident',
    account: '111122223333',
    region: 'eu-central-1',
    incident: 'incident-0',
    severity: 'high',
    technique: 'stop-logging',
    outcome: 'restored',
    actor: 'mallory',
    target: 'management-events',
  });
});

test('more are told in one message, the worst first', async () => {
  await hub.take([...many(5), numbered(5, { severity: 'critical', riskScore: 99, account: '444455556666' })]);
  expect(hub.subjects).toEqual(['CloudTrail: 6 incidents in 2 accounts and 1 Region, worst critical']);
  const [{ email = '', json = {} } = {}] = hub.services.published;
  expect(json).toMatchObject({ kind: 'incidents', total: 6, leftOut: 0, incidents: { 0: { id: 'incident-5' } } });
  expect(email.indexOf('CRITICAL, 444455556666')).toBeLessThan(email.indexOf('HIGH, 111122223333'));
});

test('what SNS has no room for is counted, and is in the table', async () => {
  const long = 'x'.repeat(900);
  await hub.take(Array.from({ length: 300 }, (_, number) => numbered(number, { id: `${number}-${long}` })));
  const [{ json = {} } = {}] = hub.services.published;
  const published = hub.services.calls.find(({ action }) => action === 'Publish')?.parameters.get('Message') ?? '';
  expect(Buffer.byteLength(published)).toBeLessThan(262_144);
  expect(json.leftOut).toBeGreaterThan(0);
  expect((json.incidents as unknown[]).length + Number(json.leftOut)).toBe(300);
  expect(await hub.items('incident#')).toHaveLength(300);
});

test('what was told is not told again; a newer revision is, an older one is not', async () => {
  for (const revision of [1, 1, 3, 2, 3]) {
    hub.later(10);
    expect(await hub.take([numbered(1, { revision })])).toEqual([]);
  }
  expect(allNamed()).toEqual(['incident-1 1', 'incident-1 3']);
  const [item] = await hub.items('incident#');
  expect(item).toMatchObject({ revision: { N: '3' }, state: { S: 'told' } });
});

test('two accounts may have incidents of one id', async () => {
  await hub.take([numbered(1), numbered(1, { account: '444455556666' })]);
  expect(hub.subjects).toHaveLength(2);
});

test('of one batch the newest revision is told', async () => {
  await hub.take([numbered(1, { revision: 2 }), numbered(1, { revision: 3 }), numbered(1)]);
  expect(allNamed()).toEqual(['incident-1 3']);
});

test('what SNS does not take is told when the message comes again, and not by another run before', async () => {
  const records = many(2);
  hub.services.faults.set('Publish', [[500, 'InternalError']]);
  const [again] = await hub.take(records);
  expect(again).toBe(records[0]?.messageId);
  expect(hub.subjects).toHaveLength(1);
  // Its claim lasts as long as the run may have lasted.
  expect(await hub.take(records)).toEqual([again]);
  hub.later(2);
  expect(await hub.take(records)).toEqual([]);
  expect(allNamed().sort()).toEqual(['incident-0 1', 'incident-1 1']);
});

test('where the mark is lost after SNS took the message, it is not told again by the same batch', async () => {
  const table = hub.table();
  const update = () => Promise.reject(new Error('lost'));
  expect(await hub.take(many(1), { table: { ...table, update } })).toEqual([]);
  expect(hub.logged).toContainEqual(expect.objectContaining({ event: 'incident-told-not-marked' }));
  // At least once: a duplicate of the message is told.
  hub.later(2);
  await hub.take(many(1));
  expect(hub.subjects).toHaveLength(2);
});

test('one that cannot be written comes again, the others are told', async () => {
  const table = hub.table();
  const records = many(3);
  const put: typeof table.put = (key, ...others) =>
    key.id === 'incident-1' ? Promise.reject(new Error('throttled')) : table.put(key, ...others);
  expect(await hub.take(records, { table: { ...table, put } })).toEqual([records[1]?.messageId]);
  expect(hub.subjects).toHaveLength(2);
});

test('a table that cannot be read fails the batch, so that all of it comes again', async () => {
  const broken = createHubTable(hub.dynamoDb, 'other', async () => undefined);
  await expect(hub.take(many(2), { table: broken })).rejects.toThrow();
});

test('two runs at once tell each incident once', async () => {
  const records = many(4);
  const again = (await Promise.all([hub.take(records), hub.take(records), hub.take(records)])).flat();
  hub.later(2);
  await hub.take(records.filter(({ messageId }) => again.includes(messageId)));
  expect(allNamed().sort()).toEqual([0, 1, 2, 3].map((number) => `incident-${number} 1`));
});

test("a call on a guard's own part is told once, whoever tells it first, and what the guard says is kept", async () => {
  const [call] = [
    { eventId: String(deletionRecord().eventID), eventName: 'DeleteFunction', eventTime: '2026-03-02T09:59:50Z' },
  ];
  await hub.take([witnessMessage()]);
  expect(hub.subjects).toEqual([expect.stringContaining('(111122223333 eu-central-1)')]);
  const [{ json = {} } = {}] = hub.services.published;
  const { technique } = json as unknown as Incident;
  const byGuard = incidentMessage({ id: 'guards-own', technique, call, severity: 'critical' });
  hub.later(1);
  expect(await hub.take([byGuard, witnessMessage()])).toEqual([]);
  expect(hub.subjects).toHaveLength(1);
  const [item] = await hub.items('incident#');
  expect(JSON.parse(item?.incident?.S ?? '')).toMatchObject({ id: 'guards-own' });
});

test('a guard that makes little of a call does not get the better of its witness', async () => {
  const { technique } = await technique_();
  const call = {
    eventId: String(deletionRecord().eventID),
    eventName: 'DeleteFunction',
    eventTime: '2026-03-02T09:59:50Z',
  };
  const byGuard = incidentMessage({ id: 'nothing', technique, call, severity: 'informational', outcome: 'expected' });
  const again = await hub.take([byGuard, witnessMessage()]);
  expect(hub.services.published.map(({ json }) => json.severity)).toEqual(['critical']);
  // The guard's own is written down when it comes again.
  expect(again).toEqual([byGuard.messageId]);
  hub.later(2);
  expect(await hub.take([byGuard])).toEqual([]);
  expect(hub.subjects).toHaveLength(1);
});

async function technique_() {
  const other = await new Hub().start();
  await other.take([witnessMessage()]);
  await other.stop();
  return other.services.published[0]?.json as unknown as Incident;
}

test('a deployment is written down and not told', async () => {
  hub.policy = { ...hub.policy, deployedBy: ['arn:aws:iam::*:role/*'] };
  await hub.take([witnessMessage()]);
  expect(hub.subjects).toEqual([]);
  expect(await hub.items('incident#')).toMatchObject([{ state: { S: 'kept' } }]);
});

test('nonsense is counted and gone, and takes nothing with it', async () => {
  expect(await hub.take([message('{'), ...many(1), message('"')])).toEqual([]);
  expect(hub.subjects).toHaveLength(1);
  expect(hub.counted).toContainEqual({ HubEventsRejected: 2 });
  await hub.handle({ what: 'ever' });
  expect(hub.counted.at(-1)).toEqual({ HubEventsRejected: 1 });
});

test('however they arrive, each incident is told, and the newest revision of it once', async () => {
  const arrivals = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 }))
    .chain(([incidents, revisions]) => {
      const each = Array.from({ length: incidents * revisions }, (_, index) => [
        index % incidents,
        1 + Math.floor(index / incidents),
      ]) as [number, number][];
      return fc.record({
        incidents: fc.constant(incidents),
        revisions: fc.constant(revisions),
        order: fc.shuffledSubarray([...each, ...each], { minLength: each.length * 2 }),
        batches: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        faults: fc.array(fc.boolean(), { maxLength: 6 }),
      });
    });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ incidents, revisions, order, batches, faults }) => {
      const prefix = `round-${++round}`;
      hub.services.published.length = 0;
      hub.services.faults.set(
        'Publish',
        faults.map((fails) => (fails ? [500, 'InternalError'] : undefined)),
      );
      const queue: QueueRecord[] = order.map(([number, revision]) =>
        incidentMessage({ id: `${prefix}-${number}`, revision }),
      );
      for (let turn = 0; queue.length > 0; turn++) {
        const batch = queue.splice(0, batches[turn % batches.length]);
        const again = await hub.take(batch);
        hub.later(2);
        queue.push(...batch.filter(({ messageId }) => again.includes(messageId)));
        expect(turn).toBeLessThan(200);
      }
      const told = allNamed();
      expect(new Set(told).size).toBe(told.length);
      const newest = Array.from({ length: incidents }, (_, number) => `${prefix}-${number} ${revisions}`);
      expect(told).toEqual(expect.arrayContaining(newest));
    }),
    { numRuns: 25 },
  );
});

test('what is told is as safe as what a guard tells', async () => {
  await hub.take([incidentMessage({ ...incidentOf(), actorNote: 'https://evil.example' })]);
  expect(hub.services.published[0]?.email).not.toContain('https://evil');
});
