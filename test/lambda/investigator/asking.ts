import type { Log, LogEntry } from '../../../lambda/common/log';
import type { InvestigationPolicy } from '../../../lib/contract/investigation-policy';
import { ACCOUNT, REGION } from '../../fixtures/identities';

export const investigationPolicy = (changes: Partial<InvestigationPolicy> = {}): InvestigationPolicy => ({
  version: 1,
  partition: 'aws',
  region: REGION,
  account: ACCOUNT,
  exceptions: [],
  ...changes,
});

/** What was warned of. */
export class Warnings implements Log {
  readonly entries: LogEntry[] = [];
  info(): void {}
  warn(entry: LogEntry): void {
    this.entries.push(entry);
  }
  error(): void {}
}
