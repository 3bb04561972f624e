import { FINAL_OUTCOMES, type Incident } from '../../lib/contract/incident';

export interface Activity {
  readonly activity_id: 1 | 2 | 3;
  readonly activity_name: 'Create' | 'Update' | 'Close';
}

/**
 * Whether nothing is left to do. A trail that was put back is not enough: whoever stopped it is still there, and only a
 * person can say that it is over. A final outcome that is rated as quiet is.
 */
export function isOver({ outcome, severity }: Incident): boolean {
  return outcome !== 'attempted' && FINAL_OUTCOMES.includes(outcome) && ['informational', 'low'].includes(severity);
}

/** The first message creates the finding, whatever it tells: nobody could close what they do not know. */
export function activityOf(incident: Incident): Activity {
  if (incident.revision === 1) {
    return { activity_id: 1, activity_name: 'Create' };
  }
  return isOver(incident) ? { activity_id: 3, activity_name: 'Close' } : { activity_id: 2, activity_name: 'Update' };
}

export function statusOf(incident: Incident): object {
  return isOver(incident) ? { status_id: 4, status: 'Resolved' } : { status_id: 1, status: 'New' };
}
