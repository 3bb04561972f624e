import { METRIC } from '../../../lib/contract/metrics';
import { ACCOUNT, IDENTITIES, OTHER_ACCOUNT } from '../../fixtures/identities';
import { deniedStopLogging, envelope, NEGATIVES, notFoundStopLogging, TRAIL_ARN } from '../../fixtures/records';
import { World } from './fakes';

const guarded = () => new World().guarded();

test('an attempt is told quietly, once an hour for an actor, and changes nothing', async () => {
  const world = await guarded();
  for (let i = 0; i < 3; i++) {
    await world.handle(envelope(deniedStopLogging()));
  }
  await world.handle(envelope(deniedStopLogging({ userIdentity: IDENTITIES.Root })));
  await world.handle(envelope(deniedStopLogging({ eventTime: '2026-03-02T11:00:00Z' })));
  await world.handle(envelope(notFoundStopLogging()));
  expect(world.outcomes).toEqual(Array(4).fill('attempted'));
  expect(world.messages[0]).toMatchObject({ severity: 'low', trail: { arn: TRAIL_ARN } });
  expect(world.counted).toEqual({ [METRIC.ATTEMPTS]: 6 });
  expect(world.trails.calls).toEqual([]);
});

test.each(Object.entries(NEGATIVES))('fails to make sense of %s: it is logged and counted', async (_, event) => {
  const world = await guarded();
  expect(await world.handle(event)).toBeUndefined();
  expect(world.logged).toMatchObject([{ event: 'input-ignored' }]);
  expect(world.counted).toEqual({ [METRIC.INPUTS_IGNORED]: 1 });
  expect(world.trails.calls).toEqual([]);
});

test('an event of another account is no matter of it', async () => {
  const world = await guarded();
  const event = world.trails.stopBy(TRAIL_ARN);
  await world.handle({ ...event, account: OTHER_ACCOUNT });
  expect(world.counted).toEqual({});
  expect(JSON.stringify(world.logged)).not.toContain(ACCOUNT);
  expect(world.isLogging).toBe(false);
});
