// API calls of one quiet sweep, by number of trails. Those to CloudTrail are management events, which a second trail in
// the account pays for.
import { Endpoint } from './endpoint.mjs';
import { bundle, environment, sweep } from './guard.mjs';
import { handle } from './runtime.mjs';

export async function sweepCalls(numbersOfTrails) {
  const rows = [];
  for (const trails of numbersOfTrails) {
    const endpoint = await new Endpoint({ trails }).start();
    try {
      await handle(bundle, sweep, environment(endpoint));
      rows.push({ trails, ...Object.fromEntries(endpoint.calls) });
    } finally {
      endpoint.stop();
    }
  }
  return rows;
}
