import type { Investigation, InvestigationStage } from '../../../lib/contract/investigation';
import type { InvestigationAnswer } from '../../../lib/contract/investigation-request';

/** An investigation that found little. */
export const investigation = (stage: InvestigationStage, changes: Partial<Investigation> = {}): Investigation => ({
  stage,
  at: '2026-03-02T10:01:00.000Z',
  seconds: 42,
  apiCalls: 17,
  who: { credential: 'long-lived', credentialCreatedAt: '2025-01-01T00:00:00.000Z' },
  origin: { kind: 'outside' },
  expected: { exceptions: [], earlierCalls: { count: 0, since: '2025-12-02T10:00:00.000Z' } },
  alerts: { sources: [], undetermined: ['other alerts: no source is switched on'] },
  activity: { total: 3, errors: 1, services: [{ name: 'iam.amazonaws.com', count: 3 }] },
  criticality: { severity: 'high', riskScore: 73, reasons: ['A long-lived access key was used.'] },
  ...changes,
});

export const answerOf = (incidentId: string, found: Investigation): InvestigationAnswer => ({
  trigger: 'investigation',
  incidentId,
  investigation: found,
});
