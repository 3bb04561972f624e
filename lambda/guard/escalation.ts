import type { Incident } from '../../lib/contract/incident';
import type { SeverityRating } from '../../lib/contract/techniques';
import { HIGHEST_SCORE, levelOf, SCORE_STEP, severityOf } from '../common/severity';

/** One level up with each doubling of the count: whoever does it again and again is not there by mistake. */
export function escalated(
  { severity, riskScore }: Pick<Incident, 'severity' | 'riskScore'>,
  occurrences: number,
): SeverityRating {
  const steps = Math.floor(Math.log2(occurrences));
  return {
    severity: severityOf(levelOf(severity) + steps) ?? severity,
    riskScore: Math.min(HIGHEST_SCORE, riskScore + steps * SCORE_STEP),
  };
}
