import type { Incident } from '../../lib/contract/incident';
import type { Severity } from '../../lib/contract/techniques';
import { unlinked } from '../common/text';

const SEVERITIES: Readonly<Record<Severity, object>> = {
  informational: { severity_id: 1, severity: 'Informational' },
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
};

const RISK_LEVELS: Readonly<Record<Severity, object>> = {
  informational: { risk_level_id: 0, risk_level: 'Info' },
  low: { risk_level_id: 1, risk_level: 'Low' },
  medium: { risk_level_id: 2, risk_level: 'Medium' },
  high: { risk_level_id: 3, risk_level: 'High' },
  critical: { risk_level_id: 4, risk_level: 'Critical' },
};

export function severityOf(severity: Severity): object {
  return SEVERITIES[severity];
}

export function riskLevelOf({ severity, riskScore, investigation }: Incident): object {
  const reasons = investigation?.criticality.reasons ?? [];
  return {
    risk_score: riskScore,
    ...RISK_LEVELS[severity],
    ...(reasons.length > 0 ? { risk_details: unlinked(reasons.join('\n')) } : {}),
  };
}
