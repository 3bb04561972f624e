import fc from 'fast-check';
import { TRAIL_TECHNIQUES } from '../../lib/contract/techniques';
import { IDENTITIES, type Json } from '../fixtures/identities';
import { again, TRAIL_ARN } from '../fixtures/records';
import { TECHNIQUE_RECORDS } from '../fixtures/techniques';
import { STACK_NAME } from './account/stack';
import { ATTACKS } from './attacks';
import { forged } from './forgeries';
import { eventOf, type GuardedAccount } from './guarded-account';

const CHANGES = TRAIL_TECHNIQUES.filter(({ fields, response }) => fields !== undefined && response === 'restore').map(
  ({ id }) => id,
);

const index = fc.nat({ max: 11 });
const by = fc.constantFrom<Json>(IDENTITIES.IAMUser, IDENTITIES.Root, IDENTITIES.IdentityCenterSession);
/** When the event arrives: never, at once, late, more than once, and so before those of earlier calls. */
const arrivals = fc.array(fc.constantFrom(0, 50, 2_000, 40_000, 300_000, 1_200_000), { maxLength: 2 });

const onTrail = fc.record({
  kind: fc.constant('trail' as const),
  what: fc.constantFrom('stop', 'start', 'delete', ...CHANGES),
  by,
  arrivals,
});
const onGuard = fc.record({
  kind: fc.constant('guard' as const),
  technique: fc.constantFrom(...Object.keys(ATTACKS)),
  part: index,
  way: index,
  by,
  /** By a stack of his own that has, or has taken over, the guard's part. */
  byCloudFormation: fc.boolean(),
  arrivals,
});
/** Of the guard's own stack, to the same template: what CloudFormation does meanwhile is taken for its deployment. */
const deployment = fc.record({
  kind: fc.constant('deployment' as const),
  operation: fc.constantFrom('UpdateStack', 'ExecuteChangeSet'),
  minutes: fc.constantFrom(1, 10, 90, 600),
  by,
  arrivals,
});
const forgery = fc.record({
  kind: fc.constant('forgery' as const),
  what: fc.constantFrom('custom source', 'other account', 'replay'),
  which: index,
});

const step = fc.oneof(
  { weight: 3, arbitrary: onTrail },
  { weight: 8, arbitrary: onGuard },
  { weight: 1, arbitrary: deployment },
  { weight: 1, arbitrary: forgery },
);

export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What he does, and how long he waits after each. */
export const attacks = fc.array(fc.tuple(step, fc.constantFrom(0, 500, 20_000, 240_000, 1_000_000)), { maxLength: 8 });

/** Plays one step of the attack, at once. */
export function play(one: Step, world: GuardedAccount): void {
  switch (one.kind) {
    case 'trail':
      attackTrail(one, world);
      return;
    case 'guard':
      attackGuard(one, world);
      return;
    case 'deployment':
      deploy(one, world);
      return;
    case 'forgery':
      for (const { event, onBus } of forged(one.what, one.which, world)) {
        if (onBus) {
          world.arrive(event, 0);
        } else {
          world.invoke(event);
        }
      }
  }
}

function attackTrail({ what, by: who, arrivals: times }: Step & { kind: 'trail' }, world: GuardedAccount): void {
  const wasLogging = world.isLogging;
  const event = tamper(what, who, world);
  if (wasLogging && event) {
    for (const delay of times) world.arrive(event, delay);
  }
}

function tamper(what: string, who: Json, { trails, isLogging }: GuardedAccount): Json | undefined {
  try {
    switch (what) {
      case 'stop':
        return isLogging ? trails.stopBy(TRAIL_ARN, who) : undefined;
      case 'start':
        trails.startBy(TRAIL_ARN, who);
        return undefined;
      case 'delete':
        trails.real(TRAIL_ARN);
        return trails.deleteBy(TRAIL_ARN, who);
      default:
        return trails.changeBy(TRAIL_ARN, TECHNIQUE_RECORDS[what]?.matching ?? {}, { userIdentity: who });
    }
  } catch {
    // There is no such trail any more.
    return undefined;
  }
}

function attackGuard(one: Step & { kind: 'guard' }, world: GuardedAccount): void {
  const { technique, byCloudFormation, arrivals: times } = one;
  const who = byCloudFormation ? throughCloudFormation(one.by) : one.by;
  world.onRecord = (record) => {
    const sent = byCloudFormation ? { ...record, sourceIPAddress: 'cloudformation.amazonaws.com' } : record;
    for (const delay of times) world.arrive(eventOf(sent), delay);
  };
  for (const { service, operation, input } of ATTACKS[technique]?.(world.template, one) ?? []) {
    try {
      world.account.call(service, operation, input, who);
    } catch {
      // What is gone cannot be attacked again.
    }
  }
  world.onRecord = world.arrivesSoon;
}

function throughCloudFormation(who: Json): Json {
  return { ...who, invokedBy: 'cloudformation.amazonaws.com' };
}

function deploy(
  { operation, minutes, by: who, arrivals: times }: Step & { kind: 'deployment' },
  world: GuardedAccount,
) {
  if (!world.account.stack.exists) {
    return;
  }
  world.account.stack.update(minutes * 60_000);
  const record = again(world.account.recordOf('cloudformation', operation, { StackName: STACK_NAME }, who));
  if (world.isLogging) {
    for (const delay of times) world.arrive(eventOf(record), delay);
  }
}
