import { incidentItem } from '../../../lambda/guard/incident-items';
import { METRIC } from '../../../lib/contract/metrics';
import { ACCOUNT, IDENTITIES } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { awsError } from './fake-trails';
import { World } from './fakes';
import { incident } from './incidents';
import { answerOf, investigation } from './investigations';

const MINUTES = 60_000;

async function stopped(prepare: (world: World) => void = () => undefined): Promise<World> {
  const world = new World();
  world.investigates = true;
  await world.guarded();
  prepare(world);
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  return world;
}

const idOf = (world: World): string => world.messages[0]?.id ?? '';
const at = (world: World) => world.clock.now().toISOString();
const stages = (world: World) => world.asked.map(({ stage }) => stage);
const answer = (world: World, stage: 'first' | 'complete', changes = {}) =>
  world.handle(answerOf(idOf(world), investigation(stage, { at: at(world), ...changes })));

const NEW_KEY = {
  kind: 'access key',
  id: 'AKIAEXAMPLENEWKEY000',
  of: 'backdoor',
  eventId: '00000000-0000-4000-8000-0000000000ff',
  at: '2026-03-02T10:00:01.000Z',
  by: 'mallory',
};

test('what comes late of the first investigation replaces nothing that was found out since', async () => {
  const world = await stopped();
  await world.clock.pass(21 * MINUTES);
  await world.sweep();
  await answer(world, 'first');
  expect(stages(world)).toEqual(['first', 'first', 'complete']);
  await world.clock.pass(MINUTES);
  await answer(world, 'first');
  expect(world.outcomes).toEqual(['restored', 'restored (2)']);
  await world.clock.pass(MINUTES);
  await answer(world, 'complete');
  await answer(world, 'first');
  expect(world.messages.at(-1)).toMatchObject({ revision: 3, investigation: { stage: 'complete' } });
});

test('the same answer that comes twice at once is told once', async () => {
  const world = await stopped();
  const found = answerOf(idOf(world), investigation('first', { at: at(world) }));
  await world.clock.run(Promise.all([world.attempt(found, 'one'), world.attempt(found, 'other')]));
  expect(world.outcomes).toEqual(['restored', 'restored (2)']);
  expect(world.counted[METRIC.INPUTS_IGNORED]).toBe(1);
});

test('whoever stops the trail again and again does not put off what happened in the dark for ever', async () => {
  const world = await stopped();
  await answer(world, 'first');
  for (let again = 0; again < 5; again++) {
    await world.clock.pass(10 * MINUTES);
    await world.handle(world.trails.stopBy(TRAIL_ARN));
    await world.sweep();
  }
  expect(stages(world)).toContain('complete');
});

test('while it goes on, it is asked for no more often than the incident is told', async () => {
  const world = await stopped();
  await answer(world, 'first');
  for (let again = 0; again < 36; again++) {
    await world.clock.pass(5 * MINUTES);
    await world.handle(world.trails.stopBy(TRAIL_ARN));
    await world.sweep();
    if (world.asked.length > world.messages.filter(({ investigation: found }) => found).length) {
      await answer(world, 'complete');
    }
  }
  expect(world.messages.at(-1)?.investigation?.stage).toBe('complete');
  expect(world.asked.length).toBeLessThanOrEqual(world.messages.length);
});

test('who did it is found out even if that is known late', async () => {
  const world = new World();
  world.investigates = true;
  await world.guarded();
  world.trails.historyFailure = awsError('ThrottlingException', 'Rate exceeded');
  world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(5 * MINUTES);
  await world.sweep();
  expect(world.messages[0]?.actor).toBeUndefined();
  await world.clock.pass(16 * MINUTES);
  await world.sweep();
  world.trails.historyFailure = undefined;
  await world.clock.pass(5 * MINUTES);
  await world.sweep();
  expect(world.messages.at(-1)?.actor).toBeDefined();
  expect(world.asked.at(-1)).toMatchObject({ stage: 'first', incident: { actor: { userName: 'mallory' } } });
});

test('where nobody is ever found, what happened in the dark is asked for all the same', async () => {
  const world = new World();
  world.investigates = true;
  await world.guarded();
  world.trails.historyFailure = awsError('ThrottlingException', 'Rate exceeded');
  world.trails.stopBy(TRAIL_ARN);
  for (let sweep = 0; sweep < 9; sweep++) {
    await world.clock.pass(5 * MINUTES);
    await world.sweep();
  }
  expect(stages(world)).toEqual(['complete']);
});

test('nobody investigates where nobody did anything that is known, and nothing was dark', async () => {
  const world = await new World().guarded();
  world.investigates = true;
  world.trails.add(TRAIL_ARN, {
    ...world.trails.real(TRAIL_ARN),
    deliveryErrors: ['LatestDeliveryError: NoSuchBucket'],
  });
  for (let sweep = 0; sweep < 5; sweep++) {
    await world.sweep();
    await world.clock.pass(10 * MINUTES);
  }
  expect(world.outcomes).toEqual(['delivery-failing']);
  expect(world.asked).toEqual([]);
});

