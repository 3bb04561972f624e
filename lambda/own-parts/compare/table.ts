import type { TablePart } from '../../../lib/contract/own-parts';
import { command } from '../../guard/delivery/shell';
import { type Difference, deleted } from './difference';
import { policyDifference } from './policy';

export interface TableState {
  /** As JSON: absent where there is none. */
  readonly policy?: string;
}

/** How the table differs. What was in it, no call of the guard's can bring back. */
export function compareTable(table: TablePart, state: TableState | undefined): Difference[] {
  if (state === undefined) {
    return [deleted('guard-table-deleted', false, restoreAdvice(table))];
  }
  const field = 'resource policy';
  if (state.policy === undefined) {
    const expected = table.policy;
    return [{ technique: 'guard-table-policy-deleted', field, expected, actual: undefined, repairable: true }];
  }
  return policyDifference(table.policy, state.policy, {
    technique: 'guard-table-policy-changed',
    field,
    repairable: true,
  });
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html */
function restoreAdvice({ name }: TablePart): string {
  const list = command(['dynamodb', 'list-backups', '--table-name', name, '--backup-type', 'SYSTEM']);
  return `DynamoDB made a backup when it was deleted, which it keeps for 35 days: ${list}, then restore-table-from-backup under the same name`;
}
