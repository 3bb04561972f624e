import type { Incident } from '../../../lib/contract/incident';
import { METRIC } from '../../../lib/contract/metrics';
import { TRAIL_ARN } from '../../fixtures/records';
import { awsError } from './fake-trails';
import { SETTLED, World } from './fakes';
import { answerOf, investigation } from './investigations';
import { exception } from './policy';

const MINUTES = 60_000;

async function stopped(changes?: ConstructorParameters<typeof World>[0]): Promise<World> {
  const world = new World(changes);
  world.investigates = true;
  await world.guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(3000);
  await world.handle(event);
  return world;
}

const idOf = (world: World): string => world.messages[0]?.id ?? '';
const at = (world: World) => world.clock.now().toISOString();

test('the investigator is asked once the message is published, and never before', async () => {
  const world = await stopped();
  expect(world.asked).toMatchObject([{ stage: 'first', incident: { outcome: 'restored', revision: 1 } }]);
  expect(world.calls.indexOf('ask investigator')).toBeGreaterThan(world.calls.indexOf('publish'));
});

test('what it found out is told as an update of the same incident, and makes it worse where it is worse', async () => {
  const world = await stopped();
  const found = investigation('first', {
    at: at(world),
    criticality: { severity: 'critical', riskScore: 99, reasons: ['It was the only trail.'] },
  });
  expect(await world.handle(answerOf(idOf(world), found))).toBeUndefined();
  expect(world.outcomes).toEqual(['restored', 'restored (2)']);
  expect(world.messages[1]).toMatchObject({
    id: idOf(world),
    severity: 'critical',
    riskScore: 99,
    ratings: { current: { severity: 'high', riskScore: 73 }, original: { severity: 'medium', riskScore: 47 } },
    investigation: { stage: 'first', activity: { total: 3 } },
  });
});

test('no finding makes an incident less bad', async () => {
  const world = await stopped();
  const criticality = { severity: 'low' as const, riskScore: 21, reasons: ['Nothing speaks against it.'] };
  await world.handle(answerOf(idOf(world), investigation('first', { at: at(world), criticality })));
  expect(world.messages[1]).toMatchObject({ severity: 'high', riskScore: 73 });
});

test('what happened in the dark is asked for when event history has caught up, by a sweep', async () => {
  const world = await stopped();
  await world.handle(answerOf(idOf(world), investigation('first', { at: at(world) })));
  await world.clock.pass(14 * MINUTES);
  await world.sweep();
  expect(world.asked).toHaveLength(1);
  await world.clock.pass(MINUTES);
  await world.sweep();
  expect(world.asked[1]).toMatchObject({ stage: 'complete', incident: { revision: 2 } });
  await world.handle(answerOf(idOf(world), investigation('complete', { at: at(world) })));
  expect(world.messages.at(-1)).toMatchObject({ revision: 3, investigation: { stage: 'complete' } });
  await world.clock.pass(60 * MINUTES);
  await world.sweep();
  expect(world.asked).toHaveLength(2);
  expect(world.store.incidents.get(idOf(world))).not.toHaveProperty('open');
});

test('without an answer it is asked again, three times in all, and that is counted', async () => {
  const world = await stopped();
  for (let sweep = 0; sweep < 6; sweep++) {
    await world.clock.pass(21 * MINUTES);
    await world.sweep();
  }
  expect(world.asked.map(({ stage }) => stage)).toEqual(['first', 'first', 'first']);
  expect(world.counted[METRIC.INVESTIGATIONS_FAILED]).toBe(1);
  expect(world.logged).toContainEqual(expect.objectContaining({ event: 'investigation-given-up' }));
  expect(world.outcomes).toEqual(['restored']);
});

