import { isDeepStrictEqual } from 'node:util';
import { compareConfigurations } from '../../lambda/guard/configuration/compare';
import type { Tools } from '../../lambda/guard/guard';
import type { OwnParts } from '../../lib/contract/own-parts';
import { TRAIL_ARN } from '../fixtures/records';
import { FIXTURE_CONFIGURATION } from '../fixtures/techniques';
import { differences } from './account/differences';
import { roleOf } from './account/harm';
import { deployed } from './account/parts';
import { play, type Step } from './attacker';
import { GuardedAccount, SWEEP_SECONDS } from './guarded-account';
import { HEARTBEAT_SECONDS } from './hub';

/** How the account is at one time. */
interface Sight {
  /** Sweeps come, and may do what they need. */
  readonly isAlive: boolean;
  /** It may also put back everything of itself that it puts back. */
  readonly isWhole: boolean;
  readonly isLogging: boolean;
  /** What the trail is not any more. */
  readonly lost: readonly string[];
  /** What the guard is not any more, of what it puts back. */
  readonly differs: readonly string[];
}

/** What came of an attack. */
export interface Outcome {
  readonly whenHeStopped: Sight;
  readonly twoSweepsLater: Sight;
  readonly twoHeartbeatsLater: Sight;
  readonly isNamed: boolean;
  /** What the hub was sent and made nothing of. */
  readonly rejected: readonly string[];
}

/** A sweep's own work takes a moment. */
const WORK = 120_000;

/** An attack from its beginning to two heartbeats after its end. */
export async function attacked(
  template: OwnParts,
  steps: readonly (readonly [Step, number])[],
  changed?: (tools: Tools) => Tools,
): Promise<Outcome> {
  const world = await untouched(template, changed);
  for (const [step, pause] of steps) {
    play(step, world);
    await world.pass(pause);
  }
  const whenHeStopped = look(world);
  const stoppedAt = world.clock.now().getTime();
  await world.pass(2 * SWEEP_SECONDS * 1000 + WORK);
  const twoSweepsLater = look(world);
  await world.pass(stoppedAt + 2 * HEARTBEAT_SECONDS * 1000 - world.clock.now().getTime());
  return {
    whenHeStopped,
    twoSweepsLater,
    twoHeartbeatsLater: look(world),
    isNamed: world.hub.isNamed,
    rejected: world.hub.rejected,
  };
}

/** The promises that an outcome breaks. */
export function broken({ whenHeStopped, twoSweepsLater, twoHeartbeatsLater, isNamed, rejected }: Outcome): string[] {
  const isWell = ({ isAlive, isLogging, lost }: Sight) => isAlive && isLogging && lost.length === 0;
  const promises: readonly (readonly [broken: boolean, what: string])[] = [
    [
      whenHeStopped.isAlive && !(twoSweepsLater.isLogging && twoSweepsLater.lost.length === 0),
      `two sweeps later the trail is not as it was: ${twoSweepsLater.isLogging ? '' : 'stopped'} ${twoSweepsLater.lost}`,
    ],
    [!isWell(twoHeartbeatsLater) && !isNamed, 'two heartbeats later nobody knows that the guard does not guard'],
    [
      whenHeStopped.isWhole && twoHeartbeatsLater.differs.length > 0,
      `the guard did not put back ${twoHeartbeatsLater.differs}`,
    ],
    [rejected.length > 0, `the hub made nothing of ${rejected}`],
  ];
  return promises.flatMap(([isBroken, what]) => (isBroken ? [what] : []));
}

/** The guard has seen its trail and itself, and the hub has heard of it. */
export async function untouched(template: OwnParts, changed?: (tools: Tools) => Tools): Promise<GuardedAccount> {
  const world = new GuardedAccount(template, changed);
  await world.pass(SWEEP_SECONDS * 500);
  await world.settle();
  return world;
}

function look(world: GuardedAccount): Sight {
  const { template, account, functionName, isAlive, isLogging } = world;
  const role = roleOf(account.parts, functionName);
  const wanted = deployed(template).roles.get(role);
  return {
    isAlive,
    isLogging,
    isWhole: isAlive && account.stack.exists && isDeepStrictEqual(account.parts.roles.get(role), wanted),
    lost: lostOf(world),
    differs: differences(template, account.parts),
  };
}

function lostOf({ trails }: GuardedAccount): string[] {
  try {
    const { fields } = compareConfigurations(FIXTURE_CONFIGURATION, trails.configurationOf(TRAIL_ARN));
    return fields.filter(({ relation }) => relation !== 'wider').map(({ field }) => field);
  } catch {
    return ['the trail'];
  }
}
