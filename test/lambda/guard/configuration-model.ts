import fc from 'fast-check';
import { compareConfigurations } from '../../../lambda/guard/configuration/compare';
import { TRAIL_TECHNIQUES } from '../../../lib/contract/techniques';
import type { ConfigurationField } from '../../../lib/contract/trail-configuration';
import { IDENTITIES, type Json } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { TECHNIQUE_RECORDS } from '../../fixtures/techniques';
import { awsError } from './aws-error';
import { SCHEDULE, SETTLED, type World } from './fakes';

const ATTACKS = TRAIL_TECHNIQUES.filter(({ fields, response }) => fields !== undefined && response === 'restore').map(
  ({ id }) => id,
);

const by = fc.constantFrom<Json>(IDENTITIES.IAMUser, IDENTITIES.Root, IDENTITIES.IdentityCenterSession);
/** When the event arrives: never, at once, late, more than once. */
const arrivals = fc.array(fc.constantFrom(0, 50, 2000, 40_000, 300_000, 1_200_000), { maxLength: 3 });

const tampering = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), id: fc.constantFrom(...ATTACKS), by, arrivals }),
  fc.record({ kind: fc.constant('stop' as const), by, arrivals }),
);
const move = fc.oneof(
  /** Several at once. */
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('tamper' as const),
      all: fc.array(tampering, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), by, arrivals }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'sweep' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('failure' as const),
      call: fc.constantFrom(
        'UpdateTrail',
        'PutEventSelectors',
        'StartLogging',
        'CreateTrail',
        'ListTags',
        'DescribeTrails',
      ),
    }),
  },
);

export const moves = fc.array(fc.tuple(move, fc.integer({ min: 0, max: 120_000 })), { maxLength: 6 });
export const latencies = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });

type Values<T> = T extends fc.Arbitrary<infer Value> ? Value : never;
type Tampering = Values<typeof tampering>;
type Moves = Values<typeof moves>;

/** What somebody did to the trail that made a difference. */
export interface Harm {
  readonly at: Date;
  readonly what: 'stop' | 'delete' | ConfigurationField;
}

/** As long as the guard may need to answer what was done, by event or by sweep. */
const EPISODE = 400_000;

/** Plays it all in virtual time, then lets the world settle. Returns what was done. */
export async function play(world: World, steps: Moves, delays: readonly number[]): Promise<Harm[]> {
  await world.guarded();
  await world.clock.pass(60_000);
  let calls = 0;
  world.latency = () => delays[calls++ % delays.length] ?? 0;
  const harms: Harm[] = [];
  const running: Promise<unknown>[] = [];
  const later = (delay: number, input: unknown) =>
    running.push(world.clock.sleep(delay).then(() => world.invoke(input)));
  const sweep = { trigger: 'sweep', schedule: SCHEDULE };
  const arrive = (event: Json, { arrivals: times }: { arrivals: readonly number[] }) => {
    for (const delay of times) {
      later(delay, event);
    }
  };
  for (const [step, pause] of steps) {
    switch (step.kind) {
      case 'tamper':
        for (const one of step.all) {
          arrive(tamper(world, one, harms), one);
        }
        break;
      case 'delete':
        harms.push({ at: world.clock.now(), what: 'delete' });
        arrive(world.trails.deleteBy(TRAIL_ARN, step.by), step);
        break;
      case 'sweep':
        later(0, sweep);
        break;
      case 'failure':
        world.trails.failures[step.call] ??= [];
        world.trails.failures[step.call]?.push(awsError('InternalFailure'));
    }
    later(pause, sweep);
    await world.clock.pass(EPISODE);
    // An hour's comparison, as the schedule makes it in the end.
    await world.clock.pass(3_600_000);
    await world.sweep();
    await world.clock.pass(SETTLED);
    await world.sweep();
  }
  await world.clock.run(Promise.all(running));
  for (const failures of Object.values(world.trails.failures)) {
    failures.length = 0;
  }
  for (let sweeps = 0; sweeps < 2; sweeps++) {
    await world.clock.pass(3 * 3_600_000);
    await world.sweep();
  }
  return harms;
}

function tamper(world: World, one: Tampering, harms: Harm[]): Json {
  const at = world.clock.now();
  if (one.kind === 'stop') {
    if (world.isLogging) {
      harms.push({ at, what: 'stop' });
    }
    return world.trails.stopBy(TRAIL_ARN, one.by);
  }
  const event = world.trails.changeBy(TRAIL_ARN, TECHNIQUE_RECORDS[one.id]?.matching ?? {}, { userIdentity: one.by });
  const wanted = world.baselines.peek(TRAIL_ARN)?.configuration;
  const { fields } = compareConfigurations(
    wanted ?? world.trails.configurationOf(TRAIL_ARN),
    world.trails.configurationOf(TRAIL_ARN),
  );
  harms.push(...fields.filter(({ relation }) => relation !== 'wider').map(({ field }) => ({ at, what: field })));
  return event;
}
