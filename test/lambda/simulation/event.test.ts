import { parseTrailArn, type TrailArn } from '../../../lambda/common/scope';
import { DENIED, GUARD_ROLE, MALLORY, recordOf } from './records';
import { eventOf, POLICY, TRAIL, World } from './world';

let world: World;
beforeEach(() => {
  world = new World();
  world.addTrail();
});

/** A stop whose event comes three seconds later. */
function stopAndWait(in_ = world): unknown {
  const event = in_.stop();
  in_.pass(3);
  return event;
}

test('a stopped trail is started first, read back, then told', async () => {
  const stoppedAt = world.now.toISOString();
  await world.handler(stopAndWait());
  expect(world.calls).toEqual([
    'StartLogging',
    'GetTrailStatus',
    'incident',
    'campaign',
    'saveIncident',
    'saveCampaign',
    'Publish',
    'saveIncident',
    // Whoever stopped it may have changed it too.
    'baselines.get',
    'DescribeTrails',
    'trails',
  ]);
  expect(world.messages).toEqual([
    expect.objectContaining({
      id: `${TRAIL.arn}#${stoppedAt}`,
      revision: 1,
      outcome: 'restored',
      severity: 'high',
      riskScore: 73,
      actor: expect.objectContaining({ displayName: 'mallory' }),
      darkWindow: { stoppedAt, startedAt: world.now.toISOString(), seconds: 3.01 },
    }),
  ]);
  expect(world.metrics).toEqual(['TrailsRestored', 'RestoreSeconds', 'DarkSeconds']);
});

test('StartLogging does not wait for the tools', async () => {
  const never = new World(POLICY, { loadTools: () => new Promise(() => undefined) });
  never.addTrail();
  never.handler(stopAndWait(never)).catch(() => undefined);
  await new Promise(setImmediate);
  expect(never.status().isLogging).toBe(true);
});

test('fails after the restore when the tools cannot be made', async () => {
  const broken = new World(POLICY, { loadTools: () => Promise.reject(new Error('TRAIL_GUARD_TOPIC_ARN is missing')) });
  broken.addTrail();
  await expect(broken.handler(stopAndWait(broken))).rejects.toThrow('TRAIL_GUARD_TOPIC_ARN');
  expect(broken.status().isLogging).toBe(true);
});

test('is told once, however often the event comes, one after the other and at the same time', async () => {
  const event = stopAndWait();
  await Promise.all([world.handler(event), world.handler(event)]);
  await world.handler(event);
  expect(world.messages).toHaveLength(1);
});

test('reads until the trail is seen logging', async () => {
  const event = stopAndWait();
  const stale: World = new World(POLICY, {
    trails: world.cloudTrail({
      start: async () => undefined,
      // Consistent only after five seconds.
      status: async () =>
        stale.now.getTime() < Date.parse('2026-01-01T00:00:05Z')
          ? { isLogging: false, stoppedAt: new Date('2026-01-01T00:00:00Z') }
          : {
              isLogging: true,
              stoppedAt: new Date('2026-01-01T00:00:00Z'),
              startedAt: new Date('2026-01-01T00:00:04Z'),
            },
      history: async () => [],
    }),
  });
  await stale.handler(event);
  expect(stale.messages).toMatchObject([{ outcome: 'restored' }]);
});

test('fails, told and counted, when no read shows the trail logging', async () => {
  const stoppedAt = world.now;
  const event = stopAndWait();
  const blind = new World(POLICY, {
    trails: world.cloudTrail({
      start: async () => undefined,
      status: async () => ({ isLogging: false, stoppedAt }),
      history: async () => [],
    }),
  });
  await expect(blind.handler(event)).rejects.toThrow('restore-unverified');
  expect(blind.messages).toMatchObject([{ outcome: 'restore-unverified' }]);
  expect(blind.metrics).toEqual(['RestoreFailures']);
});

