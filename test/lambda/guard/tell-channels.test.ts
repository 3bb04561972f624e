import { incidentItem } from '../../../lambda/guard/incident-items';
import { METRIC } from '../../../lib/contract/metrics';
import { TRAIL_ARN } from '../../fixtures/records';
import { World } from './fakes';
import { incident } from './incidents';

const HOUR = 3_600_000;

async function stopped(broken: 'chat' | 'security-hub' | 'event-bus' | undefined): Promise<World> {
  const world = await new World().guarded();
  world.channelNames = ['event-bus', 'chat', 'security-hub'];
  if (broken) {
    world.brokenChannels.add(broken);
  }
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  return world;
}

const names = (world: World) => world.told.map(([name]) => name);

test('every channel is told after the message is published', async () => {
  const world = await stopped(undefined);
  expect(names(world).sort()).toEqual(['chat', 'event-bus', 'security-hub']);
  expect(world.calls.indexOf('publish')).toBeLessThan(world.calls.findIndex((call) => call.startsWith('channel')));
  expect(world.told[0]?.[1]).toEqual(world.messages[0]);
});

test('a channel that fails keeps nobody else from being told, and only it is tried again by a sweep', async () => {
  const world = await stopped('security-hub');
  expect(world.outcomes).toEqual(['restored']);
  expect(names(world).sort()).toEqual(['chat', 'event-bus']);
  expect(world.counted[METRIC.CHANNEL_FAILURES]).toBe(1);
  await world.sweep();
  expect(names(world)).toHaveLength(2);
  world.brokenChannels.clear();
  await world.sweep();
  expect(names(world).slice(2)).toEqual(['security-hub']);
  await world.sweep();
  expect(names(world)).toHaveLength(3);
  expect(world.outcomes).toEqual(['restored']);
});

test('a channel that never works is given up after a day', async () => {
  const world = await stopped('chat');
  await world.clock.pass(25 * HOUR);
  await world.sweep();
  expect(world.logged).toContainEqual(expect.objectContaining({ event: 'channel-given-up', channels: ['chat'] }));
  const failures = world.counted[METRIC.CHANNEL_FAILURES];
  await world.sweep();
  expect(world.counted[METRIC.CHANNEL_FAILURES]).toBe(failures);
});

test('with the table unreachable the channels are told all the same', async () => {
  const world = await new World().guarded();
  world.channelNames = ['event-bus'];
  world.store.broken = true;
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  expect(world.outcomes).toEqual(['restored']);
  expect(names(world)).toEqual(['event-bus']);
});

test('channels that cannot be loaded keep nothing from being told, once, and are tried again by a sweep', async () => {
  const world = await new World().guarded();
  world.channelNames = ['event-bus', 'chat'];
  world.channelsFailure = new Error("Cannot find module '../channels'");
  expect(await world.handle(world.trails.stopBy(TRAIL_ARN))).toBeUndefined();
  expect(world.outcomes).toEqual(['restored']);
  expect(world.counted[METRIC.CHANNEL_FAILURES]).toBe(1);
  world.channelsFailure = undefined;
  await world.sweep();
  expect(names(world).sort()).toEqual(['chat', 'event-bus']);
  await world.sweep();
  expect(names(world)).toHaveLength(2);
  expect(world.outcomes).toEqual(['restored']);
});

test('of many that a channel did not take, the next sweep begins with those that were not tried', async () => {
  const world = await new World().guarded();
  world.channelNames = ['chat'];
  world.brokenChannels.add('chat');
  for (let left = 0; left < 30; left++) {
    const item = { version: 1, state: 'sent', owner: 'gone', leaseUntil: left, attributionDue: false } as const;
    const told = { ...incident('restored'), id: `left-${left}` };
    const sentAt = world.clock.now().getTime();
    world.store.incidents.set(told.id, incidentItem({ ...item, sentAt, undelivered: ['chat'], incident: told }));
  }
  await world.sweep();
  world.brokenChannels.clear();
  await world.clock.pass(1000);
  await world.sweep();
  expect(world.told.map(([, { id }]) => id)).toContain('left-29');
});
