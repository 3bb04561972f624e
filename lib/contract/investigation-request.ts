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

/** Event history is usually complete by then, though AWS promises no time: the guard asks for what happened in the dark, and it may be called complete. */
export const CATCH_UP_MILLISECONDS = 15 * 60_000;

export const INVESTIGATION_TRIGGER = 'investigation';
