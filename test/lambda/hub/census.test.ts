import fc from 'fast-check';
import { merged } from '../../../lambda/hub/merge';
import { Hub } from './hub';
import { heartbeatMessage } from './messages';

let hub: Hub;

beforeEach(async () => {
  hub = await new Hub().start();
});

afterEach(() => hub.stop());

const REGIONS = ['eu-central-1', 'us-east-1'];
const accounts = (count: number) => Array.from({ length: count }, (_, index) => String(100_000_000_001 + index * 7));
const guards = (count: number) => accounts(count).flatMap((account) => REGIONS.map((region) => ({ account, region })));
const stackSet = (instances: Parameters<typeof hub.services.stackSets.set>[1]) =>
  hub.services.stackSets.set('TrailGuard', instances);
const hear = (heard: { account: string; region: string }[], changes = {}) =>
  hub.take(heard.map((guard) => heartbeatMessage({ ...guard, ...changes }, hub.now)));
const last = () => hub.services.published.at(-1);
const calls = (action: string) => hub.services.calls.filter((call) => call.action === action).length;

/** A fleet that was heard of within the last hour. */
async function fleet(count: number, changes = {}) {
  const all = guards(count);
  stackSet(all);
  await hub.census();
  hub.later(60);
  await hear(all, changes);
  await hub.census();
  expect(hub.subjects).toEqual([]);
  return all;
}

/** Two hours, in which those are heard of once. */
async function twoHoursWith(heard: { account: string; region: string }[], changes = {}) {
  hub.later(60);
  await hear(heard, changes);
  hub.later(50);
}

test('a fleet that reports is no news', async () => {
  const all = await fleet(70);
  await twoHoursWith(all);
  await hub.census();
  expect(hub.subjects).toEqual([]);
  expect(hub.counted.at(-1)).toEqual({ GuardsExpected: 140, GuardsQuiet: 0, GuardsOutdated: 0, CensusesCompleted: 1 });
  expect(await hub.items('told#')).toEqual([]);
});

test('guards that have gone quiet are named, once, and again when they are back', async () => {
  const all = await fleet(20);
  const quiet = all.slice(3, 10);
  await twoHoursWith(all.filter((guard) => !quiet.includes(guard)));
  await hub.census();
  await hub.census();
  expect(hub.subjects).toEqual(['TrailGuard census: 7 QUIET']);
  expect(last()?.json).toMatchObject({
    leftOut: 0,
    guards: expect.arrayContaining(quiet.map((guard) => expect.objectContaining({ ...guard, status: 'quiet' }))),
  });
  expect(last()?.email).toContain('GONE QUIET: NO HEARTBEAT FOR TOO LONG (7)');
  expect(hub.counted.at(-1)).toMatchObject({ GuardsExpected: 40, GuardsQuiet: 7 });
  hub.later(15);
  await hear(all);
  await hub.census();
  await hub.census();
  expect(hub.subjects.slice(1)).toEqual(['TrailGuard census: 7 back']);
  expect(await hub.items('told#')).toEqual([]);
});

test('that most are quiet at once points at the hub', async () => {
  await fleet(5);
  hub.later(120);
  await hub.census();
  expect(last()?.email).toContain('Look at the hub first');
});

test('guards that never came up are told with the reason', async () => {
  const [first, second, third, ...others] = guards(3).map((guard) => ({
    ...guard,
    status: 'CURRENT',
    detailed: 'SUCCEEDED',
  }));
  if (!first || !second || !third) throw new Error('three');
  stackSet([
    first,
    { ...second, status: 'OUTDATED', detailed: 'FAILED', reason: 'no role <b>https://evil.example</b>' },
    { ...third, status: 'OUTDATED', detailed: 'SKIPPED_SUSPENDED_ACCOUNT' },
    ...others,
  ]);
  await hub.census();
  expect(hub.subjects).toEqual(['TrailGuard census: 1 never came up']);
  expect(last()?.email).toContain('FAILED: no role <b>https[:]//evil[.]example</b>');
  hub.later(120);
  await hear(others);
  await hub.census();
  expect(hub.subjects.slice(1)).toEqual(['TrailGuard census: 1 never came up']);
  expect(last()?.json.guards).toEqual([expect.objectContaining({ account: first.account, region: first.region })]);
});

