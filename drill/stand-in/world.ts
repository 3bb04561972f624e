import type { Background } from './background';
import type { Callers } from './callers';
import type { Faults } from './faults';
import type { Timeline } from './timeline';

/** What every service of one stand-in shares: one account, one Region, one time line. */
export interface World {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly timeline: Timeline;
  readonly background: Background;
  readonly faults: Faults;
  readonly callers: Callers;
}
