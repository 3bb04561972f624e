import { METRIC } from '../../../lib/contract/metrics';
import type { TrailConfiguration } from '../../../lib/contract/trail-configuration';
import { REGION } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { configurationAfter, FIXTURE_CONFIGURATION, TECHNIQUE_RECORDS } from '../../fixtures/techniques';
import { awsError } from './aws-error';
import { World } from './fakes';

const HOUR = 3_600_000;
const ABROAD = TRAIL_ARN.replace(REGION, 'us-east-1');
const logging = { isLogging: true, startedAt: new Date(0) };

/** A world with these trails, after a first sweep. */
async function withTrails(trails: Record<string, Partial<TrailConfiguration>>): Promise<World> {
  const world = new World();
  for (const [arn, changes] of Object.entries(trails)) {
    world.trails.add(arn, logging);
    world.trails.configurations.set(arn, { ...FIXTURE_CONFIGURATION, ...changes });
  }
  await world.sweep();
  return world;
}

const oneRegion = { IsMultiRegionTrail: false };
const readOnly = { Selectors: configurationAfter(TECHNIQUE_RECORDS['read-write-narrowed']?.matching ?? {}).Selectors };

test.each<[string, Record<string, Partial<TrailConfiguration>>, string[]]>([
  ['one trail for all', { [TRAIL_ARN]: {} }, []],
  ['a trail of another home Region for all', { [TRAIL_ARN]: oneRegion, [ABROAD]: {} }, []],
  ['one Region only', { [TRAIL_ARN]: oneRegion }, [`Regions other than ${REGION}`]],
  ['reads only', { [TRAIL_ARN]: readOnly }, ['Management write events in every Region']],
  ['reads only beside everything', { [TRAIL_ARN]: readOnly, [`${TRAIL_ARN}-2`]: {} }, []],
  ['no trail at all', {}, ['Management read and write events in every Region']],
])('%s', async (_, trails, gaps) => {
  const world = await withTrails(trails);
  expect(world.baselines.gaps).toEqual(gaps.map((gap) => expect.stringContaining(gap)));
  expect(world.counted[METRIC.COVERAGE_GAPS]).toBe(gaps.length || undefined);
});

test('a stopped trail is a gap until it is restored; a quiet sweep asks nothing', async () => {
  const world = await withTrails({ [TRAIL_ARN]: {} });
  world.trails.stopBy(TRAIL_ARN);
  world.trails.startFailures.push(awsError('AccessDeniedException'));
  await world.clock.pass(300_000);
  await world.sweep();
  expect(world.baselines.gaps).toHaveLength(1);
  expect(world.counted[METRIC.COVERAGE_GAPS]).toBe(1);
  await world.clock.pass(300_000);
  await world.sweep();
  expect(world.isLogging).toBe(true);
  await world.clock.pass(HOUR);
  await world.sweep();
  expect(world.baselines.gaps).toEqual([]);
  await world.clock.pass(300_000);
  world.calls.length = 0;
  await world.sweep();
  expect(world.calls).not.toContain('baselines.saveCoverage');
});

test('a trail that cannot deliver does not count', async () => {
  const world = await withTrails({ [TRAIL_ARN]: {} });
  world.trails.deliver(TRAIL_ARN, 'LatestDeliveryError: NoSuchBucket');
  await world.clock.pass(300_000);
  await world.sweep();
  expect(world.baselines.gaps).toHaveLength(1);
});

test('a trail whose selectors cannot be read is said not to count', async () => {
  const world = await withTrails({ [TRAIL_ARN]: oneRegion });
  world.trails.add(ABROAD, logging);
  await world.clock.pass(HOUR);
  world.trails.failures.GetEventSelectors = Array.from({ length: 9 }, () => awsError('AccessDeniedException'));
  expect(await world.sweep()).toBeUndefined();
  expect(world.baselines.gaps?.at(-1)).toContain('could not be counted');
});

test('fails to write it down: the sweep says so', async () => {
  const world = new World();
  world.baselines.saveCoverage = async () => {
    throw awsError('InternalServerError', 'the table is broken');
  };
  expect((await world.sweep())?.message).toContain('the table is broken');
});
