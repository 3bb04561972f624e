import type { IncidentAction } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import { catalogued } from '../common/target';
import type { Run } from './guard';
import { incidentOf } from './incident';
import { areRepaired, repairChecks, repairedNow } from './repaired';
import { report } from './report';

/**
 * Puts the account's event data stores back to what they were when they were first seen ingesting. CloudTrail Lake is
 * closed to new customers; this is for those who have it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake.html
 */
export async function answerEventDataStores(run: Run): Promise<IncidentAction[]> {
  const { repairs } = run;
  if (repairs === undefined || run.policy.repairs?.eventDataStores !== true || run.policy.response === 'observe') {
    return [];
  }
  const actions: IncidentAction[] = [];
  try {
    for (const current of await repairs.eventDataStores()) {
      const baseline = await run.baselines.eventDataStore(current.arn);
      if (baseline === undefined) {
        await (current.status === 'ENABLED' ? run.baselines.saveEventDataStore(current) : undefined);
        continue;
      }
      const done = await repairs.restoreEventDataStore(baseline, current);
      actions.push(...repairedNow(done, run));
      if (done.length === 0 && current.status === 'ENABLED') {
        // Nothing was lost: what was gained is kept.
        await run.baselines.saveEventDataStore(current);
      }
    }
  } catch (error) {
    run.count(METRIC.RESTORE_FAILURES);
    run.log.error({ event: 'event-data-stores-unreadable', error: errorText(error) });
    const failed = { action: 'Read the event data stores', result: 'failed', detail: errorText(error) } as const;
    actions.push(...repairedNow([failed], run));
  }
  return actions;
}

/** With each full comparison of the trails: tells only where something had to be put back. */
export async function sweepEventDataStores(run: Run): Promise<void> {
  const actions = await answerEventDataStores(run);
  if (actions.length === 0) {
    return;
  }
  const incident = incidentOf(
    {
      id: `${run.policy.account}#event-data-store:${run.now().toISOString().slice(0, 13)}`,
      outcome: areRepaired(actions) ? 'restored' : 'restore-failed',
      technique: catalogued('event-data-store-updated'),
      detectedBy: 'sweep',
      detectedAt: run.now(),
      actorNote: 'Event history shows who changed it: look for calls on event data stores.',
      actions,
      checks: repairChecks(actions),
    },
    run.policy,
  );
  await report(incident, run.owner, run);
}
