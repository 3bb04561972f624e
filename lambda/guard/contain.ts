import type { ContainmentPolicy, ContainmentRequest, IncidentContainment } from '../../lib/contract/containment';
import type { Incident } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { decideContainment, prepareContainment } from '../common/containment/decide';
import { errorText } from '../common/error-text';
import type { Log } from '../common/log';
import { changeRecentRequests } from './change-requests';
import type { IncidentItem } from './incident-items';
import { isKnown } from './lease';
import type { Count } from './metrics';
import type { Store } from './store';

/** The function that stops an actor. It answers the guard's function when it is done. */
export interface Containment {
  readonly policy: ContainmentPolicy;
  request(request: Omit<ContainmentRequest, 'answerTo'>): Promise<void>;
}

export interface ContainDependencies {
  readonly store: Store;
  /** Absent where everything is left to a person. */
  readonly containment?: Containment;
  readonly count: Count;
  readonly log: Log;
  readonly now: () => Date;
}

/** Longer than the function can take with its retries: without an answer by then, nobody knows what became of it. */
const ANSWER_MILLISECONDS = 20 * 60_000;

/** How often a write is tried on top of what other runs wrote. */
const TRIES = 5;

const NO_ANSWER = 'the function did not answer: it is not known whether it was done. See the dead-letter queue';

/** Whether it may still become known what became of what was requested. */
export function isAnswerAwaited({ containment }: Incident): boolean {
  return containment?.status === 'requested' || (containment?.status === 'failed' && containment.reason === NO_ANSWER);
}

/** An incident with what became of what was requested, instead of what was said of it before. */
export function withAnswer(incident: Incident, answer: IncidentContainment): Incident {
  const { reason: _, ...requested } = incident.containment ?? {};
  return { ...incident, containment: { ...requested, ...answer } };
}

/** An incident without an answer of the containment function, where one is overdue; undefined where none is. */
export function unanswered({ containment, ...incident }: Incident, now: Date): Incident | undefined {
  if (containment?.status !== 'requested' || now.getTime() - Date.parse(containment.at ?? '') < ANSWER_MILLISECONDS) {
    return undefined;
  }
  return { ...incident, containment: { ...containment, status: 'failed', reason: NO_ANSWER } };
}

/**
 * Requests what stops the actor of an incident that was told, if it is switched on and nothing speaks against it. Written
 * down first: the function does only what is written, and never more in an hour than is allowed. Never fails.
 *
 * @returns the item as it stands now
 */
export async function contain(item: IncidentItem, dependencies: ContainDependencies): Promise<IncidentItem> {
  const { store, containment, count, log, now } = dependencies;
  const { incident } = item;
  if (containment === undefined || incident.containment !== undefined) {
    return item;
  }
  try {
    const requested = await reserve(incident, containment.policy, { store, now });
    if (requested?.action === undefined) {
      return item;
    }
    const next = await writeDown(item, requested, containment.policy, { store, now });
    if (next === undefined) {
      return item;
    }
    count(METRIC.CONTAINMENTS);
    log.info({ event: 'containment-requested', incident: incident.id, kind: requested.action.kind });
    // Should this fail, it stays requested, and a sweep tells that nobody answered.
    await containment.request({ incidentId: incident.id, action: requested.action });
    return next;
  } catch (error) {
    log.error({ event: 'containment-not-requested', incident: incident.id, error: errorText(error) });
    return item;
  }
}

/** Decides on top of what was requested within the last hour, and counts it before it is done. */
async function reserve(
  incident: Incident,
  policy: ContainmentPolicy,
  { store, now }: Pick<ContainDependencies, 'store' | 'now'>,
): Promise<IncidentContainment | undefined> {
  let decision: IncidentContainment | undefined;
  const isCounted = await changeRecentRequests(
    'containment',
    (at) => {
      const recentActions = at.map((time) => new Date(time));
      decision = decideContainment(incident, policy, { ownRoleArns: [], recentActions, now: now() });
      return decision.status === 'requested'
        ? [...at, now().getTime()].slice(-policy.maximumActionsPerHour)
        : undefined;
    },
    store,
  );
  return isCounted ? decision : undefined;
}

/**
 * On top of what other runs wrote meanwhile: whoever goes on stopping the trail must not escape by that. Undefined where it
 * is not what follows from the incident any more.
 */
async function writeDown(
  item: IncidentItem,
  requested: IncidentContainment,
  policy: ContainmentPolicy,
  { store, now }: Pick<ContainDependencies, 'store' | 'now'>,
): Promise<IncidentItem | undefined> {
  let current = item;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { incident, version } = current;
    const next = { ...current, incident: { ...incident, containment: requested }, version: version + 1 };
    if (await store.saveIncident(next, current)) {
      return next;
    }
    const read = await store.incident(incident.id);
    if (!isKnown(read) || read.incident.containment !== undefined) {
      return undefined;
    }
    const { action, reason } = prepareContainment(read.incident, policy, { ownRoleArns: [], now: now() });
    if (reason !== undefined || JSON.stringify(action) !== JSON.stringify(requested.action)) {
      return undefined;
    }
    current = read;
  }
  return undefined;
}
