import fc from 'fast-check';
import { secondText } from '../../../lambda/investigator/seconds';
import { REGION } from '../../fixtures/identities';
import { at, call } from './calls';
import { clockAt, historyOf, NOW } from './history-clock';
import { HistoryServer } from './history-server';

let server: HistoryServer;
beforeAll(async () => {
  server = await HistoryServer.start();
});
afterAll(() => server.stop());
beforeEach(() => server.reset());

const WINDOW = { region: REGION, from: new Date(at(0, 0, '.400')), to: new Date(at(0, 59, '.900')), pages: 60 };
const listing = (second: number) =>
  call('s3.amazonaws.com', 'ListBuckets', { eventTime: secondText(Date.parse(at(0)) + second * 1_000) });
const ids = (records: readonly { record: { eventID: string } }[]) => records.map(({ record }) => record.eventID);

test('the union of the pages is what is in the span, whatever the pages, newest first', async () => {
  const seconds = fc.integer({ min: -3, max: 63 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(seconds, { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (times, pageSize, isEndExclusive) => {
        server.reset();
        server.pageSize = pageSize;
        server.isEndExclusive = isEndExclusive;
        const records = times.map((second) => ({ second, record: listing(second) }));
        server.add(...records.map(({ record }) => record));
        const { records: found, incomplete } = await historyOf(server).lookup(WINDOW);
        const expected = records
          .filter(({ second }) => second >= 0 && second <= 59)
          .map(({ record }) => record.eventID);
        expect(incomplete).toBeUndefined();
        expect([...ids(found)].sort()).toEqual([...expected].sort());
        const order = found.map(({ record }) => Date.parse(record.eventTime));
        expect(order).toEqual([...order].sort((a, b) => b - a));
      },
    ),
    { numRuns: 60 },
  );
});

test.each([false, true])(
  'the second after the span is not in it, whether the end of a request is (%s)',
  async (isEndExclusive) => {
    server.isEndExclusive = isEndExclusive;
    const [first, last] = [listing(0), listing(59)];
    server.add(listing(-1), first, last, listing(60));
    expect(ids((await historyOf(server).lookup(WINDOW)).records)).toEqual([last.eventID, first.eventID]);
  },
);

test('a record is given as it was written, with what is read of it', async () => {
  const record = listing(7);
  server.add(record);
  const { records } = await historyOf(server).lookup(WINDOW);
  expect(JSON.parse(records[0]?.raw ?? '')).toEqual(record);
  expect(records[0]?.record.eventName).toBe('ListBuckets');
});

test('an event that is on two pages counts once', async () => {
  const record = listing(7);
  server.pageSize = 1;
  server.add(record, record);
  const { records, pages } = await historyOf(server).lookup(WINDOW);
  expect(ids(records)).toEqual([record.eventID]);
  expect(pages).toBe(2);
});

test('a Region is asked once a second, Regions at once, and each call counts', async () => {
  server.pageSize = 1;
  server.add(listing(1), listing(2), listing(3));
  const clock = clockAt(NOW);
  const history = historyOf(server, clock);
  await Promise.all([history.lookup(WINDOW), history.lookup({ ...WINDOW, region: 'us-east-1' })]);
  expect(clock.slept).toEqual([1_000, 1_000]);
  expect(history.calls).toBe(4);
  expect(server.lookups.map(({ region }) => region).filter((region) => region === REGION)).toHaveLength(3);
});

test('two questions about one Region take turns', async () => {
  const clock = clockAt(NOW);
  const history = historyOf(server, clock);
  await Promise.all([history.lookup(WINDOW), history.lookup(WINDOW), history.lookup(WINDOW)]);
  expect(clock.slept).toEqual([1_000, 1_000]);
});

test('an attribute is asked for by its name and value', async () => {
  server.add(listing(1));
  const attribute = { key: 'EventName', value: 'StopLogging' } as const;
  const { records } = await historyOf(server).lookup({ ...WINDOW, attribute });
  expect(records).toEqual([]);
  expect(server.lookups[0]?.LookupAttributes).toEqual([{ AttributeKey: 'EventName', AttributeValue: 'StopLogging' }]);
});

const throttling = { status: 400, code: 'ThrottlingException' };
const internal = { status: 500, code: 'InternalError' };

test('throttling is waited for, longer each time', async () => {
  server.add(listing(1));
  server.faults.set(REGION, [throttling, throttling, throttling, throttling, throttling, throttling]);
  const clock = clockAt(NOW);
  const { records, incomplete } = await historyOf(server, clock).lookup(WINDOW);
  expect(records).toHaveLength(1);
  expect(incomplete).toBeUndefined();
  expect(clock.slept).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000]);
});

