import { type Incident, isUnfinished } from '../../lib/contract/incident';
import type { IncidentItem } from './incident-items';
import { type Due, isFree, lease } from './lease';

/** Between the first message and the second; it doubles with each message. */
const FIRST_INTERVAL_MILLISECONDS = 15 * 60_000;
const LONGEST_INTERVAL_MILLISECONDS = 2 * 3_600_000;

/** Whoever waits for the next message: not an invocation, so that no retry passes for it. */
const NOBODY = 'grouped';

/** Whether news waits with it for the time of the next message. */
export function isGrouped({ state, owner }: IncidentItem): boolean {
  return state === 'claimed' && owner === NOBODY;
}

/** Whether there is something that was not told, and nobody else about to tell it. */
export function isDue(item: IncidentItem, owner: string, now: Date): boolean {
  return item.state === 'claimed' && isFree(item, owner, now);
}

/**
 * What becomes of an incident that is told under intervals, when more is known of it: published by `owner` at once, later by
 * a sweep, by the run that is publishing it at the moment, or, where it is worth no message, only written down.
 */
export function paced(item: IncidentItem, incident: Incident, owner: string, now: Date, due: Due = item): IncidentItem {
  const told = item.incident;
  if (item.state === 'claimed' && !isGrouped(item) && !isFree(item, owner, now)) {
    // Whoever is publishing sees to what came in between; should it have died, a sweep does.
    return { ...item, incident: { ...incident, revision: told.revision }, version: item.version + 1 };
  }
  const isUnsent = item.state === 'claimed';
  if (!isUnsent && !isNews(incident, told)) {
    return { ...item, incident: { ...incident, revision: told.revision }, version: item.version + 1 };
  }
  const revision = isUnsent ? told.revision : told.revision + 1;
  const next = lease({ ...incident, revision }, item, owner, due, now);
  const at = publicationOf(item, incident, now);
  return at <= now.getTime() ? next : { ...next, owner: NOBODY, leaseUntil: at };
}

/** After its message: sent, unless more became known while it was on its way. */
export function afterMessage(current: IncidentItem, told: IncidentItem, now: Date): IncidentItem {
  const time = now.getTime();
  const sent: IncidentItem = {
    ...current,
    state: 'sent',
    leaseUntil: time,
    sentAt: time,
    version: current.version + 1,
  };
  return current.version === told.version
    ? sent
    : paced({ ...sent, version: current.version, incident: told.incident }, current.incident, told.owner, now);
}

function isNews(incident: Incident, told: Incident): boolean {
  return (
    incident.outcome !== told.outcome ||
    incident.occurrences !== told.occurrences ||
    (incident.actor !== undefined && told.actor === undefined) ||
    incident.investigation?.at !== told.investigation?.at ||
    incident.containment?.status !== told.containment?.status ||
    incident.containment?.reason !== told.containment?.reason
  );
}

/**
 * What happened once is told at once. Of what is done again and again, a trail that is not back is told at once, and that
 * it is back in the shortest interval.
 */
function publicationOf(item: IncidentItem, incident: Incident, now: Date): number {
  const { outcome, revision } = item.incident;
  if (incident.occurrences === undefined) {
    return now.getTime();
  }
  if (isGrouped(item)) {
    return isUnfinished(incident.outcome) && !isUnfinished(outcome) ? now.getTime() : item.leaseUntil;
  }
  const isUnsent = item.state === 'claimed';
  // Where nothing was sent yet, or the news of darkness was not.
  if (
    (isUnsent && item.sentAt === undefined) ||
    (isUnfinished(incident.outcome) && (isUnsent || !isUnfinished(outcome)))
  ) {
    return now.getTime();
  }
  const messages = isUnsent ? revision - 1 : revision;
  const interval = FIRST_INTERVAL_MILLISECONDS * (isUnfinished(outcome) ? 1 : 2 ** (messages - 1));
  return (item.sentAt ?? item.leaseUntil) + Math.min(interval, LONGEST_INTERVAL_MILLISECONDS);
}
