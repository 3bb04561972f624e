import type { Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import type { Run } from './guard';
import { type Due, lease } from './lease';

/**
 * Writes down what is about to be told, while the guard is still at work: should this run die, a sweep tells it and finds
 * out what came of it. Never fails: with the table unreachable the run goes on and tells by itself.
 */
export async function note(incident: Incident, run: Run, due: Due = OF_TRAIL): Promise<void> {
  try {
    await run.store.saveIncident(lease(incident, undefined, run.owner, due, run.now()), undefined);
  } catch (error) {
    run.count(METRIC.STATE_FAILURES);
    run.log.error({ event: 'table-unreachable', incident: incident.id, error: errorText(error) });
  }
}

/** Who did it, and that the trail is what it was, is still to be seen. */
const OF_TRAIL: Due = { attributionDue: true, awaiting: 'restore' };
