// API calls and time of one sweep, by number of trails: a quiet one, and one that compares whole configurations. Calls to
// CloudTrail are management events, which a second trail in the account pays for. A guard sees the trails of its Region, at
// most five; more are several guards.
import { Endpoint } from './endpoint.mjs';
import { bundle, environment, sweep } from './guard.mjs';
import { handle } from './runtime.mjs';
import { median } from './statistics.mjs';

const TRAILS_PER_REGION = 5;
const LONG_AGO = new Date(0);

export async function sweepCalls(numbersOfTrails, n) {
  const rows = [];
  for (const trails of numbersOfTrails) {
    for (const kind of ['quiet', 'comparing']) {
      rows.push({ trails, kind, ...(await sweepOf(trails, kind, n)) });
    }
  }
  return rows;
}

async function sweepOf(trails, kind, n) {
  const regions = Math.ceil(trails / TRAILS_PER_REGION);
  const calls = new Map();
  let milliseconds = 0;
  for (let region = 0; region < regions; region++) {
    const here = Math.min(TRAILS_PER_REGION, trails - region * TRAILS_PER_REGION);
    const endpoint = await new Endpoint({
      trails: here,
      ...(kind === 'comparing' ? { comparedAt: LONG_AGO } : {}),
    }).start();
    try {
      await handle(bundle, sweep, environment(endpoint));
      for (const [name, count] of endpoint.calls) calls.set(name, (calls.get(name) ?? 0) + count);
      const microseconds = await handle(bundle, sweep, environment(endpoint), { warmups: 3, n });
      milliseconds += median([microseconds].flat()) / 1_000;
    } finally {
      endpoint.stop();
    }
  }
  return { calls: Object.fromEntries(calls), milliseconds };
}
