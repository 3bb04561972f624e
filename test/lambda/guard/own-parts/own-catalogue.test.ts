import { GUARD_TECHNIQUES } from '../../../../lib/contract/techniques';
import { eventOf, GUARD_PARTS, TECHNIQUE_RECORDS } from '../../../fixtures/techniques';
import { PARTS } from '../../own-parts/parts';
import { World } from '../fakes';

const OF_GUARD = GUARD_TECHNIQUES.filter(({ target }) => target === 'guard');

/** The guard whose parts the records name. */
async function guarded(): Promise<World> {
  const world = await new World().knowingItself();
  const { ownParts } = world;
  if (ownParts) {
    ownParts.stackId = ownParts.stackId.replace('TrailGuard', GUARD_PARTS.stack);
    ownParts.template = {
      ...PARTS,
      rules: PARTS.rules.map((rule) => ({ ...rule, name: GUARD_PARTS.rule })),
      schedule: { ...PARTS.schedule, name: GUARD_PARTS.schedule },
      functions: PARTS.functions.map((one) => ({ ...one, name: GUARD_PARTS.function })),
      roles: PARTS.roles.map((role) => ({ ...role, name: GUARD_PARTS.role })),
      topics: PARTS.topics.map((topic) => ({ ...topic, arn: GUARD_PARTS.topicArn })),
      table: { ...PARTS.table, name: GUARD_PARTS.table, arn: GUARD_PARTS.tableArn },
      queue: { ...PARTS.queue, url: GUARD_PARTS.queueUrl },
      alarms: PARTS.alarms.map((alarm) => ({ ...alarm, name: GUARD_PARTS.alarm })),
      logGroups: PARTS.logGroups.map((group) => ({ ...group, name: GUARD_PARTS.logGroup })),
    };
    ownParts.deploy(world.clock.now());
  }
  await world.sweep();
  world.messages.length = 0;
  return world;
}

test.each(OF_GUARD)('$id is told once', async ({ id, response, ratings }) => {
  const world = await guarded();
  const event = eventOf(TECHNIQUE_RECORDS[id]?.matching ?? {});
  for (const copy of [event, event]) {
    expect(await world.handle(copy)).toBeUndefined();
  }
  const outcome = response === 'protect' ? 'already-logging' : 'reported';
  expect(world.messages).toMatchObject([
    { outcome, technique: { id }, severity: ratings.current.severity, actor: { displayName: 'mallory' } },
  ]);
});

test.each(OF_GUARD)("$id of somebody else is nobody's business", async ({ id }) => {
  const world = await guarded();
  expect(await world.handle(eventOf(TECHNIQUE_RECORDS[id]?.nearMiss ?? {}))).toBeUndefined();
  expect(world.messages).toEqual([]);
});
