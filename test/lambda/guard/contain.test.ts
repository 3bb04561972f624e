import type { ContainmentPolicy } from '../../../lib/contract/containment';
import { METRIC } from '../../../lib/contract/metrics';
import { ACCOUNT } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { World } from './fakes';
import { exception } from './policy';

const MINUTES = 60_000;
const USER = `arn:aws:iam::${ACCOUNT}:user/dev/mallory`;

const switchedOn = (changes: Partial<ContainmentPolicy> = {}): ContainmentPolicy => ({
  version: 1,
  partition: 'aws',
  account: ACCOUNT,
  actions: ['deactivate-access-key', 'deny-user', 'revoke-role-sessions'],
  neverTouch: [`arn:aws:iam::${ACCOUNT}:role/break-glass`],
  maximumActionsPerHour: 3,
  ...changes,
});

async function stopped(policy?: ContainmentPolicy, prepare: (world: World) => void = () => undefined): Promise<World> {
  const world = new World();
  world.containmentPolicy = policy;
  await world.guarded();
  prepare(world);
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  return world;
}

const answer = (world: World, status: 'succeeded' | 'failed') => ({
  trigger: 'containment',
  incidentId: world.messages[0]?.id,
  containment: { status, action: world.contained[0]?.action, at: world.clock.now().toISOString() },
});

test('switched off, nothing is requested of anybody', async () => {
  const world = await stopped();
  expect(world.outcomes).toEqual(['restored']);
  expect(world.contained).toEqual([]);
});

test('switched on, it is requested after the restore and the message, once written down', async () => {
  const world = await stopped(switchedOn());
  expect(world.contained).toMatchObject([{ action: { kind: 'deactivate-access-key', principalArn: USER } }]);
  const order = ['StartLogging', 'publish', 'store.saveRecentRequests containment', 'request containment'];
  expect(order.map((call) => world.calls.lastIndexOf(call))).toEqual(
    order.map((call) => world.calls.lastIndexOf(call)).sort((a, b) => a - b),
  );
  expect(world.store.peek(world.contained[0]?.incidentId ?? '')).toMatchObject({
    incident: { containment: { status: 'requested' } },
  });
  expect(world.counted[METRIC.CONTAINMENTS]).toBe(1);
});

test('what became of it is told, and asked for once however often the incident is told', async () => {
  const world = await stopped(switchedOn());
  await world.handle(answer(world, 'succeeded'));
  expect(world.messages.at(-1)).toMatchObject({ revision: 2, containment: { status: 'succeeded' } });
  expect(world.contained).toHaveLength(1);
  await world.handle(answer(world, 'failed'));
  expect(world.outcomes).toEqual(['restored', 'restored (2)']);
});

test.each([
  ['that it was requested', { status: 'requested' }],
  ['that it was prepared', { status: 'prepared' }],
])('an answer %s is none', async (_, containment) => {
  const world = await stopped(switchedOn());
  await world.handle({ ...answer(world, 'succeeded'), containment });
  expect(world.outcomes).toEqual(['restored']);
  expect(world.counted[METRIC.INPUTS_IGNORED]).toBe(1);
});

test('an answer cannot say that something else was done than what was requested', async () => {
  const world = await stopped(switchedOn());
  const action = { ...world.contained[0]?.action, principalArn: `arn:aws:iam::${ACCOUNT}:user/somebody-else` };
  await world.handle({ ...answer(world, 'succeeded'), containment: { status: 'succeeded', action } });
  expect(world.messages.at(-1)?.containment).toMatchObject({ status: 'succeeded', action: { principalArn: USER } });
});

test('an answer that never comes is told: nobody knows whether it was done', async () => {
  const world = await stopped(switchedOn(), (each) => {
    each.containmentBroken = true;
  });
  expect(world.outcomes).toEqual(['restored']);
  await world.clock.pass(21 * MINUTES);
  await world.sweep();
  expect(world.messages.at(-1)).toMatchObject({
    containment: { status: 'failed', reason: expect.stringContaining('not known whether') },
  });
  await world.sweep();
  expect(world.outcomes).toEqual(['restored', 'restored (2)']);
});

test('no more is requested within an hour than is allowed, whoever stops the trail', async () => {
  const world = await stopped(switchedOn({ maximumActionsPerHour: 2 }));
  for (let attacker = 0; attacker < 4; attacker++) {
    await world.clock.pass(5 * MINUTES);
    const event = world.trails.stopBy(TRAIL_ARN, {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/attacker-${attacker}`,
      accountId: ACCOUNT,
      userName: `attacker-${attacker}`,
      accessKeyId: `AKIAEXAMPLEEXAMPLE${attacker}0`,
    });
    await world.handle(event);
  }
  expect(world.contained).toHaveLength(2);
});

test.each([
  ['who is never touched', switchedOn({ neverTouch: [USER] }), undefined],
  ['whose kind of action is not switched on', switchedOn({ actions: ['revoke-role-sessions'] }), undefined],
  ['whom an exception expects', switchedOn(), [exception()]],
])('nothing is done to somebody %s', async (_, policy, exceptions) => {
  const world = new World(exceptions ? { exceptions } : {});
  world.containmentPolicy = policy;
  await world.guarded();
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  expect(world.messages).toHaveLength(1);
  expect(world.contained).toEqual([]);
});

test('nothing is done while the table cannot be reached, which counts what was done before', async () => {
  const world = await stopped(switchedOn(), (each) => {
    each.store.broken = true;
  });
  expect(world.outcomes).toEqual(['restored']);
  expect(world.contained).toEqual([]);
});

test('whoever stops the trail again at that very moment is stopped all the same', async () => {
  const world = await new World().guarded();
  world.containmentPolicy = switchedOn();
  const save = world.store.saveRecentRequests;
  world.store.saveRecentRequests = async (...parameters) => {
    world.store.saveRecentRequests = save;
    await world.clock.sleep(1_000);
    await world.attempt(world.trails.stopBy(TRAIL_ARN));
    return save(...parameters);
  };
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  expect(world.contained).toHaveLength(1);
  expect(world.store.peek(world.messages[0]?.id ?? '')).toMatchObject({
    incident: { occurrences: 2, containment: { status: 'requested' } },
  });
});

test('an answer that comes too late is told instead of that nobody knows', async () => {
  const world = await stopped(switchedOn());
  await world.clock.pass(21 * MINUTES);
  await world.sweep();
  await world.handle(answer(world, 'succeeded'));
  expect(world.messages.at(-1)).toMatchObject({ revision: 3, containment: { status: 'succeeded' } });
  expect(world.messages.at(-1)?.containment).not.toHaveProperty('reason');
});