test('a version that most have, or that the hub was told, is what the others should have', async () => {
  const all = await fleet(5, { version: '2' });
  await hear(all.slice(0, 2), { version: '1' });
  for (let hours = 0; hours < 8; hours++) {
    hub.later(60);
    await hear(all.slice(2), { version: '2' });
    await hear(all.slice(0, 2), { version: '1' });
    await hub.census();
  }
  expect(hub.subjects).toEqual(['TrailGuard census: 2 out of date']);
  expect(last()?.email).toContain('has 1, should have 2');
  hub.policy = { ...hub.policy, guardVersion: '1' };
  for (let hours = 0; hours < 8; hours++) {
    hub.later(60);
    await hear(all.slice(2), { version: '2' });
    await hear(all.slice(0, 2), { version: '1' });
    await hub.census();
  }
  expect(hub.subjects.slice(1)).toEqual(['TrailGuard census: 2 back', 'TrailGuard census: 8 out of date']);
});

test('what a guard cannot do is told', async () => {
  const all = await fleet(2);
  await hear(all.slice(0, 1), { problems: ['its table is unreachable'] });
  await hub.census();
  expect(hub.subjects).toEqual(['TrailGuard census: 1 with problems']);
  expect(last()?.email).toContain('its table is unreachable');
});

test('guards that nothing deploys any more are told, and forgotten', async () => {
  const all = await fleet(3);
  stackSet(all.slice(2));
  hub.later(60);
  await hear(all);
  await hub.census();
  await hub.census();
  expect(hub.subjects).toEqual(['TrailGuard census: 2 withdrawn']);
  expect(await hub.items('expected#')).toHaveLength(4);
  expect(hub.counted.at(-1)).toMatchObject({ GuardsExpected: 4 });
});

test('stack sets are listed once an hour, page by page, and only differences are written', async () => {
  await fleet(120);
  expect(calls('ListStackInstances')).toBe(6);
  const before = await hub.items('expected#');
  hub.later(15);
  await hub.census();
  expect(calls('ListStackInstances')).toBe(6);
  hub.later(45);
  await hub.census();
  expect(calls('ListStackInstances')).toBe(9);
  expect(await hub.items('expected#')).toEqual(before);
});

test.each([1, 2])(
  'a stack set that cannot be listed is told once, and what is known counts: at page %i',
  async (page) => {
    const all = await fleet(70);
    hub.later(60);
    await hear(all.slice(1));
    hub.later(46);
    const denied = (): [number, string][] => [[403, 'AccessDenied']];
    hub.services.faults.set('ListStackInstances', [...Array(page - 1).fill(undefined), ...denied()]);
    await hub.census();
    expect(hub.subjects).toEqual(['TrailGuard census: 1 QUIET, stack sets NOT LISTED']);
    expect(last()?.email).toContain('stack set TrailGuard (eu-central-1): AccessDenied');
    // It is tried again by each census.
    hub.services.faults.set('ListStackInstances', denied());
    await hub.census();
    expect(hub.subjects).toHaveLength(1);
    await hub.census();
    expect(hub.subjects.slice(1)).toEqual(['TrailGuard census: stack sets listed again']);
    expect(hub.counted.at(-1)).toMatchObject({ GuardsExpected: 140, GuardsQuiet: 1 });
  },
);

test('guards that no stack set deploys are watched, too', async () => {
  const [one] = guards(1);
  hub.policy = { ...hub.policy, stackSets: [], guards: one ? [one] : [] };
  await hub.census();
  hub.later(106);
  await hub.census();
  expect(hub.subjects).toEqual(['TrailGuard census: 1 never came up']);
});

