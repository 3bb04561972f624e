import type { Repairs } from '../../../lambda/guard/delivery/repairs';
import { METRIC } from '../../../lib/contract/metrics';
import {
  DELIVERY_TECHNIQUES,
  GUARD_TECHNIQUES,
  LAKE_TECHNIQUES,
  ORGANIZATION_TECHNIQUES,
} from '../../../lib/contract/techniques';
import { TRAIL_ARN } from '../../fixtures/records';
import { EVENT_DATA_STORE_ARN, eventOf, FIXTURE_CONFIGURATION, TECHNIQUE_RECORDS } from '../../fixtures/techniques';
import type { TechniqueRecord } from '../../fixtures/techniques/record';
import { fakeRepairs } from './fake-repairs';
import { World } from './fakes';
import { exception } from './policy';

const fixture = (id: string) => TECHNIQUE_RECORDS[id] as TechniqueRecord;
const matching = (id: string) => eventOf(fixture(id).matching);
const OF_TRAIL = DELIVERY_TECHNIQUES.map(({ id }) => id);
// On other parts of the guard: own-parts.
const OF_TABLE = ['guard-table-policy-changed', 'guard-table-policy-deleted'];
const OTHER_WITNESSES = GUARD_TECHNIQUES.filter(({ target }) => target === 'account');
const OF_ACCOUNT = [
  ...[...ORGANIZATION_TECHNIQUES, ...LAKE_TECHNIQUES, ...OTHER_WITNESSES].map(({ id }) => id),
  ...OF_TABLE,
];

let world: World;
beforeEach(async () => {
  world = await new World().guarded();
});

test.each(OF_TRAIL)('%s of what a guarded trail delivers through is told once, with the trail', async (id) => {
  for (const event of [matching(id), matching(id)]) {
    expect(await world.handle(event)).toBeUndefined();
  }
  expect(world.messages).toMatchObject([
    { outcome: 'reported', technique: { id }, trail: { arn: TRAIL_ARN }, actor: { displayName: 'mallory' } },
  ]);
  expect(world.trails.calls).toEqual([]);
});

test.each(OF_ACCOUNT)('%s is told once', async (id) => {
  for (const event of [matching(id), matching(id)]) {
    expect(await world.handle(event)).toBeUndefined();
  }
  expect(world.messages).toMatchObject([{ outcome: 'reported', technique: { id } }]);
});

const NEAR = [...OF_TRAIL, ...OF_ACCOUNT].map((id) => [id, fixture(id).nearMissReason] as const);
/** Of the account as a whole or of the organization: any of them counts. */
const TOLD = new Set(['another account', 'another event data store', 'another channel']);

test.each(NEAR.filter(([, reason]) => !TOLD.has(reason)))("near %s: %s is nobody's business", async (id) => {
  expect(await world.handle(eventOf(fixture(id).nearMiss))).toBeUndefined();
  expect(world.messages).toEqual([]);
});

test('a trail without a baseline has nothing that could be touched', async () => {
  world.baselines.items.clear();
  await world.handle(matching('log-bucket-deleted'));
  expect(world.messages).toEqual([]);
});

test('two trails that deliver through the same bucket are both told of', async () => {
  world.trails.add(`${TRAIL_ARN}-2`, world.trails.real(TRAIL_ARN));
  await world.sweep();
  await world.handle(matching('log-bucket-deleted'));
  expect(world.messages.map(({ trail }) => trail.arn)).toEqual([TRAIL_ARN, `${TRAIL_ARN}-2`]);
});

test('a denied call is an attempt', async () => {
  const denied = { ...fixture('log-bucket-deleted').matching, errorCode: 'AccessDenied', errorMessage: 'no' };
  await world.handle(eventOf(denied));
  expect(world.messages).toMatchObject([{ outcome: 'attempted', severity: 'low' }]);
  expect(world.counted).toEqual({ [METRIC.ATTEMPTS]: 1 });
});

test('an exception has it told quietly', async () => {
  world = await new World({ exceptions: [exception()] }).guarded();
  await world.handle(matching('log-bucket-lifecycle-changed'));
  expect(world.messages).toMatchObject([{ outcome: 'expected', severity: 'low' }]);
});

test('fails with the table unreachable, so that Lambda tries again', async () => {
  world.store.broken = true;
  expect(await world.handle(matching('log-bucket-deleted'))).toBeDefined();
});

describe('where repairs are switched on', () => {
  let repairs: jest.Mocked<Repairs>;
  const start = async (changes: ConstructorParameters<typeof World>[0]) => {
    repairs = fakeRepairs();
    world = new World(changes);
    world.repairs = repairs;
    await world.guarded();
  };

  test.each([
    ['succeeded', 'restored'],
    ['failed', 'restore-failed'],
  ] as const)('a repair that %s is told as %s', async (result, outcome) => {
    await start({ repairs: { buckets: [FIXTURE_CONFIGURATION.S3BucketName] } });
    repairs.repair.mockResolvedValue([{ action: 's3:PutBucketPolicy', result }]);
    await world.handle(matching('log-bucket-policy-deleted'));
    expect(world.messages).toMatchObject([{ outcome, actions: [{ action: 's3:PutBucketPolicy', result }] }]);
  });

  test('observing, nothing is mended', async () => {
    await start({ response: 'observe', repairs: { trustedAccess: true, eventDataStores: true } });
    for (const id of ['log-bucket-deleted', 'trusted-access-disabled', 'event-data-store-stopped']) {
      await world.handle(matching(id));
    }
    expect(world.outcomes).toEqual(Array(3).fill('reported'));
    for (const mending of [repairs.repair, repairs.enableTrustedAccess, repairs.restoreEventDataStore]) {
      expect(mending).not.toHaveBeenCalled();
    }
  });

  test('trusted access is given back', async () => {
    await start({ repairs: { trustedAccess: true } });
    repairs.enableTrustedAccess.mockResolvedValue([
      { action: 'organizations:EnableAWSServiceAccess', result: 'succeeded' },
    ]);
    await world.handle(matching('trusted-access-disabled'));
    expect(world.outcomes).toEqual(['restored']);
    await world.handle(matching('organization-left'));
    expect(repairs.enableTrustedAccess).toHaveBeenCalledTimes(1);
  });

  test('event data stores are put back to what they were when first seen ingesting', async () => {
    await start({ repairs: { eventDataStores: true } });
    const store = {
      arn: EVENT_DATA_STORE_ARN,
      name: 'events',
      status: 'ENABLED',
      advancedEventSelectors: [],
      multiRegion: true,
      organization: false,
      retentionPeriod: 90,
      terminationProtection: true,
    };
    repairs.eventDataStores.mockResolvedValue([store]);
    await world.handle(matching('event-data-store-stopped'));
    const stopped = { ...store, status: 'STOPPED_INGESTION' };
    repairs.eventDataStores.mockResolvedValue([stopped]);
    repairs.restoreEventDataStore.mockResolvedValue([
      { action: 'cloudtrail:StartEventDataStoreIngestion', result: 'succeeded' },
    ]);
    await world.clock.pass(60_000);
    await world.handle(matching('event-data-store-deleted'));
    expect(repairs.restoreEventDataStore).toHaveBeenCalledWith(store, stopped);
    expect(world.outcomes).toEqual(['reported', 'restored']);
  });
});
