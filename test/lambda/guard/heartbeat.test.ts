import { METRIC } from '../../../lib/contract/metrics';
import { TRAIL_ARN } from '../../fixtures/records';
import { awsError } from './aws-error';
import { START, VERSION, World } from './fakes';
import { DISABLED } from './own-parts/calls';

const hub = { eventBusArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/TrailGuard-Hub', heartbeatSeconds: 3_600 };
const MINUTE = 60_000;

let world: World;
beforeEach(async () => {
  world = new World({ hub });
  world.heartbeats = [];
  await world.knowingItself();
});

const beats = () => world.heartbeats?.splice(0) ?? [];

async function sweepsFor(minutes: number): Promise<number> {
  for (let passed = 0; passed < minutes; passed += 5) {
    await world.clock.pass(5 * MINUTE);
    await world.sweep();
  }
  return beats().length;
}

test('the first completed sweep tells the hub that the guard is there', () => {
  expect(beats()).toEqual([
    {
      schemaVersion: '1.0',
      account: '111122223333',
      region: 'eu-central-1',
      version: VERSION,
      sentAt: new Date(START).toISOString(),
      trails: 1,
      problems: [],
    },
  ]);
});

test('then one an hour, whatever the sweeps are late by', async () => {
  beats();
  expect(await sweepsFor(55)).toBe(0);
  await world.clock.pass(5 * MINUTE - 20_000);
  await world.sweep();
  expect(beats()).toHaveLength(1);
  expect(await sweepsFor(24 * 60)).toBe(24);
});

test('the mark of the sweep tells when it is time: no call more', async () => {
  await world.clock.pass(5 * MINUTE);
  world.calls.length = 0;
  await world.sweep();
  expect(world.calls.filter((name) => name.startsWith('store.'))).toEqual([
    'store.trails',
    'store.own',
    'store.sweepCompleted',
    'store.openIncidents',
  ]);
});

test('one that could not be sent fails nothing, and is tried again by the next sweep', async () => {
  beats();
  await sweepsFor(55);
  world.heartbeatsBroken = true;
  await world.clock.pass(5 * MINUTE);
  expect(await world.sweep()).toBeUndefined();
  expect(world.counted).toMatchObject({ [METRIC.CHANNEL_FAILURES]: 1 });
  world.heartbeatsBroken = false;
  expect(await sweepsFor(5)).toBe(1);
});

test('with the table unreachable each sweep sends one that says so', async () => {
  beats();
  world.store.broken = true;
  await world.clock.pass(5 * MINUTE);
  await world.sweep();
  expect(beats()).toMatchObject([{ problems: ['Its table is unreachable'] }]);
});

test('a sweep that could not look at the trails sends none', async () => {
  beats();
  await world.clock.pass(60 * MINUTE);
  world.trails.failures.DescribeTrails = [awsError('AccessDeniedException', 'no')];
  await world.sweep();
  expect(beats()).toEqual([]);
});

test('what the guard cannot do is told with it', async () => {
  beats();
  await world.clock.pass(60 * MINUTE);
  world.ownParts?.break({ ...DISABLED, name: 'Witness' });
  world.ownParts?.unreadable.add('role GuardRole');
  if (world.ownParts) {
    world.ownParts.repairsBroken = true;
  }
  await world.sweep();
  expect(beats()).toMatchObject([
    { problems: ['Not as the template says: rule Witness: state', 'Cannot be read: role GuardRole'] },
  ]);
});

test('a trail that cannot be started is told with it', async () => {
  beats();
  await world.clock.pass(60 * MINUTE);
  world.trails.stopBy(TRAIL_ARN);
  world.trails.failures.StartLogging = Array.from({ length: 20 }, () => awsError('AccessDeniedException', 'no'));
  await world.sweep();
  expect(beats()).toMatchObject([{ problems: [expect.stringContaining('restore-failed')] }]);
});

test('where there is no hub nothing is sent', async () => {
  world = await new World().guarded();
  await world.sweep();
  expect(world.calls).not.toContain('heartbeat');
});
