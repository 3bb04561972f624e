import type { Incident, Outcome } from '../../../lib/contract/incident';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { Desk } from './desk';
import { incident, STOPPED } from './incidents';

const MINUTE = 60_000;
const LEASE = 150_000;

/** The trail's nth stop. */
function episode(n: number, outcome: Outcome = 'restored', identity: Json = IDENTITIES.IAMUser as Json): Incident {
  const at = new Date(STOPPED.getTime() + n * MINUTE);
  const told = incident(outcome, {
    userIdentity: identity,
    eventID: `event-${n}`,
    eventTime: at.toISOString(),
  });
  return {
    ...told,
    id: `${told.trail.arn}#${at.toISOString()}`,
    detectedAt: at.toISOString(),
    ...(told.darkWindow ? { darkWindow: { ...told.darkWindow, stoppedAt: at.toISOString() } } : {}),
  };
}

function anonymous(n: number): Incident {
  const { actor: _actor, call: _call, ...rest } = episode(n);
  return { ...rest, actorNote: 'Event history does not show (yet) who called StopLogging.' };
}

const brief = (desk: Desk) => desk.messages.map(({ revision, occurrences = 1 }) => [revision, occurrences]);

/** A sweep every five minutes. */
async function sweeps(desk: Desk, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 5) {
    await desk.clock.pass(5 * MINUTE);
    await desk.finish(`sweep-${desk.clock.now().getTime()}`);
  }
}

test('the first is told at once, the others as a count with the latest state', async () => {
  const desk = new Desk();
  for (let n = 0; n < 5; n++) {
    await desk.report(episode(n), `run-${n}`);
    await desk.clock.pass(MINUTE);
  }
  expect(brief(desk)).toEqual([[1, 1]]);
  await sweeps(desk, 30);
  expect(brief(desk)).toEqual([
    [1, 1],
    [2, 5],
  ]);
  expect(desk.messages[1]).toMatchObject({
    id: episode(0).id,
    detectedAt: episode(0).detectedAt,
    call: { eventId: 'event-4' },
    darkWindow: { stoppedAt: episode(4).darkWindow?.stoppedAt },
    repetitions: [0, 1, 2, 3, 4].map((n) => ({
      incidentId: episode(n).id,
      outcome: 'restored',
      eventId: `event-${n}`,
    })),
  });
});

test('messages come at growing intervals, at most two hours apart', async () => {
  const desk = new Desk();
  const at: number[] = [];
  let told = 0;
  for (let n = 0; n < 600; n++) {
    await desk.report(episode(n), `run-${n}`);
    await desk.finish(`sweep-${n}`);
    if (desk.messages.length > told) {
      told = desk.messages.length;
      at.push(n);
    }
    await desk.clock.pass(MINUTE);
  }
  expect(at).toEqual([0, 15, 45, 105, 225, 345, 465, 585]);
  expect(desk.messages.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(desk.messages.at(-1)).toMatchObject({ occurrences: 586 });
  expect(desk.messages.at(-1)?.repetitions).toHaveLength(50);
});

test('severity rises with each doubling of the count', async () => {
  const desk = new Desk();
  const ratings: unknown[] = [];
  for (let n = 0; n < 9; n++) {
    await desk.report({ ...episode(n), severity: 'low', riskScore: 21 }, `run-${n}`);
    const item = desk.store.peek(episode(0).id);
    ratings.push(typeof item === 'object' && [item.incident.severity, item.incident.riskScore]);
  }
  const [low, medium, high, critical] = [
    ['low', 21],
    ['medium', 47],
    ['high', 73],
    ['critical', 99],
  ];
  expect(ratings).toEqual([low, medium, medium, high, high, high, high, critical, critical]);
});

test.each<[string, Incident]>([
  ['somebody else', episode(1, 'restored', IDENTITIES.Root as Json)],
  ['an attempt', { ...episode(1, 'attempted') }],
  ['what an exception allows', episode(1, 'expected')],
  ['another trail', { ...episode(1), trail: { arn: 'another', name: 'another' } }],
])('%s is an incident of its own', async (_, other) => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  await desk.report(other, 'b');
  expect(desk.messages.map(({ id }) => id)).toEqual([episode(0).id, other.id]);
});

