// CPU of its own that a warm process spends on one StopLogging event, from the event to the published message.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Endpoint } from './endpoint.mjs';
import { bundle, environment, floor, node24, runtime, stopLogging } from './guard.mjs';
import { median } from './statistics.mjs';

const WARMUPS = 100;

/** The floor makes as many calls as the guard. Several processes each, in turn: compilers and heaps settle differently. */
export async function warmEvent(n, processes = 3) {
  const endpoint = await new Endpoint().start();
  const run = async (file, calls) => {
    const child = fork(runtime, [file, JSON.stringify(stopLogging()), WARMUPS, n], {
      execPath: node24,
      env: { ...environment(endpoint), BENCH_CALLS: calls },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [microseconds] = await once(child, 'message');
    child.kill();
    return microseconds.map((value) => value / 1_000);
  };
  try {
    const samples = { floor: [], bundled: [] };
    let calls = 0;
    for (let round = 0; round < processes; round++) {
      endpoint.reset();
      samples.bundled.push(...(await run(bundle, 0)));
      calls = Math.round([...endpoint.calls.values()].reduce((sum, count) => sum + count) / (WARMUPS + n));
      samples.floor.push(...(await run(floor, calls)));
    }
    return { floor: median(samples.floor), bundled: median(samples.bundled), calls };
  } finally {
    endpoint.stop();
  }
}
