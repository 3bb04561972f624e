import type { GuardPolicy } from '../../lib/contract/policy';
import type { Log } from '../common/log';
import type { Investigator } from './ask';
import type { Baselines } from './baselines';
import type { Channel, SendHeartbeat } from './channels';
import type { Containment } from './contain';
import type { Repairs } from './delivery/repairs';
import type { Count } from './metrics';
import type { OwnPartsTools } from './own-parts/own-parts';
import type { Publish } from './report';
import type { Store } from './store';
import type { Trails } from './trails';

/** What a restore needs, and no more. */
export interface GuardDependencies {
  readonly policy: GuardPolicy;
  readonly ownRoleArn: string;
  readonly trails: Trails;
  readonly log: Log;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Makes the rest. Called only when StartLogging is on its way: what is wrong with it must not keep a trail stopped. */
  readonly loadTools: () => Promise<Tools>;
}

/** What remembering and telling need. */
export interface Tools {
  readonly store: Store;
  readonly baselines: Baselines;
  /** The guard's own table. */
  readonly tableName: () => string;
  /** Where repairs of what trails deliver through are switched on. */
  readonly repairs?: Repairs;
  readonly publish: Publish;
  /** Further ways of telling; loaded when there is something to tell. */
  readonly channels?: () => readonly Channel[];
  /** The function that finds out who and what, where there is one. */
  readonly investigator?: Investigator;
  /** The function that stops an actor, where that is switched on. */
  readonly containment?: Containment;
  readonly count: Count;
  /** When the guard was deployed: the creation date of its schedule. */
  readonly scheduleCreatedAt: (scheduleArn: string) => Promise<Date | undefined>;
  /** The guard's view of itself, where it is told what it consists of. */
  readonly ownParts?: OwnPartsTools;
  /** The function's environment variables, which somebody else may have changed. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Of the package and of what was deployed. */
  readonly version: string;
  /** Where there is a hub. */
  readonly sendHeartbeat?: SendHeartbeat;
}

/** One invocation. */
export interface Run extends GuardDependencies, Tools {
  /** The request id: Lambda's own retries of an event have the same one. */
  readonly owner: string;
}

/** Thrown at the end of an invocation, so that Lambda tries again: something is not as it should be yet. */
export class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError';
}
