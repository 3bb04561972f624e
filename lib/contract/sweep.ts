/** The input that the schedule gives the function; EventBridge Scheduler fills in the context attributes. */
export interface SweepInput {
  readonly trigger: typeof SWEEP_TRIGGER;
  /** ARN of the schedule, whose creation date says since when the guard exists. */
  readonly schedule?: string;
  readonly scheduledTime?: string;
}

export const SWEEP_TRIGGER = 'sweep';
