import type { Repairs } from '../../../lambda/guard/delivery/repairs';
import { TRAIL_ARN } from '../../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques';
import { fakeRepairs } from './fake-repairs';
import { SETTLED, World } from './fakes';

const BUCKET_GONE = 'LatestDeliveryError: NoSuchBucket';
const DIGEST_DENIED = 'LatestDigestDeliveryError: AccessDenied';

let world: World;
beforeEach(async () => {
  world = await new World().guarded();
  await world.clock.pass(SETTLED);
});

const sweep = async () => {
  await world.clock.pass(300_000);
  return world.sweep();
};

test('a trail that cannot deliver is told once, and again when it delivers', async () => {
  world.trails.deliver(TRAIL_ARN, BUCKET_GONE);
  const since = new Date(world.clock.now().getTime() + 300_000).toISOString();
  for (let sweeps = 0; sweeps < 4; sweeps++) {
    expect(await sweep()).toBeUndefined();
  }
  expect(world.messages).toMatchObject([
    {
      outcome: 'delivery-failing',
      severity: 'high',
      detectedAt: since,
      checks: [{ check: 'CloudTrail delivers', result: 'failed', detail: BUCKET_GONE }],
      evidence: FIXTURE_CONFIGURATION,
    },
  ]);
  world.trails.deliver(TRAIL_ARN);
  for (let sweeps = 0; sweeps < 2; sweeps++) {
    expect(await sweep()).toBeUndefined();
  }
  expect(world.outcomes).toEqual(['delivery-failing', 'delivery-recovered (2)']);
  expect(world.messages[1]).toMatchObject({ id: world.messages[0]?.id, severity: 'low' });
});

test('a second error before the first has cleared is the same incident; one after it is another', async () => {
  world.trails.deliver(TRAIL_ARN, BUCKET_GONE);
  await sweep();
  world.trails.deliver(TRAIL_ARN, BUCKET_GONE, DIGEST_DENIED);
  await sweep();
  world.trails.deliver(TRAIL_ARN);
  await sweep();
  world.trails.deliver(TRAIL_ARN, DIGEST_DENIED);
  await sweep();
  expect(world.outcomes).toEqual(['delivery-failing', 'delivery-recovered (2)', 'delivery-failing']);
  expect(new Set(world.messages.map(({ id }) => id)).size).toBe(2);
});

test('a trail that is stopped as well is started, and both are told', async () => {
  world.trails.deliver(TRAIL_ARN, BUCKET_GONE);
  world.trails.stopBy(TRAIL_ARN);
  world.trails.deliver(TRAIL_ARN, BUCKET_GONE);
  await sweep();
  expect(world.isLogging).toBe(true);
  expect(world.outcomes.sort()).toEqual(['delivery-failing', 'restored']);
});

describe('where repairs are switched on', () => {
  let repairs: jest.Mocked<Repairs>;
  beforeEach(async () => {
    repairs = fakeRepairs();
    world = new World();
    world.repairs = repairs;
    await world.guarded();
    await world.clock.pass(SETTLED);
  });

  test('what they need is remembered with the baseline', () => {
    expect(repairs.snapshot).toHaveBeenCalledWith({ arn: TRAIL_ARN, configuration: FIXTURE_CONFIGURATION });
    expect(world.baselines.peek(TRAIL_ARN)?.delivery).toEqual({ bucket: { statements: [] } });
  });

  test('they are called while the trail cannot deliver, by what is remembered', async () => {
    repairs.repair.mockResolvedValueOnce([{ action: 's3:PutBucketPolicy', result: 'succeeded' }]);
    world.trails.deliver(TRAIL_ARN, BUCKET_GONE);
    await sweep();
    await sweep();
    expect(repairs.repair).toHaveBeenCalledTimes(2);
    expect(repairs.repair).toHaveBeenLastCalledWith({
      arn: TRAIL_ARN,
      configuration: FIXTURE_CONFIGURATION,
      snapshot: { bucket: { statements: [] } },
    });
    expect(world.messages).toMatchObject([
      { outcome: 'delivery-failing', actions: [{ action: 's3:PutBucketPolicy', result: 'succeeded' }] },
    ]);
    world.trails.deliver(TRAIL_ARN);
    await sweep();
    await sweep();
    expect(repairs.repair).toHaveBeenCalledTimes(2);
    expect(world.outcomes).toEqual(['delivery-failing', 'delivery-recovered (2)']);
  });

  test('a snapshot that cannot be read is no reason not to adopt', async () => {
    repairs.snapshot.mockRejectedValue(new Error('AccessDenied'));
    world.baselines.items.clear();
    await world.clock.pass(3_600_000);
    await world.sweep();
    expect(world.baselines.peek(TRAIL_ARN)).toMatchObject({ version: 1, configuration: FIXTURE_CONFIGURATION });
  });
});

test('observing, nothing is mended', async () => {
  const repairs = fakeRepairs();
  world = new World({ response: 'observe' });
  world.repairs = repairs;
  await world.guarded();
  world.trails.deliver(TRAIL_ARN, BUCKET_GONE);
  await sweep();
  expect(world.outcomes).toEqual(['delivery-failing']);
  expect(repairs.repair).not.toHaveBeenCalled();
});