test.each([
  [59, 1],
  [61, 2],
])('the same after %i minutes makes %i messages at once', async (minutes, messages) => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  await desk.report(episode(1), 'b');
  const before = desk.messages.length;
  await desk.clock.pass(minutes * MINUTE);
  await desk.report(episode(minutes), 'c');
  const ids = new Set(desk.messages.map(({ id }) => id));
  expect(before).toBe(1);
  expect(ids.size).toBe(messages);
});

test('an episode told again, by the other way in or by a retry, is not counted again', async () => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  await desk.report(episode(1), 'b');
  await Promise.all(['b', 'c', 'd'].map((owner) => desk.report(episode(1), owner)));
  await sweeps(desk, 60);
  await desk.report(episode(1), 'e');
  await sweeps(desk, 60);
  expect(brief(desk)).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('many at once are counted each once, or told when Lambda tries again', async () => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  const run = (n: number) => desk.report(episode(n), `run-${n}`);
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const done = await Promise.allSettled(numbers.map(run));
  for (const n of numbers.filter((_, index) => done[index]?.status === 'rejected')) {
    await run(n);
  }
  await sweeps(desk, 60);
  expect(brief(desk)).toEqual([
    [1, 1],
    [2, 10],
  ]);
});

test('a restore that fails is told at once, and once; that it worked after all, within a quarter of an hour', async () => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  await desk.report(episode(1), 'b');
  await desk.report(episode(2, 'restore-failed'), 'c');
  await desk.report(episode(2, 'restore-failed'), 'd');
  expect(desk.messages.map(({ outcome }) => outcome)).toEqual(['restored', 'restore-failed']);
  await desk.report(episode(2), 'e');
  await sweeps(desk, 10);
  expect(desk.messages).toHaveLength(2);
  await sweeps(desk, 5);
  expect(desk.messages.map(({ outcome, revision, occurrences }) => [outcome, revision, occurrences])).toEqual([
    ['restored', 1, undefined],
    ['restore-failed', 2, 3],
    ['restored', 3, 3],
  ]);
});

test('fails to publish that the trail is not back: at once with what is known next', async () => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  desk.fails = true;
  await expect(desk.report(episode(1, 'restore-failed'), 'b')).rejects.toThrow('the topic is broken');
  desk.fails = false;
  await desk.report(episode(1, 'restore-unverified'), 'c');
  expect(desk.messages.map(({ outcome, revision }) => [outcome, revision])).toEqual([
    ['restored', 1],
    ['restore-unverified', 2],
  ]);
});

test.each<[string, Outcome, number]>([
  ['waits for its time', 'restored', 1],
  ['is told at once if the trail is not back', 'restore-failed', 2],
])('what comes while the first message is on its way %s, with a number of its own', async (_, outcome, messages) => {
  const desk = new Desk();
  const first = await desk.claimAndWait(episode(0), 'a');
  await desk.report(episode(1, outcome), 'b').catch(() => undefined);
  await first.finish();
  expect(desk.messages).toHaveLength(messages);
  await sweeps(desk, 30);
  expect(brief(desk)).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(desk.messages[1]?.outcome).toBe(outcome);
});

test('what comes while a message fails is told with it, by the next sweep', async () => {
  const desk = new Desk();
  const first = await desk.claimAndWait(episode(0), 'a');
  await desk.report(episode(1), 'b');
  desk.fails = true;
  await expect(first.finish()).rejects.toThrow('the topic is broken');
  desk.fails = false;
  await sweeps(desk, 5);
  expect(brief(desk)).toEqual([[1, 2]]);
});

test('what comes after a run that died before the first message is told when its lease is over', async () => {
  const desk = new Desk();
  await desk.claimAndDie(episode(0), 'a');
  await desk.report(episode(1), 'b');
  await desk.clock.pass(LEASE);
  await desk.finish('c');
  expect(brief(desk)).toEqual([[1, 2]]);
});

