// A fresh process loads the handler and gets a StopLogging event: how long until StartLogging is on the wire?
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Endpoint } from './endpoint.mjs';
import { buildUnbundled, bundle, environment, floor, node24, runtime, stopLogging } from './guard.mjs';
import { medians } from './statistics.mjs';

export async function firstEvent(n, files = {}) {
  const endpoint = await new Endpoint().start();
  const until = (file) => async () => {
    const arrival = once(endpoint, 'cloudtrail:StartLogging');
    const startedAt = performance.now();
    const run = spawn(node24, [runtime, file, JSON.stringify(stopLogging(endpoint.stoppedAt))], {
      env: environment(endpoint),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const exit = once(run, 'exit');
    const [arrivedAt] = await Promise.race([
      arrival,
      exit.then(() => Promise.reject(new Error(`${file} made no call`))),
    ]);
    run.kill('SIGKILL');
    await exit;
    return arrivedAt - startedAt;
  };
  try {
    const variants = { floor, bundled: bundle, unbundled: await buildUnbundled(), ...files };
    return await medians(Object.fromEntries(Object.entries(variants).map(([name, file]) => [name, until(file)])), n);
  } finally {
    endpoint.stop();
  }
}
