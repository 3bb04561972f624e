import type { Incident } from '../../lib/contract/incident';
import type { InvestigationRequest } from '../../lib/contract/investigation-request';
import { METRIC } from '../../lib/contract/metrics';
import { bounded, jsonBytes } from '../common/bounded';
import { errorText } from '../common/error-text';
import type { Log } from '../common/log';
import type { IncidentItem } from './incident-items';
import { dueInvestigation } from './investigation';
import { ANSWER_MILLISECONDS, giveBackTurn, takeTurn } from './investigation-turns';
import type { Count } from './metrics';
import { isGrouped } from './pace';
import type { Store } from './store';

/** The function that finds out who and what. It answers the guard's function when it is done. */
export interface Investigator {
  ask(request: Omit<InvestigationRequest, 'answerTo'>): Promise<void>;
}

export interface AskDependencies {
  readonly store: Store;
  /** Absent where investigations are switched off. */
  readonly investigator?: Investigator;
  readonly count: Count;
  readonly log: Log;
  readonly now: () => Date;
}

/** How often it is asked before it is given up. What it fails on lies in the dead-letter queue, and rings the alarm. */
const TRIES = 3;

/** After that time it is tried again to get a turn. */
const LATER_MILLISECONDS = 4 * 60_000;

/** What an asynchronous invocation is sure to take is 256 KB. */
const REQUEST_BYTES = 240_000;

/** When the investigator is to be asked next, of an incident that was told. */
export function withInvestigation(item: IncidentItem, { investigator, now }: AskDependencies): IncidentItem {
  const { investigateAt, asked, ...rest } = item;
  const due = investigator && dueInvestigation(item.incident, now());
  if (due === undefined) {
    return rest;
  }
  if (investigateAt === undefined) {
    return { ...rest, investigateAt: due.at, ...(asked ? { asked } : {}) };
  }
  // Asked already: what it finds out will be of the same incident.
  if (asked) {
    return { ...rest, investigateAt, asked };
  }
  // Whoever does it again and again does not put it off.
  const isRepeated = item.incident.occurrences !== undefined;
  return { ...rest, investigateAt: isRepeated ? Math.min(investigateAt, due.at) : due.at };
}

/** Whether it is time to ask. As long as event history does not show who did it, it does not show what else they did. */
export function isInvestigationDue(item: IncidentItem, now: Date): boolean {
  const { state, incident, attributionDue, investigateAt } = item;
  const isLookedFor = attributionDue && incident.actor === undefined;
  const isTold = state === 'sent' || isGrouped(item);
  return isTold && !isLookedFor && investigateAt !== undefined && investigateAt <= now.getTime();
}

/** Asks for what is still to be found out. Never fails: a sweep asks again. */
export async function askInvestigator(item: IncidentItem, dependencies: AskDependencies): Promise<void> {
  const { store, investigator, count, log, now } = dependencies;
  const { asked = 0, investigateAt: _, ...rest } = item;
  const incident = item.incident.id;
  const version = item.version + 1;
  try {
    const due = dueInvestigation(item.incident, now());
    if (due === undefined || investigator === undefined || asked >= TRIES) {
      if ((await store.saveIncident({ ...rest, version }, item)) && asked >= TRIES) {
        count(METRIC.INVESTIGATIONS_FAILED);
        log.error({ event: 'investigation-given-up', incident, asked });
      }
      return;
    }
    const turn = await takeTurn(dependencies);
    if (turn === undefined) {
      log.info({ event: 'investigation-put-off', incident, stage: due.stage });
      await store.saveIncident({ ...item, version, investigateAt: now().getTime() + LATER_MILLISECONDS }, item);
      return;
    }
    const next = { ...item, version, asked: asked + 1, investigateAt: turn + ANSWER_MILLISECONDS };
    if (!(await store.saveIncident(next, item))) {
      await giveBackTurn(turn, dependencies);
      return;
    }
    await investigator.ask({ incident: askable(item.incident), stage: due.stage });
    log.info({ event: 'investigator-asked', incident, stage: due.stage });
  } catch (error) {
    count(METRIC.INVESTIGATIONS_FAILED);
    log.error({ event: 'investigator-not-asked', incident, error: errorText(error) });
  }
}

/** Lets another investigation have the turn of one that is answered. Never fails: a turn comes back by itself. */
export async function endTurn({ asked, investigateAt }: IncidentItem, dependencies: AskDependencies): Promise<void> {
  if (asked === undefined || investigateAt === undefined) {
    return;
  }
  try {
    await giveBackTurn(investigateAt - ANSWER_MILLISECONDS, dependencies);
  } catch (error) {
    dependencies.count(METRIC.STATE_FAILURES);
    dependencies.log.error({ event: 'table-unreachable', error: errorText(error) });
  }
}

/** What it found out before would be most of the request, and it finds it out anew. */
function askable({ investigation: _, ...incident }: Incident): Incident {
  return bounded(incident, (candidate) => jsonBytes(candidate) <= REQUEST_BYTES);
}
