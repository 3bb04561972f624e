import { METRIC } from '../../lib/contract/metrics';
import { errorText } from '../common/error-text';
import type { Baseline } from './baseline-items';
import { accountCoverage, type RecordingTrail } from './configuration/account-coverage';
import type { Examined } from './examine';
import type { Run } from './guard';
import type { ListedTrail } from './listed-trail';

/**
 * Answers one question for the account: is every management event recorded by at least one healthy trail? Asked with each
 * full comparison, and while something is wrong or there is no trail at all.
 */
export async function checkCoverage(
  listed: readonly ListedTrail[],
  examined: readonly (Examined | undefined)[],
  baselines: ReadonlyMap<string, Baseline> | undefined,
  run: Run,
): Promise<void> {
  const isWrong = examined.some((one) => one === undefined || !isHealthy(one.status));
  if (listed.length > 0 && !isWrong && !examined.some((one) => one?.compared)) {
    return;
  }
  const known = new Map(examined.flatMap((one) => (one ? [[one.arn, one] as const] : [])));
  const trails = await Promise.all(listed.map((trail) => recordingTrail(trail, known, baselines, run)));
  const { gaps } = accountCoverage(trails, run.policy.region);
  if (gaps.length > 0) {
    run.count(METRIC.COVERAGE_GAPS, gaps.length);
    run.log.warn({ event: 'coverage-gaps', gaps });
  }
  await run.baselines.saveCoverage(gaps);
}

/** What is not known of a trail does not count for it. */
async function recordingTrail(
  trail: ListedTrail,
  examined: ReadonlyMap<string, Examined>,
  baselines: ReadonlyMap<string, Baseline> | undefined,
  run: Run,
): Promise<RecordingTrail> {
  const { arn, name, region: homeRegion, settings } = trail;
  const common = { arn, name, homeRegion, isMultiRegion: settings.IsMultiRegionTrail };
  try {
    const status = examined.get(arn)?.status ?? (await run.trails.status(trail));
    const selectors = baselines?.get(arn)?.configuration.Selectors ?? (await run.trails.selectors(trail));
    return { ...common, healthy: isHealthy(status), selectors };
  } catch (error) {
    run.log.warn({ event: 'trail-not-counted', trail: arn, error: errorText(error) });
    return { ...common, healthy: true };
  }
}

function isHealthy({ isLogging, deliveryErrors }: Examined['status']): boolean {
  return isLogging && deliveryErrors === undefined;
}
