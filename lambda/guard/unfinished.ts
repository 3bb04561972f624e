import { isUnfinished } from '../../lib/contract/incident';
import { METRIC } from '../../lib/contract/metrics';
import type { TrailArn } from '../common/scope';
import { type Run, UnfinishedError } from './guard';
import type { Restoration } from './restore';

/** Failures are counted on each run, for the alarm: as long as the trail does not log, it should stay in alarm. */
export function countFailure({ result }: Restoration, { count }: Run): void {
  if (isUnfinished(result)) {
    count(METRIC.RESTORE_FAILURES);
  }
}

export function throwUnlessFinished(trail: TrailArn, { result, action }: Restoration): void {
  if (isUnfinished(result)) {
    throw new UnfinishedError(`${trail.arn}: ${result}${action.detail ? ` (${action.detail})` : ''}`);
  }
}
