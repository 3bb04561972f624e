import { METRIC } from '../../../lib/contract/metrics';
import { TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION, TECHNIQUE_RECORDS } from '../../fixtures/techniques';
import { awsError } from './aws-error';
import { SETTLED, World } from './fakes';

const pacu = TECHNIQUE_RECORDS['trail-updated']?.matching ?? {};
const isPutBack = (world: World) => expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);

let world: World;
beforeEach(async () => {
  world = await new World().guarded();
  await world.clock.pass(SETTLED);
});

describe('with the table unreachable', () => {
  beforeEach(() => {
    world.store.broken = true;
  });

  test('a stop is undone and told; what else was changed, by the next sweep that can', async () => {
    world.trails.changeBy(TRAIL_ARN, pacu);
    await world.handle(world.trails.stopBy(TRAIL_ARN));
    expect(world.isLogging).toBe(true);
    expect(world.outcomes).toEqual(['restored']);
    expect(world.counted[METRIC.STATE_FAILURES]).toBeGreaterThan(0);
    world.store.broken = false;
    await world.clock.pass(300_000);
    await world.sweep();
    isPutBack(world);
    expect(world.messages.at(-1)).toMatchObject({
      outcome: 'restored',
      technique: { id: expect.not.stringContaining('stop') },
    });
  });

  test("fails to know a change for one: Lambda's retry does", async () => {
    const call = TECHNIQUE_RECORDS['read-write-narrowed']?.matching ?? {};
    const event = world.trails.changeBy(TRAIL_ARN, call);
    expect((await world.handle(event, 'request'))?.name).toBe('UnfinishedError');
    expect(world.messages).toEqual([]);
    world.store.broken = false;
    await world.clock.pass(60_000);
    expect(await world.handle(event, 'request')).toBeUndefined();
    isPutBack(world);
  });

  test('a sweep changes nothing that it does not know, and is not complete', async () => {
    world.trails.changeBy(TRAIL_ARN, pacu);
    expect((await world.sweep())?.name).toBe('UnfinishedError');
    expect(world.trails.calls).not.toContain('UpdateTrail');
    world.store.broken = false;
    await world.sweep();
    isPutBack(world);
    expect(world.outcomes).toEqual(['restored']);
  });

  test('the table comes back while the change is put back: it is told all the same', async () => {
    world.store.broken = false;
    const { save } = world.baselines;
    const { saveIncident } = world.store;
    world.store.saveIncident = async () => {
      throw awsError('InternalServerError');
    };
    await world.handle(world.trails.changeBy(TRAIL_ARN, pacu));
    Object.assign(world.baselines, { save });
    Object.assign(world.store, { saveIncident });
    isPutBack(world);
    expect(world.outcomes).toEqual(['restored']);
  });
});

describe('with the topic broken', () => {
  test('the message waits and a sweep sends it once, as restored', async () => {
    world.topicBroken = true;
    await world.handle(world.trails.changeBy(TRAIL_ARN, pacu), 'request');
    isPutBack(world);
    world.topicBroken = false;
    await world.clock.pass(300_000);
    expect(await world.sweep()).toBeUndefined();
    await world.clock.pass(300_000);
    await world.sweep();
    expect(world.messages).toMatchObject([{ outcome: 'restored', revision: 1, changes: expect.any(Array) }]);
  });
});

describe('a run that dies', () => {
  /** Never comes back from a call. */
  const die = () => new Promise<never>(() => undefined);

  async function dead(hurt: () => void): Promise<void> {
    const event = world.trails.changeBy(TRAIL_ARN, pacu);
    hurt();
    world.attempt(event).catch(() => undefined);
    await world.clock.pass(30_000);
  }

  test('after it put the trail back and before it told is made up for by a sweep', async () => {
    const { history, find } = world.trails;
    let finds = 0;
    await dead(() => {
      world.trails.find = (trail) => (++finds > 1 ? die() : find(trail));
    });
    isPutBack(world);
    Object.assign(world.trails, { history, find });
    expect(world.messages).toEqual([]);
    for (let sweeps = 0; sweeps < 2; sweeps++) {
      await world.clock.pass(300_000);
      await world.sweep();
    }
    expect(world.messages.at(-1)).toMatchObject({ outcome: 'restored', actor: { displayName: 'mallory' } });
    expect(new Set(world.messages.map(({ id }) => id)).size).toBe(1);
  });

  test('before it put anything back is made up for by a sweep', async () => {
    const { change } = world.trails;
    await dead(() => {
      world.trails.change = die;
    });
    world.trails.change = change;
    await world.clock.pass(300_000);
    await world.sweep();
    isPutBack(world);
    await world.clock.pass(300_000);
    await world.sweep();
    expect(world.messages.at(-1)?.outcome).toBe('restored');
    expect(new Set(world.messages.map(({ id }) => id)).size).toBe(1);
  });

  test('while it publishes is made up for by a sweep', async () => {
    await dead(() => {
      world.refuses = () => true;
    });
    world.refuses = () => false;
    await world.clock.pass(300_000);
    await world.sweep();
    await world.clock.pass(300_000);
    await world.sweep();
    expect(world.messages).toMatchObject([{ outcome: 'restored' }]);
  });
});
