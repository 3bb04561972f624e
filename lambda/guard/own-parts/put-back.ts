import type { Outcome } from '../../../lib/contract/incident';
import { METRIC } from '../../../lib/contract/metrics';
import type { OwnParts } from '../../../lib/contract/own-parts';
import type { Run } from '../guard';
import { areRepaired, repairedNow } from '../repaired';
import type { Answered } from './answered';
import { findingKey } from './finding-words';
import type { Finding, OwnPartsTools } from './own-parts';

/** Puts back what the guard may put back of itself; nothing where it only observes. */
export async function putBack(
  ownParts: OwnPartsTools,
  parts: OwnParts,
  findings: readonly Finding[],
  run: Run,
): Promise<Answered> {
  const repairable = findings.filter(isRepairable);
  if (repairable.length === 0 || run.policy.response === 'observe') {
    return { findings, actions: [], remaining: findings };
  }
  const actions = repairedNow(await ownParts.repair(parts, repairable), run);
  if (areRepaired(actions)) {
    return { findings, actions, remaining: findings.filter((finding) => !isRepairable(finding)) };
  }
  run.count(METRIC.RESTORE_FAILURES);
  // An action tells of a part; which of its differences are left, only another look tells.
  const now = await ownParts.inspect(parts, 'all');
  const left = new Set(now.findings.map(findingKey));
  const isLeft = (finding: Finding) => now.unreadable.length > 0 || left.has(findingKey(finding));
  return {
    findings,
    actions,
    remaining: findings.filter((finding) => !isRepairable(finding) || isLeft(finding)),
  };
}

/** Of something that was found. */
export function outcomeOf({ actions, remaining }: Answered, { policy }: Run): Outcome {
  if (remaining.length === 0) {
    return actions.length > 0 ? 'restored' : 'already-logging';
  }
  if (!remaining.some(isRepairable)) {
    return 'reported';
  }
  return policy.response === 'observe' ? 'observed' : 'restore-failed';
}

function isRepairable({ repairable }: Finding): boolean {
  return repairable;
}
