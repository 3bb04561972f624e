import { assumedRole, GUARD_ROLE_ARN, type Json, OTHER_ACCOUNT } from '../../fixtures/identities';
import { envelope, TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION, TECHNIQUE_RECORDS, updateTrail } from '../../fixtures/techniques';
import { SETTLED, World } from './fakes';

const HOUR = 3_600_000;
const elsewhere = updateTrail({ s3BucketName: 'other-logs' });
const isPutBack = (world: World) => expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);

let world: World;
beforeEach(async () => {
  world = await new World().guarded();
  await world.clock.pass(SETTLED);
});

test('an event that comes twice is told once', async () => {
  const event = world.trails.changeBy(TRAIL_ARN, elsewhere);
  await world.handle(event);
  await world.clock.pass(1000);
  await world.handle(event);
  isPutBack(world);
  expect(world.outcomes).toEqual(['restored']);
});

test('an event that comes late, after a sweep, is told once', async () => {
  const event = world.trails.changeBy(TRAIL_ARN, elsewhere);
  await world.clock.pass(60_000);
  await world.sweep();
  await world.clock.pass(HOUR);
  await world.handle(event);
  isPutBack(world);
  expect(world.outcomes).toEqual(['restored']);
});

test('a replayed event of a change that somebody accepted since changes nothing', async () => {
  const event = world.trails.changeBy(TRAIL_ARN, elsewhere);
  await world.handle({ trigger: 'baseline', action: 'accept', trail: TRAIL_ARN });
  await world.clock.pass(HOUR);
  await world.handle(event);
  expect(world.trails.configurationOf(TRAIL_ARN).S3BucketName).toBe('other-logs');
  expect(world.outcomes).toEqual(['adopted']);
});

test('the same change done again after it was put back is another incident', async () => {
  for (let times = 0; times < 2; times++) {
    await world.clock.pass(HOUR);
    await world.handle(world.trails.changeBy(TRAIL_ARN, elsewhere));
    isPutBack(world);
  }
  expect(world.outcomes).toEqual(['restored', 'restored']);
  expect(new Set(world.messages.map(({ id }) => id)).size).toBe(2);
});

test('an event and a sweep at once put it back and tell once', async () => {
  const event = world.trails.changeBy(TRAIL_ARN, elsewhere);
  world.latency = () => 40;
  await world.clock.run(
    Promise.allSettled([world.attempt(event), world.attempt({ trigger: 'sweep' }), world.attempt(event)]),
  );
  await world.clock.pass(HOUR);
  await world.sweep();
  isPutBack(world);
  expect(world.outcomes).toEqual(['restored']);
});

test('a change that somebody put back before the guard looked is no change', async () => {
  const event = world.trails.changeBy(TRAIL_ARN, elsewhere);
  world.trails.configurations.set(TRAIL_ARN, FIXTURE_CONFIGURATION);
  await world.handle(event);
  expect(world.messages).toEqual([]);
});

test.each<[string, Json]>([
  ['of another account', { account: OTHER_ACCOUNT }],
  ['of another source', { source: 'aws.s3' }],
  ['that somebody made', { source: 'my.cloudtrail' }],
  ['of another kind', { 'detail-type': 'AWS Service Event via CloudTrail' }],
])('a forged event %s leads to nothing', async (_, fields) => {
  const event = envelope(elsewhere, fields);
  expect(await world.handle(event)).toBeUndefined();
  expect(world.trails.calls).toEqual([]);
  expect(world.messages).toEqual([]);
});

test('an event that lies about what it changed leads to a look, and to nothing where nothing is wrong', async () => {
  expect(await world.handle(envelope(elsewhere))).toBeUndefined();
  expect(world.trails.calls).not.toContain('UpdateTrail');
  expect(world.messages).toEqual([]);
});

test("what the guard's own role is recorded to do is ignored; a sweep answers what is done in its name", async () => {
  const userIdentity = assumedRole(GUARD_ROLE_ARN, 'guard');
  const event = world.trails.changeBy(TRAIL_ARN, elsewhere, { userIdentity });
  expect(await world.handle(event)).toBeUndefined();
  expect(world.trails.calls).toEqual([]);
  await world.clock.pass(60_000);
  await world.sweep();
  isPutBack(world);
  expect(world.messages).toMatchObject([
    { outcome: 'restored', actorNote: expect.stringContaining('Event history does not show') },
  ]);
});

test('a trail that was stopped and changed is started first, put back, and both are told', async () => {
  world.trails.changeBy(TRAIL_ARN, TECHNIQUE_RECORDS['management-events-excluded']?.matching ?? {});
  const event = world.trails.stopBy(TRAIL_ARN);
  expect(await world.handle(event)).toBeUndefined();
  isPutBack(world);
  expect(world.isLogging).toBe(true);
  expect(world.trails.calls.indexOf('StartLogging')).toBeLessThan(world.trails.calls.indexOf('PutEventSelectors'));
  expect(world.messages).toMatchObject([
    { outcome: 'restored', technique: { id: 'stop-logging' } },
    { outcome: 'restored', technique: { id: 'management-events-excluded' }, actor: { displayName: 'mallory' } },
  ]);
});

test('a read that does not show a change yet does not hide it until the next comparison', async () => {
  const event = world.trails.changeBy(TRAIL_ARN, TECHNIQUE_RECORDS['read-write-narrowed']?.matching ?? {});
  const changed = world.trails.configurationOf(TRAIL_ARN);
  world.trails.configurations.set(TRAIL_ARN, FIXTURE_CONFIGURATION);
  await world.handle(event);
  world.trails.configurations.set(TRAIL_ARN, changed);
  await world.clock.pass(300_000);
  await world.sweep();
  isPutBack(world);
});
