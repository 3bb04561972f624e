import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupPart } from '../../../lib/contract/own-parts';
import { command } from '../../guard/delivery/shell';
import { type Difference, deleted } from './difference';
import { sameSetting } from './meaning';

export type LogGroupState = Pick<LogGroup, 'retentionInDays'>;

/** The catalogue's only technique on log groups: a short retention deletes as well. */
const DELETED = 'guard-log-group-deleted';

/** How a log group differs. That its events never expire is nothing that the guard may put back: only how long they stay. */
export function compareLogGroup(group: LogGroupPart, state: LogGroupState | undefined): Difference[] {
  if (state === undefined) {
    return [deleted(DELETED, true)];
  }
  const [expected, actual] = [group.retentionInDays, state.retentionInDays];
  if (sameSetting(expected, actual)) {
    return [];
  }
  return [
    {
      technique: DELETED,
      field: 'retention in days',
      expected,
      actual,
      repairable: expected !== undefined,
      ...(expected === undefined
        ? { advice: command(['logs', 'delete-retention-policy', '--log-group-name', group.name]) }
        : {}),
    },
  ];
}
