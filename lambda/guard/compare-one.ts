import { compareTrail } from './compare-trail';
import type { DecisionOf } from './decide';
import { UNFINISHED } from './examine';
import { type Run, UnfinishedError } from './guard';
import { readBaseline, readTrails } from './knowledge';
import { answerMissing } from './missing';
import { CLOCK_TOLERANCE_MILLISECONDS } from './restore';

/** Compares the trail of a call with its baseline. A trail that is stopped as well is started first. */
export async function compareOne({ trail, call }: DecisionOf<'compare'>, run: Run): Promise<void> {
  const [known, baseline, listed] = await Promise.all([
    readTrails(run),
    readBaseline(trail.arn, run),
    run.trails.find(trail),
  ]);
  const item = known?.get(trail.arn);
  if (listed === undefined) {
    return answerMissing(trail, item, { detectedBy: 'event', record: call.record }, run);
  }
  // A stop was answered already; only what a call may have changed is worth a retry or another look.
  const mayHaveChanged = call.technique.response === 'restore';
  if (baseline === undefined) {
    if (known === undefined && mayHaveChanged) {
      throw new UnfinishedError(`${trail.arn}: what it was cannot be read`);
    }
    return run.log.info({ event: 'no-baseline-yet', trail: trail.arn, call: call.record.eventName });
  }
  const since = new Date(Math.min(call.at.getTime() - CLOCK_TOLERANCE_MILLISECONDS, run.now().getTime()));
  // On top of what other runs wrote meanwhile.
  const compareAgain = async () => {
    const latest = (await readTrails(run))?.get(trail.arn) ?? item;
    await run.store.saveTrail({ ...latest, arn: trail.arn, selectorFlags: UNFINISHED });
  };
  let differed: boolean;
  try {
    differed = await compareTrail(listed, baseline, { detectedBy: 'event', call, since }, run);
  } catch (error) {
    // Should Lambda's own tries fail too, the next sweep goes on.
    await compareAgain();
    throw error;
  }
  if (!differed && mayHaveChanged) {
    // Or the read does not show the change yet.
    await compareAgain();
  }
}