test('a channel that does not work keeps nothing from being found out', async () => {
  const world = await stopped((each) => {
    each.channelNames = ['security-hub'];
    each.brokenChannels.add('security-hub');
  });
  await world.clock.pass(21 * MINUTES);
  await world.sweep();
  expect(stages(world)).toEqual(['first', 'first']);
});

test('a message that cannot be made keeps nothing of other incidents from being found out', async () => {
  const world = await stopped();
  world.refuses = ({ call }) => call?.userAgent === 'poison';
  world.trails.startBy(TRAIL_ARN);
  await world.clock.pass(MINUTES);
  const event = world.trails.stopBy(TRAIL_ARN, IDENTITIES.Root) as { detail: object };
  await world.handle({ ...event, detail: { ...event.detail, userAgent: 'poison' } });
  await world.clock.pass(21 * MINUTES);
  await world.sweep();
  expect(world.asked.filter((request) => request.incident.id === idOf(world))).toHaveLength(2);
});

test('steps that follow from what was found out stay when the same is done again', async () => {
  const world = await stopped();
  await answer(world, 'first', { activity: { credentials: [NEW_KEY] } });
  const step = expect.stringContaining(NEW_KEY.id);
  expect(world.messages.at(-1)?.nextSteps).toContainEqual(step);
  await world.clock.pass(40 * MINUTES);
  await world.handle(world.trails.stopBy(TRAIL_ARN));
  expect(world.messages.at(-1)).toMatchObject({ occurrences: 2, nextSteps: expect.arrayContaining([step]) });
});

test('steps that follow from what was found out stay when the trail is back', async () => {
  const world = await stopped((each) => {
    each.trails.startFailures.push(...Array.from({ length: 20 }, () => awsError('AccessDeniedException', 'no')));
  });
  await answer(world, 'first', { activity: { credentials: [NEW_KEY] } });
  world.trails.startFailures.length = 0;
  await world.clock.pass(5 * MINUTES);
  await world.sweep();
  expect(world.messages.at(-1)).toMatchObject({
    outcome: 'restored',
    nextSteps: expect.arrayContaining([expect.stringContaining(NEW_KEY.id)]),
  });
});

test('the command that mends stays when more is found out', async () => {
  const world = await new World().guarded();
  const mendable = { ...incident('reported'), id: 'mendable' };
  const item = { version: 1, state: 'sent', owner: 'gone', leaseUntil: 0, attributionDue: false, asked: 1 } as const;
  world.store.incidents.set('mendable', incidentItem({ ...item, incident: mendable }));
  await world.handle(answerOf('mendable', investigation('complete', { at: at(world) })));
  expect(world.messages[0]?.nextSteps[0]).toMatch(/^To mend it: aws s3api put-bucket-policy/);
});

test('the investigator is not sent what it found out itself', async () => {
  const world = await stopped();
  await answer(world, 'first');
  await world.clock.pass(16 * MINUTES);
  await world.sweep();
  expect(world.asked[1]?.incident).not.toHaveProperty('investigation');
});

test('an answer about an id that no item can have is ignored rather than tried again', async () => {
  const world = await stopped();
  for (const incidentId of ['', 'x'.repeat(2_000)]) {
    expect(await world.handle(answerOf(incidentId, investigation('first')))).toBeUndefined();
  }
  expect(world.counted[METRIC.INPUTS_IGNORED]).toBe(2);
  expect(world.logged.filter(({ event }) => event === 'input-ignored')).toHaveLength(2);
});

test('few investigations run at a time, so that they never take the place of the guard itself', async () => {
  const world = new World();
  world.investigates = true;
  await world.guarded();
  for (let actor = 0; actor < 12; actor++) {
    await world.clock.pass(1_000);
    await world.handle(
      world.trails.stopBy(TRAIL_ARN, {
        type: 'IAMUser',
        arn: `arn:aws:iam::${ACCOUNT}:user/attacker-${actor}`,
        accountId: ACCOUNT,
        userName: `attacker-${actor}`,
      }),
    );
  }
  expect(world.messages).toHaveLength(12);
  expect(world.asked).toHaveLength(3);
  await answer(world, 'first');
  await world.clock.pass(6 * MINUTES);
  await world.sweep();
  expect(world.asked).toHaveLength(4);
  for (let sweep = 0; sweep < 40; sweep++) {
    for (const { incident: told, stage } of world.asked.splice(0)) {
      await world.handle(answerOf(told.id, investigation(stage, { at: at(world) })));
    }
    await world.clock.pass(6 * MINUTES);
    await world.sweep();
  }
  const last = new Map(world.messages.map((message) => [message.id, message.investigation?.stage]));
  expect([...last.values()]).toEqual(Array.from({ length: 12 }, () => 'complete'));
  expect([...world.store.incidents.values()].filter((item) => 'open' in item)).toEqual([]);
});