test('fails, told and counted, when StartLogging is refused; a later try is an update of the same incident', async () => {
  world.fail('StartLogging', 'AccessDeniedException');
  const event = stopAndWait();
  await expect(world.handler(event, 'same-request')).rejects.toThrow('restore-failed');
  world.pass(60);
  await world.handler(event, 'same-request');
  expect(world.messages.map(({ outcome, revision, id }) => [outcome, revision, id])).toEqual([
    ['restore-failed', 1, world.messages[0]?.id],
    ['restored', 2, world.messages[0]?.id],
  ]);
  expect(world.metrics).toEqual(['RestoreFailures', 'TrailsRestored', 'RestoreSeconds', 'DarkSeconds']);
});

test('a trail that was stopped and deleted is created again and told once, by event and sweep together', async () => {
  await world.sweep();
  const event = stopAndWait();
  world.trails.clear();
  await world.handler(event);
  await world.sweep();
  expect(world.messages).toMatchObject([{ outcome: 'restored', actor: { displayName: 'mallory' } }]);
});

test('a denied call changes nothing and is told once an hour', async () => {
  for (let minute = 0; minute < 30; minute++) {
    await world.handler(eventOf(recordOf('StopLogging', TRAIL.arn, world.now, DENIED)));
    world.pass(60);
  }
  expect(world.calls).not.toContain('StartLogging');
  expect(world.messages).toMatchObject([{ outcome: 'attempted', severity: 'low', trail: {} }]);
  expect(world.metrics).toEqual(Array(30).fill('Attempts'));
});

test('names that the caller makes up do not make more messages', async () => {
  for (let call = 0; call < 50; call++) {
    const errorMessage = `not authorized to perform: cloudtrail:StopLogging on resource: ${TRAIL.arn}-${call}`;
    const arn = `arn:aws:sts::111122223333:assumed-role/Dev/session-${call}`;
    const sessionContext = { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/Dev' } };
    const changes = { ...DENIED, errorMessage, userIdentity: { type: 'AssumedRole', arn, sessionContext } };
    await world.handler(eventOf(recordOf('StopLogging', TRAIL.arn, world.now, changes)));
  }
  expect(world.messages).toHaveLength(1);
});

test("credentials stolen from the guard's own role are an actor like any other", async () => {
  const userIdentity = { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: GUARD_ROLE } } };
  await world.handler(world.stop(TRAIL, { userIdentity }));
  expect(world.messages).toMatchObject([{ outcome: 'restored' }]);
});

test("another account's trail is told as such", async () => {
  const organizationTrail = parseTrailArn(TRAIL.arn.replace('111122223333', '999988887777')) as TrailArn;
  world.addTrail(organizationTrail);
  await world.handler(world.stop(organizationTrail));
  expect(world.calls).not.toContain('StartLogging');
  expect(world.messages).toMatchObject([{ outcome: 'not-permitted' }]);
});

test('an old event is only a hint: a trail that logs since is left as it is', async () => {
  const event = stopAndWait();
  await world.handler(event);
  world.pass(3_600);
  world.calls.length = 0;
  await world.handler(event);
  expect(world.calls).not.toContain('StartLogging');
  expect(world.messages).toHaveLength(1);
});

test("with another's stop since, the actor is looked up", async () => {
  const event = world.stop();
  world.pass(60);
  world.stop(TRAIL, { userIdentity: { ...MALLORY, userName: 'eve' } });
  world.pass(1);
  await world.handler(event);
  expect(world.messages).toMatchObject([{ outcome: 'restored', actor: { displayName: 'eve' } }]);
});

test('an input that makes no sense is counted and changes nothing', async () => {
  for (const input of [undefined, null, 7, 'text', [], {}, { detail: {} }, eventOf({ eventName: 'StopLogging' })]) {
    await world.handler(input);
  }
  expect(world.calls).toEqual([]);
  expect(world.metrics).toEqual(Array(8).fill('InputsIgnored'));
});
