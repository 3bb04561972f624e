import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Baseline, baselineItem, eventDataStoreItem, parseBaseline, parseEventDataStore } from './baseline-items';
import type { EventDataStoreState } from './delivery/repairs';
import { createTable, ofVersion } from './table';

/** The known good configurations. Only the guard's role may write them: the table's resource policy denies the rest. */
export interface Baselines {
  get(arn: string): Promise<Baseline | undefined>;
  all(): Promise<Map<string, Baseline>>;
  /** Every version of one trail, newest first. */
  history(arn: string): Promise<Baseline[]>;
  /** Writes the next version if nobody else did since `previous`. False: somebody did. */
  save(next: Baseline, previous: Baseline | undefined): Promise<boolean>;
  /** Notes that it was put back, unless there is a newer version already. */
  restored(baseline: Baseline, at: Date): Promise<void>;
  /** What an event data store of CloudTrail Lake should be. */
  eventDataStore(arn: string): Promise<EventDataStoreState | undefined>;
  saveEventDataStore(state: EventDataStoreState): Promise<void>;
  /** What of the account no healthy trail records, as last found out; undefined before that. */
  coverage(): Promise<string[] | undefined>;
  saveCoverage(gaps: readonly string[]): Promise<void>;
}

export function createBaselines(client: DynamoDBClient, tableName: () => string): Baselines {
  const table = createTable(client, tableName);
  const putCurrent = (next: Baseline, previous: Baseline | undefined) =>
    // What cannot be read is overwritten.
    table.put('baseline', next.arn, baselineItem(next), previous && ofVersion(previous.version));

  return {
    async get(arn) {
      const item = await table.get('baseline', arn);
      return item && parseBaseline(item);
    },

    async all() {
      const found = (await table.ofKind('baseline')).flatMap((item) => parseBaseline(item) ?? []);
      return new Map(found.map((baseline) => [baseline.arn, baseline]));
    },

    async history(arn) {
      return (await table.ofKind('baseline-version', `${arn}#`)).flatMap((item) => parseBaseline(item) ?? []);
    },

    async save(next, previous) {
      if (!(await putCurrent(next, previous))) {
        return false;
      }
      // After the one that counts: a history with a hole does no harm, a history of what was never adopted would lie.
      await table.put('baseline-version', `${next.arn}#${String(next.version).padStart(9, '0')}`, baselineItem(next));
      return true;
    },

    async restored(baseline, at) {
      await putCurrent({ ...baseline, restoredAt: at.toISOString() }, baseline);
    },

    async eventDataStore(arn) {
      const item = await table.get('event-data-store', arn);
      return item && parseEventDataStore(item);
    },

    async saveEventDataStore(state) {
      await table.put('event-data-store', state.arn, eventDataStoreItem(state));
    },

    async coverage() {
      return (await table.get('coverage', 'account'))?.gaps?.L?.flatMap(({ S }) => S ?? []);
    },

    async saveCoverage(gaps) {
      await table.put('coverage', 'account', { gaps: { L: gaps.map((gap) => ({ S: gap })) } });
    },
  };
}
