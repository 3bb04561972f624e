import type { Incident } from './incident';
import type { Investigation, InvestigationStage } from './investigation';

/** What the guard asks the investigator. The answer goes to the function that asked. */
export interface InvestigationRequest {
  readonly incident: Incident;
  readonly stage: InvestigationStage;
  /** Name of the guard's function. */
  readonly answerTo: string;
}

/** What the investigator tells the guard. */
export interface InvestigationAnswer {
  readonly trigger: typeof INVESTIGATION_TRIGGER;
  readonly incidentId: string;
  readonly investigation: Investigation;
}

export const INVESTIGATION_TRIGGER = 'investigation';
