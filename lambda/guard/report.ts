import type { Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import { type AskDependencies, askInvestigator, isInvestigationDue, withInvestigation } from './ask';
import { claimOf } from './claim';
import { type ContainDependencies, contain } from './contain';
import type { IncidentItem } from './incident-items';
import { type Due, isKnown, lease } from './lease';
import { afterMessage, isDue } from './pace';
import { type ChannelDependencies, tellChannels } from './tell-channels';

/** Publishes an incident's message. */
export type Publish = (incident: Incident) => Promise<void>;

export interface ReportDependencies extends AskDependencies, ChannelDependencies, ContainDependencies {
  readonly publish: Publish;
}

/**
 * Publishes an incident once, however many runs come to know of it; an update only where there is news. With the table
 * unreachable it publishes all the same: a message twice is better than none.
 *
 * @param owner the invocation; Lambda's own retries of it have the same one
 * @throws if the message could not be published; it waits in the table for a later sweep. And if another run is
 * publishing what is old by now: a retry of this one tells the news
 */
export async function report(
  incident: Incident,
  owner: string,
  dependencies: ReportDependencies,
  due: Due = {},
): Promise<void> {
  const claim = await claimOf(incident, owner, due, dependencies);
  if (claim === 'not-mine') {
    return;
  }
  if (claim === 'busy') {
    throw new Error(`Another run is telling of ${incident.id} as it was before; there is news to tell after it`);
  }
  await publishClaimed(claim ?? incident, dependencies);
}

/** Publishes what another run claimed and never finished. */
export async function finish(item: IncidentItem, owner: string, dependencies: ReportDependencies): Promise<void> {
  if (!isDue(item, owner, dependencies.now())) {
    return;
  }
  if (item.joined !== undefined) {
    return report(item.incident, owner, dependencies, item);
  }
  const claimed = lease(item.incident, item, owner, item, dependencies.now());
  if (await dependencies.store.saveIncident(claimed, item)) {
    await publishClaimed(claimed, dependencies);
  }
}

/** Publishes it, tells it in the further channels, then sees to what is still to be found out of it. */
export async function publishClaimed(
  claimed: IncidentItem | Incident,
  dependencies: ReportDependencies,
): Promise<void> {
  const { publish, count, log, now } = dependencies;
  const item = 'incident' in claimed ? claimed : undefined;
  const incident = 'incident' in claimed ? claimed.incident : claimed;
  try {
    await publish(incident);
  } catch (error) {
    count(METRIC.MESSAGE_FAILURES);
    log.error({ event: 'message-not-published', incident, error: errorText(error) });
    const release = (current: IncidentItem) => ({
      ...current,
      leaseUntil: now().getTime(),
      version: current.version + 1,
    });
    await remember(item, release, dependencies);
    throw error;
  }
  log.info({ event: 'incident', incident });
  const undelivered = await tellChannels(incident, dependencies);
  if (item === undefined) {
    return;
  }
  const told = (current: IncidentItem) => {
    const { undelivered: _, ...after } = afterMessage(current, item, now());
    return withInvestigation({ ...after, ...(undelivered.length > 0 ? { undelivered } : {}) }, dependencies);
  };
  const next = await remember(item, told, dependencies);
  if (next?.state === 'claimed' && next.owner === item.owner) {
    // What came in between cannot wait.
    await publishClaimed(next, dependencies);
  } else if (next) {
    await goOn(next, dependencies);
  }
}

/** What comes after a message: first whoever did it is stopped, where that is switched on. */
async function goOn(item: IncidentItem, dependencies: ReportDependencies): Promise<void> {
  const contained = await contain(item, dependencies);
  if (isInvestigationDue(contained, dependencies.now())) {
    await askInvestigator(contained, dependencies);
  }
}

/** How often a write is tried on top of what other runs wrote. */
const TRIES = 5;

/** Writes what became of a message, on top of what other runs wrote meanwhile; not where another one took it over. */
async function remember(
  item: IncidentItem | undefined,
  change: (current: IncidentItem) => IncidentItem,
  { store, count, log }: ReportDependencies,
): Promise<IncidentItem | undefined> {
  let current: IncidentItem | undefined = item;
  try {
    for (let attempt = 0; current !== undefined && attempt < TRIES; attempt++) {
      const next = change(current);
      if (await store.saveIncident(next, current)) {
        return next;
      }
      const read = await store.incident(current.incident.id);
      current = isKnown(read) && read.state === 'claimed' && read.owner === current.owner ? read : undefined;
    }
  } catch (error) {
    count(METRIC.STATE_FAILURES);
    log.error({ event: 'table-unreachable', incident: item?.incident.id, error: errorText(error) });
  }
  return undefined;
}
