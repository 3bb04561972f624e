import type { IncidentAction } from '../../../lib/contract/incident';
import type { Finding } from './own-parts';

/** What was found of the guard's parts, and what became of it. */
export interface Answered {
  readonly findings: readonly Finding[];
  readonly actions: readonly IncidentAction[];
  /** Those of the findings that are not put back. */
  readonly remaining: readonly Finding[];
}
