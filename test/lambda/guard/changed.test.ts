import { compareConfigurations } from '../../../lambda/guard/configuration/compare';
import { METRIC } from '../../../lib/contract/metrics';
import { TRAIL_TECHNIQUES } from '../../../lib/contract/techniques';
import { TRAIL_ARN, TRAIL_NAME } from '../../fixtures/records';
import { configurationAfter, eventOf, FIXTURE_CONFIGURATION, TECHNIQUE_RECORDS } from '../../fixtures/techniques';
import type { TechniqueRecord } from '../../fixtures/techniques/record';
import { SETTLED, World } from './fakes';

const HOUR = 3_600_000;
const guarded = () => new World().guarded();

/** Every catalogued call that changes what a trail is. */
const CASES = TRAIL_TECHNIQUES.filter(({ id, response }) => response === 'restore' && id !== 'trail-deleted').map(
  ({ id }) => [id, TECHNIQUE_RECORDS[id] as TechniqueRecord] as const,
);

/** The changes of one message: those of the call, in the order of the fields, all put back. */
const changesOf = ({ matching }: TechniqueRecord) =>
  compareConfigurations(FIXTURE_CONFIGURATION, configurationAfter(matching)).fields.map(({ field, relation }) =>
    expect.objectContaining({
      field,
      relation,
      before: expect.stringContaining(JSON.stringify(FIXTURE_CONFIGURATION[field]).slice(0, 100)),
      result: 'restored',
    }),
  );

describe.each(CASES)('%s', (_, fixture) => {
  test('is undone at once by its event, and told once, field by field, with the evidence', async () => {
    const world = await guarded();
    const event = world.trails.changeBy(TRAIL_ARN, fixture.matching);
    await world.clock.pass(3000);
    expect(await world.handle(event)).toBeUndefined();
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);
    expect(world.messages).toEqual([
      expect.objectContaining({
        outcome: 'restored',
        detectedBy: 'event',
        actor: expect.objectContaining({ displayName: 'mallory' }),
        changes: changesOf(fixture),
        evidence: configurationAfter(fixture.matching),
      }),
    ]);
    expect(world.counted).toEqual({ [METRIC.TRAILS_RESTORED]: 1, [METRIC.RESTORE_SECONDS]: 3 });
    expect(world.trails.calls).not.toContain('LookupEvents');
    await world.clock.pass(HOUR);
    expect(await world.sweep()).toBeUndefined();
    expect(world.messages).toHaveLength(1);
  });

  test('is undone by a sweep where the event was lost, and told with the actor', async () => {
    const world = await guarded();
    world.trails.changeBy(TRAIL_ARN, fixture.matching);
    await world.clock.pass(HOUR);
    expect(await world.sweep()).toBeUndefined();
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(FIXTURE_CONFIGURATION);
    expect(world.messages).toEqual([
      expect.objectContaining({
        outcome: 'restored',
        detectedBy: 'sweep',
        actor: expect.objectContaining({ displayName: 'mallory' }),
        changes: changesOf(fixture),
        evidence: configurationAfter(fixture.matching),
      }),
    ]);
    const [asked, changed] = ['LookupEvents', world.messages[0]?.actions[0]?.action.split(/[: ]/)[1] ?? ''];
    expect(world.trails.calls.indexOf(changed)).toBeLessThan(world.trails.calls.indexOf(asked));
    await world.clock.pass(SETTLED);
    expect(await world.sweep()).toBeUndefined();
    expect(world.messages).toHaveLength(1);
  });

  test(`is not ${fixture.nearMissReason}`, async () => {
    const world = await guarded();
    world.trails.add(`${TRAIL_ARN.slice(0, -TRAIL_NAME.length)}another-trail`, world.trails.real(TRAIL_ARN));
    const isOfTrail = fixture.nearMissRejectedBy === 'state';
    const event = isOfTrail ? world.trails.changeBy(TRAIL_ARN, fixture.nearMiss) : eventOf(fixture.nearMiss);
    const after = world.trails.configurationOf(TRAIL_ARN);
    const isWider = compareConfigurations(FIXTURE_CONFIGURATION, after).relation === 'wider';
    for (const input of [event, event]) {
      expect(await world.handle(input)).toBeUndefined();
    }
    await world.clock.pass(HOUR);
    expect(await world.sweep()).toBeUndefined();
    expect(world.trails.configurationOf(TRAIL_ARN)).toEqual(after);
    expect(world.messages).toEqual(
      isWider ? [expect.objectContaining({ outcome: 'adopted', severity: 'low', baselineVersion: 2 })] : [],
    );
    expect(world.counted[METRIC.TRAILS_RESTORED]).toBeUndefined();
  });
});
