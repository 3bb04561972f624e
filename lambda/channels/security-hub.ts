import { BatchImportFindingsCommand, type SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Channel } from '../guard/channels';
import { asffOf } from './asff';

/** Imports incidents into Security Hub CSPM, which must be enabled. An update is the same finding with a newer time. */
export function createSecurityHubChannel(client: SecurityHubClient, partition: string, now: () => Date): Channel {
  return {
    name: 'security-hub',
    async send(incident) {
      const finding = asffOf(incident, { partition, now: now() });
      const { FailedCount = 0, FailedFindings = [] } = await client.send(
        new BatchImportFindingsCommand({ Findings: [finding] }),
      );
      if (FailedCount > 0) {
        const [{ ErrorCode = 'no code', ErrorMessage = 'no message' } = {}] = FailedFindings;
        throw new Error(`Security Hub did not take the finding: ${ErrorCode}: ${ErrorMessage}`);
      }
    },
  };
}
