import type { Severity } from '../../lib/contract/techniques';

/** From the least to the worst, each with the score from where on it counts on Elastic's scale. */
const LEVELS: readonly { readonly severity: Severity; readonly from: number }[] = [
  { severity: 'informational', from: 0 },
  { severity: 'low', from: 21 },
  { severity: 'medium', from: 47 },
  { severity: 'high', from: 73 },
  { severity: 'critical', from: 99 },
];

export const HIGHEST_SCORE = 99;

/** From one level to the next. */
export const SCORE_STEP = 26;

/** How bad it is: more is worse. */
export function levelOf(severity: Severity): number {
  return LEVELS.findIndex((level) => level.severity === severity);
}

export function levelOfScore(score: number): number {
  return LEVELS.findLastIndex(({ from }) => score >= from);
}

/** The severity of a level; beyond the worst there is none. */
export function severityOf(level: number): Severity | undefined {
  return LEVELS[Math.min(level, LEVELS.length - 1)]?.severity;
}
