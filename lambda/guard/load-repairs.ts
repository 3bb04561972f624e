import type { GuardPolicy } from '../../lib/contract/policy';
import { covers } from './configuration/coverage';
import type { Covers, Repairs } from './delivery/repairs';

type RepairsModule = {
  createRepairs(policy: GuardPolicy, options: { requestHandler: object; covers: Covers }): Repairs;
};

/** Loaded from a file of its own, only where a repair is switched on: its clients would slow down every restore. */
export function loadRepairs(policy: GuardPolicy, requestHandler: object): Repairs | undefined {
  if (policy.repairs === undefined) {
    return undefined;
  }
  const { createRepairs } = require('../repairs') as RepairsModule;
  const asSelectors: Covers = (first, second) =>
    covers({ AdvancedEventSelectors: first }, { AdvancedEventSelectors: second });
  return createRepairs(policy, { requestHandler, covers: asSelectors });
}
