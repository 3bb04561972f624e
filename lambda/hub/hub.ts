import type { HubFunctionPolicy } from '../../lib/contract/hub';
import type { Log } from '../common/log';
import type { Count } from './metrics';
import type { StackSets } from './stack-sets';
import type { HubTable } from './table';
import type { TopicMessage } from './topic';

/** What the hub's function works with; made once, in index.ts. */
export interface HubDependencies {
  readonly policy: HubFunctionPolicy;
  readonly table: HubTable;
  readonly stackSets: StackSets;
  /** @throws if the topic did not take it */
  readonly publish: (message: TopicMessage) => Promise<void>;
  readonly count: Count;
  readonly log: Log;
  readonly now: () => Date;
}

/** One invocation, and until when it can last at the most: whatever it holds is free after that. */
export interface Run extends HubDependencies {
  readonly owner: string;
  readonly endsAt: Date;
}
