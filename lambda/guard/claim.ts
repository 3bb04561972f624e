import { FINAL_OUTCOMES, type Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import type { Log } from '../common/log';
import { followCampaign, joinCampaign, parentOf } from './campaign';
import { completed } from './completed';
import { keepFindings } from './found-out';
import type { IncidentItem, Unreadable } from './incident-items';
import { type Due, hasMoved, isFree, isKnown, lease } from './lease';
import type { Count } from './metrics';
import { isGrouped, paced } from './pace';
import { isOvertaken, withTimeline } from './repetition';
import type { Store } from './store';

export interface ClaimDependencies {
  readonly store: Store;
  readonly count: Count;
  readonly log: Log;
  readonly now: () => Date;
}

/** Undefined where the table is unreachable. */
export async function claimOf(
  incident: Incident,
  owner: string,
  due: Due,
  dependencies: ClaimDependencies,
): Promise<IncidentItem | 'not-mine' | 'busy' | undefined> {
  const { store, count, log, now } = dependencies;
  let claimed: IncidentItem | undefined;
  try {
    const previous = await store.incident(incident.id);
    if (isKnown(previous) && isOvertaken(incident, previous.incident)) {
      log.info({ event: 'overtaken', incident: incident.id, outcome: incident.outcome });
      return 'not-mine';
    }
    if (isKnown(previous) && !isNews(incident, previous, owner, now())) {
      log.info({ event: 'already-reported', incident: incident.id, outcome: incident.outcome });
      return previous.state === 'claimed' && !isGrouped(previous) && hasMoved(incident, previous) ? 'busy' : 'not-mine';
    }
    const joined = await parentOf(incident, previous, owner, dependencies);
    const next = claim(incident, previous, owner, due, now());
    const own = joined === undefined ? next : { ...next, joined };
    if (await store.saveIncident(own, previous)) {
      claimed = own;
      countEpisode(claimed.incident, previous, count);
      return await claimedBy(claimed, owner, dependencies);
    }
    log.info({ event: 'reported-by-another-run', incident: incident.id, outcome: incident.outcome });
    const other = await store.incident(incident.id);
    return isKnown(other) && hasMoved(incident, other) ? 'busy' : 'not-mine';
  } catch (error) {
    count(METRIC.STATE_FAILURES);
    log.error({ event: 'table-unreachable', incident: incident.id, error: errorText(error) });
    if (claimed === undefined) {
      countEpisode(incident, undefined, count);
    }
    // What could not be counted under another incident stays claimed, so that a sweep counts it.
    return claimed?.joined === undefined ? claimed : undefined;
  }
}

function claim(
  incident: Incident,
  previous: IncidentItem | Unreadable | undefined,
  owner: string,
  due: Due,
  now: Date,
): IncidentItem {
  const merged = merge(incident, previous);
  return isKnown(previous) && previous.incident.occurrences !== undefined
    ? paced(previous, merged, owner, now, due)
    : lease(merged, previous, owner, due, now);
}

/** What a run publishes that has claimed an incident. */
async function claimedBy(
  claimed: IncidentItem,
  owner: string,
  dependencies: ClaimDependencies,
): Promise<IncidentItem | 'not-mine' | 'busy'> {
  if (claimed.joined !== undefined) {
    const told = await joinCampaign(claimed, claimed.joined, dependencies);
    return told === 'later' ? 'not-mine' : told;
  }
  await followCampaign(claimed.incident, dependencies);
  return claimed.state === 'claimed' && claimed.owner === owner ? claimed : 'not-mine';
}

/** Once an episode and outcome, however many runs and messages it takes. */
function countEpisode(incident: Incident, previous: IncidentItem | Unreadable | undefined, count: Count): void {
  if (isKnown(previous) && previous.incident.outcome === incident.outcome) {
    return;
  }
  if (incident.outcome === 'restored') {
    count(METRIC.TRAILS_RESTORED);
    const seconds = restoreSeconds(incident);
    if (seconds !== undefined) {
      count(METRIC.RESTORE_SECONDS, seconds);
    }
  }
  if (incident.darkWindow?.seconds !== undefined) {
    count(METRIC.DARK_SECONDS, incident.darkWindow.seconds);
  }
}

/** From the call (or the trail's own timestamp of it) to the last thing that the guard did about it. */
function restoreSeconds({ darkWindow, call, actions }: Incident): number | undefined {
  const from = darkWindow?.stoppedAt ?? call?.eventTime;
  const to = actions.filter(({ result }) => result === 'succeeded').at(-1)?.at;
  return from === undefined || to === undefined ? undefined : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

/** Unsent and nobody at it; or the episode went on since; or the actor became known. */
function isNews(incident: Incident, previous: IncidentItem, owner: string, now: Date): boolean {
  if (previous.state === 'claimed' && (!isGrouped(previous) || isFree(previous, owner, now))) {
    return isFree(previous, owner, now);
  }
  return hasMoved(incident, previous) || (previous.incident.actor === undefined && incident.actor !== undefined);
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
  return completed(keepFindings(withTimeline(merged, known), known));
}
