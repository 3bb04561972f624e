import type { Incident } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { actorOf } from '../common/actor';
import type { CloudTrailRecord } from '../common/record';
import { parseTrailArn } from '../common/scope';
import { attributeSafely, HISTORY_COMPLETE_MILLISECONDS } from './attribute';
import { changersOf, lastCallOn, OVERLAP_MILLISECONDS } from './attribute-change';
import { completed } from './completed';
import type { Run } from './guard';
import { recordedCall } from './incident';
import type { IncidentItem } from './incident-items';
import { report } from './report';

/** Looks again for the actor of an incident that was reported without one. */
export async function finishAttribution(item: IncidentItem, run: Run): Promise<void> {
  const { incident } = item;
  const found = await recordOf(incident, run);
  if (found) {
    const { actorNote: _, ...rest } = incident;
    const known: Incident = { ...rest, actor: actorOf(found), call: recordedCall(found) };
    await report(completed(known), run.owner, run);
  } else if (run.now().getTime() - Date.parse(incident.detectedAt) > HISTORY_COMPLETE_MILLISECONDS) {
    await run.store.saveIncident({ ...item, version: item.version + 1, attributionDue: false }, item);
  }
}

async function recordOf(incident: Incident, run: Run): Promise<CloudTrailRecord | undefined> {
  const trail = parseTrailArn(incident.trail.arn ?? '');
  if (trail === undefined) {
    return undefined;
  }
  if (incident.technique.id === STOP_LOGGING.id) {
    const stoppedAt = incident.darkWindow && new Date(incident.darkWindow.stoppedAt);
    return stoppedAt && (await attributeSafely(STOP_LOGGING.eventName, trail, stoppedAt, run)).record;
  }
  // A change may be older than its discovery: by the time between two comparisons, and by what history lags.
  const since = new Date(Date.parse(incident.detectedAt) - run.policy.comparisonSeconds * 1000 - OVERLAP_MILLISECONDS);
  const fields = (incident.changes ?? []).flatMap(({ field, result }) => (result === 'kept' ? [] : [field]));
  return incident.technique.id === 'trail-deleted'
    ? lastCallOn(trail, 'DeleteTrail', since, run)
    : [...(await changersOf(fields, trail, since, run)).values()][0];
}
