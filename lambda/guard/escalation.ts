import type { Incident } from '../../lib/contract/incident';
import type { Severity, SeverityRating } from '../../lib/contract/techniques';

export const LEVELS: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];

/** What a level is worth on Elastic's scale: 21, 47, 73, 99. */
const SCORE_STEP = 26;
const HIGHEST_SCORE = 99;

/** One level up with each doubling of the count: whoever does it again and again is not there by mistake. */
export function escalated(
  { severity, riskScore }: Pick<Incident, 'severity' | 'riskScore'>,
  occurrences: number,
): SeverityRating {
  const steps = Math.floor(Math.log2(occurrences));
  const level = Math.min(LEVELS.indexOf(severity) + steps, LEVELS.length - 1);
  return {
    severity: LEVELS[level] ?? severity,
    riskScore: Math.min(HIGHEST_SCORE, riskScore + steps * SCORE_STEP),
  };
}
