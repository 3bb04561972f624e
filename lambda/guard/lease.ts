import { FINAL_OUTCOMES, type Incident } from '../../lib/contract/incident';
import type { IncidentItem, Unreadable } from './incident-items';

/** What is still to come of an incident; sweeps look after it until then. */
export type Due = Partial<Pick<IncidentItem, 'attributionDue' | 'awaiting'>>;

/** Longer than one invocation can last: whoever holds the lease has finished or died by then. */
const LEASE_MILLISECONDS = 150_000;

export function lease(
  incident: Incident,
  previous: IncidentItem | Unreadable | undefined,
  owner: string,
  { attributionDue = false, awaiting }: Due,
  now: Date,
): IncidentItem {
  return {
    incident,
    version: isKnown(previous) ? previous.version + 1 : 1,
    state: 'claimed',
    owner,
    leaseUntil: now.getTime() + LEASE_MILLISECONDS,
    attributionDue: attributionDue && incident.actor === undefined,
    ...(awaiting && !FINAL_OUTCOMES.includes(incident.outcome) ? { awaiting } : {}),
    ...(isKnown(previous) && previous.sentAt !== undefined ? { sentAt: previous.sentAt } : {}),
    ...(isKnown(previous) && previous.joined !== undefined ? { joined: previous.joined } : {}),
    // An answer of the investigator that is on its way is waited for.
    ...(isKnown(previous) && previous.asked ? { asked: previous.asked } : {}),
    ...(isKnown(previous) && previous.investigateAt ? { investigateAt: previous.investigateAt } : {}),
  };
}

export function isKnown(item: IncidentItem | Unreadable | undefined): item is IncidentItem {
  return item !== undefined && item !== 'unreadable';
}

export function hasMoved(incident: Incident, { incident: known }: IncidentItem): boolean {
  return !FINAL_OUTCOMES.includes(known.outcome) && known.outcome !== incident.outcome;
}

export function isFree(item: IncidentItem, owner: string, now: Date): boolean {
  return item.owner === owner || item.leaseUntil <= now.getTime();
}