test('an investigator that cannot be asked keeps nothing from being told, and is asked again', async () => {
  const world = new World();
  world.investigates = true;
  world.investigatorBroken = true;
  await world.guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.clock.pass(3000);
  expect(await world.handle(event)).toBeUndefined();
  expect(world.outcomes).toEqual(['restored']);
  expect(world.counted[METRIC.INVESTIGATIONS_FAILED]).toBe(1);
  world.investigatorBroken = false;
  await world.clock.pass(21 * MINUTES);
  await world.sweep();
  expect(world.asked).toHaveLength(1);
});

test.each([
  [
    'a second answer',
    (world: World) => answerOf(idOf(world), investigation('first', { at: '2026-03-02T10:02:00.000Z' })),
  ],
  ['an answer of an unknown incident', () => answerOf('somebody#else', investigation('first'))],
])('%s changes nothing and is counted', async (_, answer) => {
  const world = await stopped();
  await world.handle(answerOf(idOf(world), investigation('first', { at: at(world) })));
  await world.handle(answer(world));
  expect(world.outcomes).toEqual(['restored', 'restored (2)']);
  expect(world.counted[METRIC.INPUTS_IGNORED]).toBe(1);
});

test.each([
  ['a severity that does not exist', { criticality: { severity: 'fatal', riskScore: 1, reasons: [] } }],
  ['a score beyond the scale', { criticality: { severity: 'high', riskScore: 1000, reasons: [] } }],
  ['a list that is none', { activity: { services: 'all' } }],
])('an answer with %s is refused with its reason', async (_, wrong) => {
  const world = await stopped();
  const answer = { ...answerOf(idOf(world), investigation('first')) };
  await world.handle({ ...answer, investigation: { ...answer.investigation, ...wrong } });
  expect(world.outcomes).toEqual(['restored']);
  expect(world.logged).toContainEqual(
    expect.objectContaining({
      event: 'input-ignored',
      reason: expect.stringContaining('an answer that makes no sense'),
    }),
  );
});

test('what an attacker wrote into event history is harmless in the incident', async () => {
  const world = await stopped();
  const who = { person: 'eve\u202e https://evil.example', undetermined: ['\u0000'] };
  await world.handle(answerOf(idOf(world), investigation('first', { at: at(world), who })));
  const told = JSON.stringify(world.messages[1]?.investigation);
  expect(told).not.toMatch(/\u202e|https:\/\/|\\u0000/);
  expect(told).toContain('eve');
});

test('an answer whose message fails is told by the same invocation or by a sweep', async () => {
  const world = await stopped();
  const answer = answerOf(idOf(world), investigation('first', { at: at(world) }));
  world.topicBroken = true;
  expect(await world.handle(answer, 'request-of-answer')).toBeInstanceOf(Error);
  world.topicBroken = false;
  await world.handle(answer, 'request-of-answer');
  expect(world.outcomes).toEqual(['restored', 'restored (2)']);
});

test('findings stay when more becomes known, and nothing is asked twice at a time', async () => {
  const world = new World();
  world.investigates = true;
  await world.guarded();
  world.trails.failures.StartLogging = Array.from({ length: 50 }, () => awsError('AccessDeniedException', 'no'));
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.handle(event);
  expect(world.outcomes).toEqual(['restore-failed']);
  await world.handle(answerOf(idOf(world), investigation('first', { at: at(world) })));
  world.trails.failures.StartLogging = [];
  await world.clock.pass(SETTLED);
  await world.sweep();
  expect(world.messages.at(-1)).toMatchObject({ outcome: 'restored', investigation: { stage: 'first' } });
});

test('nobody investigates what was expected, nor where it is switched off', async () => {
  const expected = await stopped({ exceptions: [exception()] });
  expect(expected.outcomes).toEqual(['expected']);
  expect(expected.asked).toEqual([]);
  const off = await new World().guarded();
  await off.handle(off.trails.stopBy(TRAIL_ARN));
  expect(off.asked).toEqual([]);
  expect(off.store.incidents.get((off.messages[0] as Incident).id)).not.toHaveProperty('open');
});
