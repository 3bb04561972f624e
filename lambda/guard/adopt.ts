import type { TrailConfiguration } from '../../lib/contract/trail-configuration';
import { errorText } from '../common/error-text';
import type { TrailArn } from '../common/scope';
import { safeText } from '../common/text';
import type { AdoptionReason, Baseline } from './baseline-items';
import type { Run } from './guard';

/** Makes a configuration the one that the guard keeps from now on. Undefined where another run adopted one meanwhile. */
export async function adopt(
  trail: TrailArn,
  configuration: TrailConfiguration,
  previous: Baseline | undefined,
  { reason, by }: { readonly reason: AdoptionReason; readonly by?: string },
  run: Run,
): Promise<Baseline | undefined> {
  const delivery = await snapshot(trail, configuration, previous, run);
  const next: Baseline = {
    arn: trail.arn,
    version: (previous?.version ?? 0) + 1,
    configuration,
    ...(delivery ? { delivery } : {}),
    reason,
    ...(by === undefined ? {} : { by: safeText(by) }),
    adoptedAt: run.now().toISOString(),
  };
  const saved = await run.baselines.save(next, previous);
  run.log.info({ event: saved ? 'baseline-adopted' : 'baseline-adopted-by-another-run', trail: trail.arn, reason });
  return saved ? next : undefined;
}

/** What the repairs that are switched on will need; the last known, where it cannot be read. */
async function snapshot(
  { arn }: TrailArn,
  configuration: TrailConfiguration,
  previous: Baseline | undefined,
  run: Run,
): Promise<Baseline['delivery']> {
  try {
    return (await run.repairs?.snapshot({ arn, configuration })) ?? previous?.delivery;
  } catch (error) {
    run.log.warn({ event: 'delivery-unreadable', error: errorText(error) });
    return previous?.delivery;
  }
}
