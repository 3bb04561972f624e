import type { Incident } from '../../../lib/contract/incident';
import { METRIC } from '../../../lib/contract/metrics';
import { Desk } from './desk';
import { incident } from './incidents';

const LEASE = 150_000;
const { actor: _actor, call: _call, ...withoutActor } = incident('restored');
const anonymous: Incident = { ...withoutActor, actorNote: 'Event history does not show (yet) who called StopLogging.' };

test('one message, however many runs tell', async () => {
  const desk = new Desk();
  await Promise.all(['a', 'b', 'c'].map((owner) => desk.report(incident('restored'), owner)));
  await desk.report(incident('restored'), 'd');
  await desk.finish('e');
  expect(desk.messages).toEqual([incident('restored')]);
  expect(desk.counted).toEqual([METRIC.TRAILS_RESTORED, METRIC.RESTORE_SECONDS, METRIC.DARK_SECONDS]);
});

test('while a run is at it, another one leaves it alone', async () => {
  const desk = new Desk();
  await desk.claimAndDie(incident('restored'), 'a');
  await desk.report(incident('restored'), 'b');
  await desk.finish('c');
  expect(desk.messages).toEqual([]);
});

test.each([
  ['that is at it', (desk: Desk) => desk.report(incident('restored'), 'b')],
  [
    'that comes between',
    async (desk: Desk) => {
      const read = desk.store.incident;
      desk.store.incident = async () => {
        desk.store.incident = read;
        return undefined;
      };
      await desk.report(incident('restored'), 'b');
    },
  ],
])('fails to tell news over a run %s: the retry does', async (_, follow) => {
  const desk = new Desk();
  const { finish: end } = await desk.claimAndWait(incident('restore-failed'), 'a');
  await expect(follow(desk)).rejects.toThrow('Another run is telling of');
  await end();
  await desk.report(incident('restored'), 'b');
  expect(desk.messages.map(({ outcome, revision }) => [outcome, revision])).toEqual([
    ['restore-failed', 1],
    ['restored', 2],
  ]);
});

test("Lambda's retry of the same request takes over at once", async () => {
  const desk = new Desk();
  await desk.claimAndDie(incident('restored'), 'a');
  await desk.report(incident('restored'), 'a');
  expect(desk.messages).toHaveLength(1);
});

test.each([
  ['another run that knows of it', (desk: Desk) => desk.report(incident('restored'), 'b')],
  ['a sweep', (desk: Desk) => desk.finish('b')],
])('a run that died is followed by %s, when its lease is over', async (_, follow) => {
  const desk = new Desk();
  await desk.claimAndDie(incident('restored'), 'a');
  await desk.clock.pass(LEASE - 1);
  await follow(desk);
  expect(desk.messages).toEqual([]);
  await desk.clock.pass(1);
  await follow(desk);
  await follow(desk);
  expect(desk.messages).toMatchObject([{ outcome: 'restored', revision: 1 }]);
});

test('fails to publish: the lease ends at once, the message stays', async () => {
  const desk = new Desk();
  desk.fails = true;
  await expect(desk.report(incident('restored'), 'a')).rejects.toThrow('the topic is broken');
  expect(desk.counted).toContain(METRIC.MESSAGE_FAILURES);
  desk.fails = false;
  await Promise.all([desk.finish('b'), desk.finish('c')]);
  expect(desk.messages).toEqual([incident('restored')]);
});

test('an episode that goes on is told again, with the actor that was known', async () => {
  const desk = new Desk();
  await desk.report(incident('restore-failed'), 'a');
  await desk.report(incident('restore-failed'), 'b');
  await desk.report(anonymous, 'c');
  expect(desk.messages.map(({ outcome, revision }) => [outcome, revision])).toEqual([
    ['restore-failed', 1],
    ['restored', 2],
  ]);
  expect(desk.messages[1]).toMatchObject({ actor: { displayName: 'mallory' }, call: { eventName: 'StopLogging' } });
  expect(desk.messages[1]).not.toHaveProperty('actorNote');
});

test('fails to move an incident from a final outcome', async () => {
  const desk = new Desk();
  await desk.report(incident('restored'), 'a');
  for (const outcome of ['restore-failed', 'already-logging', 'observed'] as const) {
    await desk.report(incident(outcome), 'b');
  }
  expect(desk.messages).toHaveLength(1);
});

test('an actor that becomes known is told once, with what to do about it', async () => {
  const desk = new Desk();
  await desk.report(anonymous, 'a', true);
  await desk.report(incident('restored'), 'b');
  await desk.report(incident('restored'), 'c');
  expect(desk.messages).toHaveLength(2);
  expect(desk.messages[1]).toEqual({ ...incident('restored'), revision: 2 });
  expect(await desk.store.openIncidents()).toEqual([]);
});

test('an incident without an actor stays open, so that a sweep looks for it', async () => {
  const desk = new Desk();
  await desk.report(anonymous, 'a', true);
  expect(await desk.store.openIncidents()).toMatchObject([{ state: 'sent', attributionDue: true }]);
});

test('fails to reach the table: a message all the same', async () => {
  const desk = new Desk();
  desk.store.broken = true;
  await desk.report(incident('restored'), 'a');
  expect(desk.messages).toHaveLength(1);
  expect(desk.counted).toContain(METRIC.STATE_FAILURES);
});

test('fails to note that it was sent: the message may come twice, never not at all', async () => {
  const desk = new Desk();
  const save = desk.store.saveIncident;
  let writes = 0;
  desk.store.saveIncident = (...args) => (++writes === 2 ? Promise.reject(new Error('broken')) : save(...args));
  await desk.report(incident('restored'), 'a');
  await desk.clock.pass(LEASE);
  await desk.finish('b');
  await desk.finish('c');
  expect(desk.messages).toHaveLength(2);
});
