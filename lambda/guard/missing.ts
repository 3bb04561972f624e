import { STOP_LOGGING } from '../../lib/contract/techniques';
import type { Run } from './guard';
import { type Facts, incidentOf } from './incident';
import type { TrailItem } from './items';
import { report } from './report';
import type { TrailArn } from './scope';

/** For `catch`: undefined where the trail does not exist; any other error is thrown on. */
export function unlessNotFound(error: unknown): undefined {
  if (!(error instanceof Error && error.name === 'TrailNotFoundException')) {
    throw error;
  }
}

/** Tells once that a trail is gone, whichever way in noticed it. */
export async function tellMissing(
  trail: TrailArn,
  item: TrailItem | undefined,
  run: Run,
  facts: Partial<Facts> = {},
): Promise<void> {
  if (item?.missing) {
    return;
  }
  const incident = incidentOf(
    {
      id: `${trail.arn}#missing:${item?.seenLoggingAt ?? 'never-seen'}`,
      outcome: 'trail-missing',
      technique: STOP_LOGGING,
      trail,
      detectedBy: 'sweep',
      detectedAt: run.now(),
      actorNote: 'Look for DeleteTrail in event history.',
      checks: [{ check: 'DescribeTrails lists the trail', result: 'failed' }],
      ...facts,
    },
    run.policy,
  );
  await report(incident, run.owner, run);
  await run.store.saveTrail({ ...item, arn: trail.arn, missing: true });
}
