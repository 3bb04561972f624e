import fc from 'fast-check';
import type { Tools } from '../../lambda/guard/guard';
import { IDENTITIES } from '../fixtures/identities';
import { differences } from './account/differences';
import { attacks, play, type Step } from './attacker';
import { ATTACKS, CLOUDTRAIL_ELSEWHERE } from './attacks';
import { forged } from './forgeries';
import { SWEEP_SECONDS } from './guarded-account';
import { HEARTBEAT_SECONDS } from './hub';
import { attacked, broken, untouched } from './properties';
import { TEMPLATE } from './template';

/** A longer run: ADVERSARY_RUNS=100000. */
const numRuns = Number(process.env.ADVERSARY_RUNS ?? 60);

/** Lets a whole run of the given size take as long as it needs. */
const TIMEOUT = 60_000 + numRuns * 2_000;

/** What must not be, whatever he did. */
const property = (changed?: (tools: Tools) => Tools) =>
  fc.asyncProperty(attacks, async (steps) => {
    expect(broken(await attacked(TEMPLATE, steps, changed))).toEqual([]);
  });

test(
  'whatever an administrator does, the trail is as it was within two sweeps, or the hub has named the guard',
  async () => {
    await fc.assert(property(), { numRuns });
  },
  TIMEOUT,
);

test.each<[string, (tools: Tools) => Tools]>([
  [
    'puts back nothing of itself',
    (tools) => ({ ...tools, ...(tools.ownParts ? { ownParts: { ...tools.ownParts, repair: async () => [] } } : {}) }),
  ],
  [
    'says that it is well without having looked',
    (tools) => ({
      ...tools,
      sendHeartbeat: async () => undefined,
      baselines: { ...tools.baselines, all: async () => new Map() },
    }),
  ],
])(
  'the test would notice a guard that %s',
  async (_, changed) => {
    const { failed } = await fc.check(property(changed), { numRuns: 300, endOnFailure: true });
    expect(failed).toBe(true);
  },
  TIMEOUT,
);

const RULES = Object.keys(ATTACKS).filter((id) => id.startsWith('guard-rule'));
const SCHEDULES = Object.keys(ATTACKS).filter((id) => id.startsWith('guard-schedule'));

/** How many ways there are to make a call; else one. */
const WAYS: Readonly<Record<string, number>> = {
  'guard-rule-changed': 2,
  'guard-rule-targets-changed': 2,
  'guard-schedule-changed': 4,
};

/** Each rule or schedule, attacked in each way, and no sweep or no event comes. */
function eachTrigger(ids: readonly string[]): Step[] {
  const parts = TEMPLATE.rules.map((_, part) => part);
  return ids.flatMap((technique) =>
    (technique.startsWith('guard-rule') ? parts : [0]).flatMap((part) =>
      Array.from({ length: WAYS[technique] ?? 1 }, (_, way) => way).map(
        (way): Step => ({
          kind: 'guard',
          technique,
          part,
          way,
          by: IDENTITIES.IAMUser,
          byCloudFormation: false,
          arrivals: [],
        }),
      ),
    ),
  );
}

test.each([...RULES, ...SCHEDULES])('%s: put back by the event of the call alone', async (id) => {
  for (const step of eachTrigger([id])) {
    const world = await untouched(TEMPLATE);
    play({ ...step, arrivals: [2_000] } as Step, world);
    await world.pass(60_000);
    expect([step, differences(TEMPLATE, world.account.parts)]).toEqual([step, []]);
    expect(world.hub.told.length).toBeGreaterThan(0);
  }
});

test.each(RULES)('%s: put back by the next sweep, should the event be lost', async (id) => {
  for (const step of eachTrigger([id])) {
    const world = await untouched(TEMPLATE);
    play(step, world);
    await world.pass(SWEEP_SECONDS * 1000 + 60_000);
    expect([step, differences(TEMPLATE, world.account.parts)]).toEqual([step, []]);
    expect(world.hub.told.length).toBeGreaterThan(0);
  }
});