test('what is heard of and not expected is counted, and nothing else', async () => {
  hub.policy = { ...hub.policy, stackSets: [] };
  await hear(guards(2));
  hub.later(600);
  await hub.census();
  expect(hub.subjects).toEqual([]);
  expect(hub.logged.at(-1)).toMatchObject({ event: 'census', unexpected: 4 });
});

test('of two censuses at once one tells', async () => {
  await fleet(20);
  hub.later(120);
  await Promise.all([hub.census(), hub.census(), hub.census()]);
  expect(hub.subjects).toEqual(['TrailGuard census: 40 QUIET']);
  expect(hub.logged).toContainEqual({ event: 'census-already-running' });
});

test('what SNS does not take is told by the next census', async () => {
  await fleet(2);
  hub.later(120);
  hub.services.faults.set('Publish', [[500, 'InternalError']]);
  await expect(hub.census()).rejects.toThrow();
  expect(await hub.items('told#')).toEqual([]);
  await hub.census();
  expect(hub.subjects).toEqual(['TrailGuard census: 4 QUIET']);
});

test('the first 200 are named, all are counted, and all are in the table', async () => {
  await fleet(150);
  hub.later(120);
  await hub.census();
  expect(last()?.json).toMatchObject({ leftOut: 100, guards: { length: 200 }, counts: { quiet: 300 } });
  expect(last()?.email).toContain('and 100 more');
  expect(await hub.items('told#')).toHaveLength(300);
});

test('whatever the order, the doubles and the batches, the latest heartbeat of each guard counts', async () => {
  const all = guards(6);
  stackSet(all);
  await hub.census();
  const arrivals = fc.array(
    fc.array(
      fc.record({ guard: fc.integer({ min: 0, max: all.length - 1 }), minutesAgo: fc.integer({ min: 0, max: 40 }) }),
      {
        maxLength: 8,
      },
    ),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async (batches) => {
      hub.later(240);
      hub.services.published.length = 0;
      for (const batch of batches) {
        const records = batch.map(({ guard, minutesAgo }) =>
          heartbeatMessage(all[guard], new Date(hub.now.getTime() - minutesAgo * 60_000)),
        );
        expect(await hub.take([...records, ...records].reverse())).toEqual([]);
      }
      await hub.census();
      const heard = new Set(batches.flat().map(({ guard }) => guard));
      const told = await hub.items('told#');
      expect(told).toHaveLength(all.length - heard.size);
    }),
    { numRuns: 25 },
  );
});

test('heartbeats that come too late are not written', async () => {
  const [one] = guards(1);
  expect(await hub.take([heartbeatMessage(one, new Date(hub.now.getTime() - 46 * 60_000))])).toEqual([]);
  expect(await hub.items('heard#')).toEqual([]);
});

test('heartbeats that cannot be written come again, and no others', async () => {
  const table = hub.table();
  const all = guards(2);
  const records = all.map((guard) => heartbeatMessage(guard, hub.now));
  const writeAll: typeof table.writeAll = async (writes) => {
    await table.writeAll(writes.slice(1));
    return writes.slice(0, 1);
  };
  expect(await hub.take(records, { table: { ...table, writeAll } })).toEqual([records[0]?.messageId]);
  expect(await hub.items('heard#')).toHaveLength(3);
});

test('lists of any lengths are merged by their ids', async () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^[a-e]{1,3}$/)).map((list) => list.sort());
  async function* listOf(list: string[]) {
    for (const id of list) yield { id: { S: id } };
  }
  await fc.assert(
    fc.asyncProperty(ids, ids, ids, async (...lists) => {
      const rows = [];
      for await (const { id, items } of merged(lists.map(listOf))) {
        rows.push([id, ...items.map((item) => item !== undefined)]);
      }
      const all = [...new Set(lists.flat())].sort();
      expect(rows).toEqual(all.map((id) => [id, ...lists.map((list) => list.includes(id))]));
    }),
  );
});
