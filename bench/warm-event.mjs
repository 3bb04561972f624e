// CPU of its own that a warm process spends on one StopLogging event, from the event to the published message.
import { Endpoint } from './endpoint.mjs';
import { bundle, environment, floor, stopLogging } from './guard.mjs';
import { handle } from './runtime.mjs';
import { median } from './statistics.mjs';

const WARMUPS = 100;

/** The floor makes as many calls as the guard. Several processes each, in turn: compilers and heaps settle differently. */
export async function warmEvent(n, processes = 3) {
  const endpoint = await new Endpoint().start();
  const milliseconds = async (file, calls) => {
    const env = { ...environment(endpoint), BENCH_CALLS: calls };
    const samples = await handle(file, stopLogging(endpoint.stoppedAt), env, { warmups: WARMUPS, n });
    return samples.map((microseconds) => microseconds / 1_000);
  };
  try {
    const samples = { floor: [], bundled: [] };
    let calls = 0;
    for (let round = 0; round < processes; round++) {
      endpoint.reset();
      samples.bundled.push(...(await milliseconds(bundle, 0)));
      calls = Math.round([...endpoint.calls.values()].reduce((sum, count) => sum + count) / (WARMUPS + n));
      samples.floor.push(...(await milliseconds(floor, calls)));
    }
    return { floor: median(samples.floor), bundled: median(samples.bundled), calls };
  } finally {
    endpoint.stop();
  }
}