test('throttling that does not end is waited for until the deadline', async () => {
  server.always.set(REGION, throttling);
  const clock = clockAt(NOW);
  const { records, incomplete } = await historyOf(server, clock, 5).lookup(WINDOW);
  expect(records).toEqual([]);
  expect(incomplete).toBe(
    `event history of ${REGION}: cloudtrail:LookupEvents was throttled until the time for the investigation was over: ` +
      'nothing of it was read',
  );
  expect(clock.now().getTime() - Date.parse(NOW)).toBeGreaterThan(4 * 60_000);
  expect(clock.now().getTime() - Date.parse(NOW)).toBeLessThan(5 * 60_000);
});

test.each<[string, Parameters<typeof server.faults.set>[1]]>([
  ['an internal error', [internal, internal, internal]],
  ['a connection that breaks', ['broken', 'broken']],
  ['an answer that breaks off', ['partial', 'partial']],
  ['a bit of each', [internal, 'partial', 'broken']],
])('%s is tried again', async (_, faults) => {
  server.add(listing(1));
  server.faults.set(REGION, faults);
  const { records, incomplete } = await historyOf(server).lookup(WINDOW);
  expect(records).toHaveLength(1);
  expect(incomplete).toBeUndefined();
});

test('a service that stays broken is tried four times', async () => {
  server.always.set(REGION, internal);
  const history = historyOf(server);
  const { incomplete } = await history.lookup(WINDOW);
  expect(history.calls).toBe(4);
  expect(incomplete).toMatch(/LookupEvents failed \(InternalError: .*nothing of it was read/);
});

test.each(['AccessDeniedException', 'InvalidNextTokenException', 'InvalidTimeRangeException'])(
  '%s in the middle leaves what was read, and is told',
  async (code) => {
    server.pageSize = 2;
    server.add(listing(1), listing(2), listing(3), listing(4));
    const history = historyOf(server);
    const reading = history.lookup(WINDOW);
    while (server.lookups.length === 0) await new Promise(setImmediate);
    server.faults.set(REGION, [{ status: 400, code }]);
    const { records, incomplete, unreadUntil } = await reading;
    expect(records.map(({ record }) => record.eventTime)).toEqual([at(0, 4), at(0, 3)]);
    expect(incomplete).toMatch(code === 'AccessDeniedException' ? /LookupEvents was denied/ : new RegExp(code));
    expect(incomplete).toMatch(/: records up to 2026-03-02T10:00:03Z were not all read$/);
    expect(unreadUntil).toBeUndefined();
    expect(history.calls).toBe(2);
  },
);

test('at the last page that may be read, the oldest part is said to be missing', async () => {
  server.pageSize = 2;
  server.add(listing(1), listing(2), listing(3), listing(4));
  const { records, incomplete, unreadUntil } = await historyOf(server).lookup({ ...WINDOW, pages: 1 });
  expect(records).toHaveLength(2);
  expect(incomplete).toBe(
    `event history of ${REGION}: the limit of pages (1) was reached: records up to 2026-03-02T10:00:03Z were not all read`,
  );
  expect(unreadUntil).toEqual(new Date(at(0, 3)));
});

test('the last page may be the last one allowed', async () => {
  server.pageSize = 2;
  server.add(listing(1), listing(2));
  expect((await historyOf(server).lookup({ ...WINDOW, pages: 1 })).incomplete).toBeUndefined();
});

test('after the deadline nothing is asked', async () => {
  const history = historyOf(server, clockAt(NOW), 0);
  const { incomplete } = await history.lookup(WINDOW);
  expect(incomplete).toContain('the time for the investigation was over: nothing of it was read');
  expect(history.calls).toBe(0);
});

test.each(['{"eventVersion":', 'null', '{"eventID":"1"}', '[]', ''])('%j is counted and told', async (event) => {
  server.add(listing(1));
  server.events.get(REGION)?.push(event);
  const { records, incomplete } = await historyOf(server).lookup(WINDOW);
  expect(records).toHaveLength(1);
  expect(incomplete).toBe(
    `event history of ${REGION}: records that could not be read, as they are not what CloudTrail writes: 1`,
  );
});
