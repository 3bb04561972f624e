import { incidentItem } from '../../../lambda/guard/incident-items';
import { World } from './fakes';
import { incident } from './incidents';

const CLAIMED = { version: 1, state: 'claimed', owner: 'gone', leaseUntil: 0, attributionDue: false } as const;

/** Messages that a run left behind. */
function leave(world: World, id: string, changes: object = {}): void {
  world.store.incidents.set(id, incidentItem({ ...CLAIMED, incident: { ...incident('restored'), id, ...changes } }));
}

test('what was left behind is sent', async () => {
  const world = await new World().guarded();
  leave(world, 'a');
  leave(world, 'b');
  expect(await world.sweep()).toBeUndefined();
  expect(world.messages.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('fails to let one message that cannot be made hold up the others', async () => {
  const world = await new World().guarded();
  leave(world, 'broken', { technique: undefined });
  leave(world, 'sound');
  world.refuses = ({ technique }) => technique === undefined;
  for (let sweeps = 0; sweeps < 3; sweeps++) {
    expect((await world.sweep())?.message).toContain('broken: ');
    await world.clock.pass(300_000);
  }
  expect(world.messages.map(({ id }) => id)).toEqual(['sound']);
});

test('fails to let any number of items of another version hold up the others', async () => {
  const world = await new World().guarded();
  for (let i = 0; i < 30; i++) {
    world.store.incidents.set(`old-${i}`, { version: { S: '0' }, open: { S: 'open' } });
  }
  leave(world, 'sound');
  expect(await world.sweep()).toBeUndefined();
  expect(world.messages.map(({ id }) => id)).toEqual(['sound']);
  expect(world.logged).toContainEqual(expect.objectContaining({ event: 'unreadable-incident' }));
});

test('with the topic broken, a sweep does not try them all', async () => {
  const world = await new World().guarded();
  for (let i = 0; i < 30; i++) {
    leave(world, `left-${i}`);
  }
  world.topicBroken = true;
  expect((await world.sweep())?.name).toBe('UnfinishedError');
  expect(world.calls.filter((call) => call === 'publish').length).toBeLessThanOrEqual(3);
});

test('a long list is worked off by several sweeps', async () => {
  const world = await new World().guarded();
  for (let i = 0; i < 30; i++) {
    leave(world, `left-${i}`);
  }
  await world.sweep();
  expect(world.messages.length).toBeLessThan(30);
  await world.sweep();
  expect(new Set(world.messages.map(({ id }) => id)).size).toBe(30);
});
