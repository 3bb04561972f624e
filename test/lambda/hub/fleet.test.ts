import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

// The simulation of bench/fleet.mjs, with a fiftieth of its accounts, on the function as it is built: npm run build. It
// fails by itself where something is lost, doubled or takes more memory than the function has.

const FLEET = join(__dirname, '../../../bench/fleet.mjs');

interface Phase {
  readonly name: string;
  readonly count: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly writeUnits: number;
}

let found: { readonly guards: number; readonly messages: number; readonly phases: readonly Phase[] };

beforeAll(async () => {
  const sizes = ['--accounts', '200', '--incidents', '2000', '--outage', '50', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [FLEET, ...sizes], { maxBuffer: 16 * 1024 * 1024 });
  found = JSON.parse(stdout);
}, 120_000);

const phase = (name: string) => {
  const one = found.phases.find((candidate) => candidate.name.startsWith(name));
  if (one === undefined) throw new Error(`no phase ${name}`);
  return one;
};

test('heartbeats are written 25 a call, one unit each', () => {
  const { count, calls, writeUnits } = phase('heartbeats');
  expect(count).toBe(200 * 17);
  expect(calls).toEqual({ BatchWriteItem: 3 * 40 + 16 });
  expect(writeUnits).toBe(count);
});

test('a census of a fleet that is well writes nothing of any guard', () => {
  const { calls } = phase('census of a fleet that is well');
  expect(calls.BatchWriteItem).toBeUndefined();
  expect(calls.Publish).toBeUndefined();
  expect(calls.ListStackInstances).toBe(34);
});

test('an outage is one message, and an item of each guard', () => {
  expect(phase('census of an outage').calls).toMatchObject({ Publish: 1, BatchWriteItem: 2 });
});

test('a storm is a message a batch, and two writes of each incident', () => {
  const { calls } = phase('storm');
  expect(calls).toMatchObject({ PutItem: 2_000, UpdateItem: 2_000 });
  expect(calls.Publish).toBe(found.messages);
  expect(found.messages).toBeLessThanOrEqual(22);
});
