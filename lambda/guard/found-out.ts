import type { Incident } from '../../lib/contract/incident';
import type { Investigation } from '../../lib/contract/investigation';
import { levelOf } from '../common/severity';

/** An incident with what was found out of it. What is bad about it makes it worse, and nothing makes it less bad. */
export function withFindings(incident: Incident, investigation: Investigation): Incident {
  const { severity, riskScore } = investigation.criticality;
  const isWorse = levelOf(severity) > levelOf(incident.severity);
  return {
    ...incident,
    investigation,
    severity: isWorse ? severity : incident.severity,
    riskScore: Math.max(incident.riskScore, riskScore),
  };
}

/** What was found out and done stays with an incident, whatever else becomes known of it. */
export function keepFindings(incident: Incident, { investigation, containment }: Incident): Incident {
  const kept = { ...incident, ...(containment ? { containment } : {}) };
  return investigation ? withFindings(kept, investigation) : kept;
}
