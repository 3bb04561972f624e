import type { BaselineAnswer, BaselineRequest } from '../../../lib/contract/baseline-request';
import { REGION } from '../../fixtures/identities';
import { TRAIL_ARN, TRAIL_NAME } from '../../fixtures/records';
import { configurationAfter, FIXTURE_CONFIGURATION, updateTrail } from '../../fixtures/techniques';
import { awsError } from './aws-error';
import { World } from './fakes';

const HOUR = 3_600_000;
const elsewhere = updateTrail({ s3BucketName: 'other-logs' });
const BUCKET_MOVED = {
  field: 'S3BucketName',
  relation: 'moved',
  before: '"management-events-logs"',
  after: '"other-logs"',
};

const ask = (world: World, action: BaselineRequest['action'], trail = TRAIL_NAME, by?: string) =>
  world.clock.run(
    world.attempt({ trigger: 'baseline', action, trail, ...(by ? { by } : {}) }),
  ) as Promise<BaselineAnswer>;

let world: World;
beforeEach(async () => {
  world = await new World().guarded();
  await world.clock.pass(1000);
});

test('the first baseline is adopted quietly when the trail is first seen healthy, and shown', async () => {
  expect(await ask(world, 'show')).toEqual({
    trail: TRAIL_ARN,
    versions: [
      { version: 1, reason: 'first-seen', adoptedAt: '2026-03-02T10:00:00.000Z', configuration: FIXTURE_CONFIGURATION },
    ],
  });
  expect(world.messages).toEqual([]);
});

test.each([
  ['is stopped', (other: World) => other.trails.add(TRAIL_ARN, { isLogging: false })],
  ['cannot deliver', (other: World) => other.trails.deliver(TRAIL_ARN, 'LatestDeliveryError: NoSuchBucket')],
  [
    'does not show its selectors',
    (other: World) => {
      other.trails.failures.GetEventSelectors = [awsError('AccessDeniedException')];
    },
  ],
])('no baseline is adopted of a trail that %s', async (_, hurt) => {
  const other = new World();
  other.trails.add(TRAIL_ARN, { isLogging: true, startedAt: new Date(0) });
  hurt(other);
  await other.sweep();
  expect(other.baselines.peek(TRAIL_ARN)).toBeUndefined();
});

test('a difference is shown and changes nothing', async () => {
  world.trails.configurations.set(TRAIL_ARN, configurationAfter(elsewhere));
  const answer = await ask(world, 'diff', TRAIL_ARN);
  expect(answer).toEqual({ trail: TRAIL_ARN, unread: [], differences: [{ ...BUCKET_MOVED, result: 'not-done' }] });
  expect(world.baselines.peek(TRAIL_ARN)?.version).toBe(1);
  expect(world.messages).toEqual([]);
});

test('what is accepted is adopted, announced with the difference, and kept', async () => {
  world.trails.configurations.set(TRAIL_ARN, configurationAfter(elsewhere));
  expect(await ask(world, 'accept', TRAIL_NAME, 'alice\nNEXT')).toMatchObject({ accepted: 2 });
  expect(world.baselines.peek(TRAIL_ARN)).toMatchObject({ version: 2, reason: 'accepted' });
  expect(world.messages).toMatchObject([
    {
      outcome: 'adopted',
      severity: 'low',
      baselineVersion: 2,
      actorNote: expect.stringContaining('by alice'),
      changes: [{ ...BUCKET_MOVED, result: 'kept' }],
    },
  ]);
  expect(world.messages[0]?.actorNote).not.toContain('\n');
  await world.clock.pass(HOUR);
  await world.sweep();
  expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(configurationAfter(elsewhere));
  expect(world.messages).toHaveLength(1);
  expect((await ask(world, 'show')).versions?.map(({ version }) => version)).toEqual([2, 1]);
});

test('what does not differ is not accepted again', async () => {
  expect(await ask(world, 'accept')).toEqual({ trail: TRAIL_ARN, differences: [], unread: [] });
  expect(world.baselines.peek(TRAIL_ARN)?.version).toBe(1);
  expect(world.messages).toEqual([]);
});

test('what could not be put back and is accepted is over: it is told as adopted, and not tried again', async () => {
  world.trails.failures.UpdateTrail = Array.from({ length: 99 }, () => awsError('AccessDeniedException'));
  await world.handle(world.trails.changeBy(TRAIL_ARN, elsewhere));
  await world.clock.pass(1000);
  await ask(world, 'accept');
  await world.clock.pass(300_000);
  expect(await world.sweep()).toBeUndefined();
  expect(world.outcomes).toEqual(['restore-failed', 'adopted', 'adopted (2)']);
});

test('a release is answered and kept', async () => {
  expect(await ask(world, 'release')).toEqual({ trail: TRAIL_ARN, released: true });
});

test('fails to accept what another run adopted meanwhile', async () => {
  world.trails.configurations.set(TRAIL_ARN, configurationAfter(elsewhere));
  world.baselines.save = async () => false;
  expect(await ask(world, 'accept')).toMatchObject({ error: expect.stringContaining('Another run') });
  expect(world.messages).toEqual([]);
});

test.each<[string, BaselineRequest['action'], string]>([
  ['a trail that is not guarded', 'show', TRAIL_ARN.replace(REGION, 'us-east-1')],
  ['what is no trail', 'accept', 'arn:aws:s3:::bucket'],
  ['a trail that does not exist', 'diff', 'no-such-trail'],
  ['a trail that does not exist', 'accept', 'no-such-trail'],
])('fails for %s: %s', async (_, action, trail) => {
  expect(await ask(world, action, trail)).toMatchObject({ error: expect.any(String) });
  expect(world.messages).toEqual([]);
});

test('a baseline that vanished is adopted anew, and people are told', async () => {
  world.baselines.items.clear();
  await world.clock.pass(HOUR);
  await world.sweep();
  expect(world.baselines.peek(TRAIL_ARN)).toMatchObject({ version: 1, reason: 'first-seen' });
  expect(world.messages).toMatchObject([{ outcome: 'adopted', baselineVersion: 1 }]);
});
