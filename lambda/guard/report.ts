import { FINAL_OUTCOMES, type Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import type { IncidentItem, Unreadable } from './items';
import type { Log } from './log';
import type { Count } from './metrics';
import { nextSteps } from './next-steps';
import { errorText } from './restore';
import type { Store } from './store';

/** Publishes an incident's message. */
export type Publish = (incident: Incident) => Promise<void>;

export interface ReportDependencies {
  readonly store: Store;
  readonly publish: Publish;
  readonly count: Count;
  readonly log: Log;
  readonly now: () => Date;
}

/** Longer than one invocation can last: whoever holds the lease has finished or died by then. */
const LEASE_MILLISECONDS = 150_000;

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
  attributionDue = false,
): Promise<void> {
  const claim = await claimOf(incident, owner, attributionDue, dependencies);
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
  if (item.state === 'claimed' && isFree(item, owner, dependencies.now())) {
    const claimed = lease(item.incident, item, owner, item.attributionDue, dependencies.now());
    if (await dependencies.store.saveIncident(claimed, item)) {
      await publishClaimed(claimed, dependencies);
    }
  }
}

/** Undefined where the table is unreachable. */
async function claimOf(
  incident: Incident,
  owner: string,
  attributionDue: boolean,
  { store, count, log, now }: ReportDependencies,
): Promise<IncidentItem | 'not-mine' | 'busy' | undefined> {
  try {
    const previous = await store.incident(incident.id);
    if (isKnown(previous) && !isNews(incident, previous, owner, now())) {
      log.info({ event: 'already-reported', incident: incident.id, outcome: incident.outcome });
      return previous.state === 'claimed' && hasMoved(incident, previous) ? 'busy' : 'not-mine';
    }
    const claimed = lease(merge(incident, previous), previous, owner, attributionDue, now());
    if (await store.saveIncident(claimed, previous)) {
      countEpisode(claimed.incident, previous, count);
      return claimed;
    }
    log.info({ event: 'reported-by-another-run', incident: incident.id, outcome: incident.outcome });
    const other = await store.incident(incident.id);
    return isKnown(other) && hasMoved(incident, other) ? 'busy' : 'not-mine';
  } catch (error) {
    count(METRIC.STATE_FAILURES);
    countEpisode(incident, undefined, count);
    log.error({ event: 'table-unreachable', incident: incident.id, error: errorText(error) });
    return undefined;
  }
}

async function publishClaimed(
  claimed: IncidentItem | Incident,
  { store, publish, count, log, now }: ReportDependencies,
): Promise<void> {
  const item = 'incident' in claimed ? claimed : undefined;
  const incident = 'incident' in claimed ? claimed.incident : claimed;
  const save = (state: IncidentItem['state']) =>
    item === undefined
      ? Promise.resolve()
      : store
          .saveIncident({ ...item, state, leaseUntil: now().getTime(), version: item.version + 1 }, item)
          .catch((error: unknown) => {
            count(METRIC.STATE_FAILURES);
            log.error({ event: 'table-unreachable', incident: incident.id, error: errorText(error) });
          });
  try {
    await publish(incident);
  } catch (error) {
    count(METRIC.MESSAGE_FAILURES);
    log.error({ event: 'message-not-published', incident, error: errorText(error) });
    await save('claimed');
    throw error;
  }
  log.info({ event: 'incident', incident });
  await save('sent');
}

/** Once an episode and outcome, however many runs and messages it takes. */
function countEpisode(incident: Incident, previous: IncidentItem | Unreadable | undefined, count: Count): void {
  if (isKnown(previous) && previous.incident.outcome === incident.outcome) {
    return;
  }
  if (incident.outcome === 'restored') {
    count(METRIC.TRAILS_RESTORED);
  }
  if (incident.darkWindow?.seconds !== undefined) {
    count(METRIC.DARK_SECONDS, incident.darkWindow.seconds);
  }
}

function isKnown(item: IncidentItem | Unreadable | undefined): item is IncidentItem {
  return item !== undefined && item !== 'unreadable';
}

/** Unsent and nobody at it; or the episode went on since; or the actor became known. */
function isNews(incident: Incident, previous: IncidentItem, owner: string, now: Date): boolean {
  if (previous.state === 'claimed') {
    return isFree(previous, owner, now);
  }
  return hasMoved(incident, previous) || (previous.incident.actor === undefined && incident.actor !== undefined);
}

function hasMoved(incident: Incident, { incident: known }: IncidentItem): boolean {
  return !FINAL_OUTCOMES.includes(known.outcome) && known.outcome !== incident.outcome;
}

function isFree(item: IncidentItem, owner: string, now: Date): boolean {
  return item.owner === owner || item.leaseUntil <= now.getTime();
}

/** What an earlier run knew and this one does not is kept; what was final stays so. */
function merge(incident: Incident, previous: IncidentItem | Unreadable | undefined): Incident {
  if (!isKnown(previous)) {
    return incident;
  }
  const known = previous.incident;
  const revision = previous.state === 'sent' ? known.revision + 1 : known.revision;
  const settled = FINAL_OUTCOMES.includes(known.outcome) && known.outcome !== incident.outcome;
  const { actorNote, ...news } = settled ? known : incident;
  const { actor, call } = incident.actor === undefined ? known : incident;
  const merged = {
    ...news,
    ...(actor ? { actor } : actorNote === undefined ? {} : { actorNote }),
    ...(call ? { call } : {}),
    revision,
  };
  return { ...merged, nextSteps: nextSteps(merged) };
}

function lease(
  incident: Incident,
  previous: IncidentItem | Unreadable | undefined,
  owner: string,
  attributionDue: boolean,
  now: Date,
): IncidentItem {
  return {
    incident,
    version: isKnown(previous) ? previous.version + 1 : 1,
    state: 'claimed',
    owner,
    leaseUntil: now.getTime() + LEASE_MILLISECONDS,
    attributionDue: attributionDue && incident.actor === undefined,
  };
}