/** What the guard cannot put back, mostly because it does not run any more. */
const ENDS = [
  'guard-function-deleted',
  'guard-code-changed',
  'guard-concurrency-changed',
  'guard-role-policy-changed',
  'guard-role-policy-attached',
  'guard-role-bounded',
  'guard-role-trust-changed',
  'guard-role-deleted',
];
/** CloudFormation may have removed the witness by the time that the event arrives. */
const END_OF_ALL = 'guard-stack-deleted';

/** On the guard's own function and role, in the first way. */
const end = (technique: string, arrivals: number[], byCloudFormation = false): Step =>
  ({ kind: 'guard', technique, part: 0, way: 0, by: IDENTITIES.IAMUser, byCloudFormation, arrivals }) as Step;

test.each(ENDS)('%s: the hub is told by the event of the call, which the guard cannot tell any more', async (id) => {
  const world = await untouched(TEMPLATE);
  play(end(id, [2_000]), world);
  await world.pass(10_000);
  expect(world.isAlive).toBe(false);
  expect(world.hub.told.filter(({ what }) => what.origin === 'witness' && !what.isQuiet)).toHaveLength(1);
  expect(world.hub.rejected).toEqual([]);
});

test.each([...ENDS, END_OF_ALL])(
  '%s: the census names the guard within two heartbeats, should no event tell',
  async (id) => {
    for (const byCloudFormation of [false, true]) {
      const world = await untouched(TEMPLATE);
      play(end(id, byCloudFormation ? [2_000] : [], byCloudFormation), world);
      await world.pass(2 * HEARTBEAT_SECONDS * 1000);
      expect(world.hub.verdicts.at(-1)?.status).toBe('quiet');
    }
  },
);

test.each([
  ['the event of the call', [2_000]],
  ['the comparison', []],
])(
  'a guard whose calls of CloudTrail go to somebody else finds out by %s, and then about its trail',
  async (_, arrivals) => {
    const world = await untouched(TEMPLATE);
    play({ ...end('guard-function-changed', arrivals), way: CLOUDTRAIL_ELSEWHERE } as Step, world);
    play({ kind: 'trail', what: 'stop', by: IDENTITIES.Root, arrivals: [] }, world);
    expect([world.canSweep, world.isLogging]).toEqual([false, false]);
    // It is shown that all is well by the first, which finds out; the next is not deceived any more.
    await world.pass(2 * SWEEP_SECONDS * 1000 + 60_000);
    expect([world.canSweep, world.isLogging]).toEqual([true, true]);
    expect(differences(TEMPLATE, world.account.parts)).toEqual([]);
  },
);

test('of an account that nobody touches nothing is told, and nothing is changed', async () => {
  const world = await untouched(TEMPLATE);
  await world.pass(6 * 3_600_000);
  expect(world.messages).toEqual([]);
  expect(world.hub.told).toEqual([]);
  expect(world.writes).toEqual([]);
  expect([...new Set(world.hub.verdicts.map(({ status }) => status))]).toEqual(['alive']);
});

const forgeries = (...kinds: string[]) =>
  fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat({ max: 40 })), { minLength: 1, maxLength: 5 });

test('events with a source of somebody else or of another account change nothing and tell nothing', async () => {
  await fc.assert(
    fc.asyncProperty(forgeries('custom source', 'other account'), async (all) => {
      const world = await untouched(TEMPLATE);
      for (const [what, which] of all) {
        for (const { event, onBus } of forged(what, which, world)) {
          if (onBus) world.arrive(event, 0);
          else world.invoke(event);
        }
        await world.pass(60_000);
      }
      expect(world.messages).toEqual([]);
      expect(world.hub.told).toEqual([]);
      expect(world.changes).toEqual([]);
    }),
    { numRuns: Math.ceil(numRuns / 5) },
  );
});

test('old events again change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(forgeries('replay'), async (all) => {
      const world = await untouched(TEMPLATE);
      for (const [what, which] of all) {
        for (const { event } of forged(what, which, world)) world.invoke(event);
        await world.pass(60_000);
      }
      expect(world.changes).toEqual([]);
    }),
    { numRuns: Math.ceil(numRuns / 5) },
  );
});
