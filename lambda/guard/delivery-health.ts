import type { IncidentAction } from '../../lib/contract/incident';
import { DELIVERY_FAILING } from '../../lib/contract/techniques';
import type { TrailArn } from '../common/scope';
import type { Baseline } from './baseline-items';
import type { Run } from './guard';
import { incidentOf } from './incident';
import { repairedNow } from './repaired';
import { report } from './report';
import type { TrailItem, TrailNews } from './trail-items';
import type { TrailStatus } from './trails';

/**
 * A trail that logs and cannot deliver is dark too. Tells when that begins and when it is over; mends what may be mended
 * meanwhile. CloudTrail tries again to deliver for 30 days.
 *
 * @returns what is to be remembered of the trail
 */
export async function answerDelivery(
  trail: TrailArn,
  { deliveryErrors = [], stoppedAt: _, ...status }: TrailStatus,
  item: TrailItem,
  baseline: Baseline | undefined,
  run: Run,
): Promise<TrailNews | undefined> {
  if (deliveryErrors.length === 0) {
    return item.deliveryFailingSince === undefined ? undefined : tellRecovered(trail, item.deliveryFailingSince, run);
  }
  const since = item.deliveryFailingSince ?? run.now().toISOString();
  const actions = baseline ? await mend(baseline, run) : [];
  const incident = incidentOf(
    {
      id: deliveryId(trail, since),
      outcome: 'delivery-failing',
      technique: DELIVERY_FAILING,
      trail,
      detectedBy: 'sweep',
      detectedAt: new Date(since),
      status,
      actorNote:
        'Find out who changed the bucket, key, log group, role or topic: event history of their Regions shows it.',
      actions,
      checks: deliveryErrors.map((detail) => ({ check: 'CloudTrail delivers', result: 'failed' as const, detail })),
      ...(baseline ? { evidence: baseline.configuration } : {}),
    },
    run.policy,
  );
  await report(incident, run.owner, run, { awaiting: 'delivery' });
  return { deliveryFailingSince: since };
}

async function tellRecovered(trail: TrailArn, since: string, run: Run): Promise<TrailNews> {
  const incident = incidentOf(
    {
      id: deliveryId(trail, since),
      outcome: 'delivery-recovered',
      technique: DELIVERY_FAILING,
      trail,
      detectedBy: 'sweep',
      detectedAt: run.now(),
      checks: [{ check: 'CloudTrail delivers', result: 'passed', detail: `it did not since ${since}` }],
    },
    run.policy,
  );
  await report(incident, run.owner, run);
  return { deliveryFailingSince: undefined };
}

/** Only what is switched on, only while something is wrong, and never by a guard that only observes. */
export async function mend({ arn, configuration, delivery }: Baseline, run: Run): Promise<IncidentAction[]> {
  if (run.policy.response === 'observe') {
    return [];
  }
  const trail = { arn, configuration, ...(delivery ? { snapshot: delivery } : {}) };
  return repairedNow(await run.repairs?.repair(trail), run);
}

function deliveryId({ arn }: TrailArn, since: string): string {
  return `${arn}#delivery:${since}`;
}
