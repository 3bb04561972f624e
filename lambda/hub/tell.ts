import { HUB_INCIDENT_LINE, type HubIncidentLine } from '../../lib/contract/hub';
import { errorText } from '../common/error-text';
import { inParallel } from '../common/in-parallel';
import { messageOf } from '../guard/publish';
import { digestOf } from './digest';
import type { Run } from './hub';
import type { IncidentRecord, Told } from './incident-record';
import type { Key } from './table';
import type { TopicMessage } from './topic';

/** An incident that this run is to tell. */
export interface Claimed {
  readonly key: Key;
  readonly told: Told;
  readonly record: IncidentRecord;
  /** Nothing was known of it. */
  readonly isNew: boolean;
}

/** More of one batch are told in one message: nobody reads a hundred. */
const MOST_MESSAGES = 5;

/** @returns those that could not be told */
export async function tell(claimed: readonly Claimed[], run: Run): Promise<Set<Claimed>> {
  const messages =
    claimed.length <= MOST_MESSAGES
      ? claimed.map((one) => [messageOf(one.told.incident), [one]] as const)
      : [[digestOf(claimed.map(({ told }) => told.incident)), claimed] as const];
  const untold = await inParallel(messages, MOST_MESSAGES, async ([message, told]) =>
    (await isPublished(message, run)) ? [] : told,
  );
  const left = new Set(untold.flat());
  for (const { told } of claimed.filter((one) => !left.has(one))) {
    run.log.info(lineOf(told));
  }
  return left;
}

async function isPublished(message: TopicMessage, { publish, log }: Run): Promise<boolean> {
  try {
    await publish(message);
    return true;
  } catch (error) {
    log.error({ event: 'message-not-published', subject: message.Subject, error: errorText(error) });
    return false;
  }
}

/** What the dashboard reads. Texts were made harmless on the way in. */
function lineOf({ incident, target }: Told): HubIncidentLine & Record<string, string> {
  return {
    event: HUB_INCIDENT_LINE,
    account: incident.account,
    region: incident.region,
    incident: incident.id,
    severity: incident.severity,
    technique: incident.technique.id,
    outcome: incident.outcome,
    actor: incident.actor?.displayName ?? '',
    target: incident.trail.name ?? target ?? '',
  };
}