test.each([1, 2, 3, 4, 5, 6])('a run that dies before its write number %i is made up for by a sweep', async (last) => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  const { saveIncident, saveCampaign } = desk.store;
  let writes = 0;
  const dying =
    <A extends unknown[], R>(write: (...given: A) => Promise<R>) =>
    (...given: A): Promise<R> =>
      ++writes >= last ? new Promise(() => undefined) : write(...given);
  desk.store.saveIncident = dying(saveIncident);
  desk.store.saveCampaign = dying(saveCampaign);
  void desk.report(episode(1), 'b');
  await new Promise((resolve) => setImmediate(resolve));
  desk.store.saveIncident = saveIncident;
  desk.store.saveCampaign = saveCampaign;
  await desk.clock.pass(LEASE);
  await desk.report(episode(1), 'c');
  await sweeps(desk, 60);
  expect(brief(desk)).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('fails to reach the table half way: told at once, and counted later', async () => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  const { saveIncident } = desk.store;
  let writes = 0;
  desk.store.saveIncident = (...given) => (++writes > 1 ? Promise.reject(new Error('broken')) : saveIncident(...given));
  await desk.report(episode(1), 'b');
  expect(desk.messages.map(({ id }) => id)).toEqual([episode(0).id, episode(1).id]);
  expect(desk.counted.filter((metric) => metric === 'TrailsRestored')).toHaveLength(2);
  desk.store.saveIncident = saveIncident;
  await desk.clock.pass(LEASE);
  await sweeps(desk, 60);
  expect(desk.messages.at(-1)).toMatchObject({ id: episode(0).id, occurrences: 2 });
});

test('an incident that is gone from the table is followed by a new one, and that by its repetitions', async () => {
  const desk = new Desk();
  await desk.report(episode(0), 'a');
  desk.store.incidents.delete(episode(0).id);
  await desk.report(episode(1), 'b');
  await desk.report(episode(2), 'c');
  await sweeps(desk, 60);
  expect(desk.messages.map(({ id, occurrences = 1 }) => [id, occurrences])).toEqual([
    [episode(0).id, 1],
    [episode(1).id, 1],
    [episode(1).id, 2],
  ]);
});

describe('while it is not known who did it', () => {
  test('it counts as the same, and it is said that it is not certain', async () => {
    const desk = new Desk();
    await desk.report(episode(0), 'a');
    await desk.report(anonymous(1), 'b');
    await desk.report(episode(2), 'c');
    await desk.report(anonymous(3), 'd');
    await sweeps(desk, 60);
    expect(brief(desk)).toEqual([
      [1, 1],
      [2, 4],
    ]);
    expect(desk.messages[1]).toMatchObject({
      actor: { displayName: 'mallory' },
      actorNote: expect.stringContaining('does not show (yet)'),
    });
    expect(desk.messages[1]).not.toHaveProperty('call');
  });

  test('a repetition stays open for a sweep to look for its actor', async () => {
    const desk = new Desk();
    await desk.report(anonymous(0), 'a', true);
    await desk.report(anonymous(1), 'b', true);
    await desk.report(episode(1), 'c');
    await sweeps(desk, 60);
    expect(desk.messages.at(-1)).toMatchObject({ occurrences: 2, actor: { displayName: 'mallory' } });
    expect(desk.messages).toHaveLength(2);
    expect(desk.messages.at(-1)).not.toHaveProperty('actorNote');
  });

  test('that it was somebody else is said, once it is known', async () => {
    const desk = new Desk();
    await desk.report(episode(0), 'a');
    await desk.report(anonymous(1), 'b', true);
    await desk.report(episode(1, 'restored', IDENTITIES.Root as Json), 'c');
    await sweeps(desk, 60);
    expect(desk.messages.at(-1)).toMatchObject({
      actor: { type: 'Root' },
      actorNote: expect.stringContaining('mallory'),
    });
  });
});

test.each<[string, number]>([
  ['the first', 0],
  ['a repetition', 1],
])('fails to let late news of %s hide that the trail is not back', async (_, late) => {
  const desk = new Desk();
  await desk.report(episode(0, late === 0 ? 'restore-unverified' : 'restored'), 'a');
  await desk.report(episode(1, late === 1 ? 'restore-unverified' : 'restored'), 'b');
  await desk.report(episode(2, 'restore-failed'), 'c');
  await desk.report(episode(late), 'd');
  await sweeps(desk, 180);
  expect(desk.messages.at(-1)).toMatchObject({ outcome: 'restore-failed', occurrences: 3 });
});
