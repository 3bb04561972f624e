import { BASELINE_TRIGGER } from '../lib/contract/baseline-request';
import { askGuard } from './deployed-guard';
import type { RemotePlace } from './remote-place';
import type { Screen } from './result';

/** Lets the guard let go of the drill's trail, which it would create again, and removes trail and bucket. */
export async function releaseAndRemove({ lambda, guard, trail }: RemotePlace, screen: Screen): Promise<void> {
  const request = { trigger: BASELINE_TRIGGER, action: 'release', trail: trail.arn, by: 'trail-guard drill' } as const;
  const failure = await askGuard(lambda, guard, request).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const left = await trail.remove();
  if (left.length > 0) {
    throw new Error(`not everything that the drill made could be removed; remove it by hand:\n${left.join('\n')}`);
  }
  screen.text(
    failure === undefined
      ? '\nThe guard was asked to release the trail, so that it does not create it again; trail and bucket are removed.'
      : `\nThe trail and the bucket are removed. The guard was not told before (${failure}): should it create the trail ` +
          `again, run: trail-guard baseline release ${trail.arn}, and delete it`,
  );
}
