import type { Incident } from '../../lib/contract/incident';
import { endTurn } from './ask';
import type { IncidentItem } from './incident-items';
import { isKnown } from './lease';
import { paced } from './pace';
import { publishClaimed, type ReportDependencies } from './report';

/** How often a write is tried on top of what other runs wrote. */
const TRIES = 5;

/**
 * Adds to an incident what became known since, on top of whatever other runs know of it by now, and tells it: at once, or
 * with the next message of one that is told at intervals.
 *
 * @param add undefined where there is nothing to add to the incident as it stands by now
 * @returns whether there was something to tell
 * @throws if it could not be written or published; Lambda tries again
 */
export async function tellMore(
  incidentId: string,
  add: (item: IncidentItem) => Incident | undefined,
  owner: string,
  dependencies: ReportDependencies,
): Promise<boolean> {
  const { store, now } = dependencies;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const item = await store.incident(incidentId);
    const incident = isKnown(item) ? add(item) : undefined;
    if (!isKnown(item) || incident === undefined) {
      return false;
    }
    const { asked: _asked, investigateAt: _investigateAt, ...known } = item;
    const isAnswer = incident.investigation !== item.incident.investigation;
    const next = paced(isAnswer ? known : item, incident, owner, now());
    if (await store.saveIncident(next, item)) {
      if (isAnswer) {
        await endTurn(item, dependencies);
      }
      if (next.state === 'claimed' && next.owner === owner) {
        await publishClaimed(next, dependencies);
      }
      return true;
    }
  }
  throw new Error(`Too many runs are telling of ${incidentId} at the same time`);
}
