// API calls and time of the two investigations of an incident: the intrusion story on the stand-in, whose event history takes
// two calls a second in each Region, as AWS's does. The times are mostly waiting for that.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './guard.mjs';

const require = createRequire(import.meta.url);
const dist = (...path) => require(join(root, 'dist', 'drill', ...path));
const TWENTY_MINUTES = 20 * 60_000;

export async function investigations() {
  const { StandIn } = dist('stand-in');
  const { playIntrusion } = dist('intrusion');
  const { synthesize } = dist('synthesize.js');
  const { assembly, remove } = await synthesize({});
  const standIn = await StandIn.start({ assembly });
  try {
    standIn.cloudTrail.addTrail({ Name: 'main', IsMultiRegionTrail: true });
    standIn.scheduler.fire();
    await standIn.settled();
    await playIntrusion(standIn, { trailName: 'main' });
    await standIn.settled();
    await standIn.functions.advanceClock(TWENTY_MINUTES);
    standIn.scheduler.fire();
    await standIn.settled();
    // The answers to the guard.
    return standIn.timeline
      .calls('lambda', 'Invoke')
      .flatMap(({ parameters }) => parameters.Payload?.investigation ?? [])
      .map(({ stage, apiCalls, seconds }) => ({ stage, apiCalls, seconds }));
  } finally {
    await standIn.stop();
    await remove();
  }
}
