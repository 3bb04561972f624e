import type { Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { errorText } from './error-text';
import type { Run } from './guard';

/** As long as one invocation may take and a little more, as the lease of a report. */
const LEASE_MILLISECONDS = 150_000;

/**
 * Writes down what is about to be told, while the guard is still at work: should this run die, a sweep tells it and finds
 * out what came of it. Never fails: with the table unreachable the run goes on and tells by itself.
 */
export async function note(incident: Incident, run: Run): Promise<void> {
  try {
    await run.store.saveIncident(
      {
        incident,
        version: 1,
        state: 'claimed',
        owner: run.owner,
        leaseUntil: run.now().getTime() + LEASE_MILLISECONDS,
        attributionDue: incident.actor === undefined,
        awaiting: 'restore',
      },
      undefined,
    );
  } catch (error) {
    run.count(METRIC.STATE_FAILURES);
    run.log.error({ event: 'table-unreachable', incident: incident.id, error: errorText(error) });
  }
}
