// API calls of one quiet sweep, by number of trails. Each is a management event that a second trail pays for.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Endpoint } from './endpoint.mjs';
import { bundle, environment, node24, runtime, sweep } from './guard.mjs';

export async function sweepCalls(numbersOfTrails) {
  const rows = [];
  for (const trails of numbersOfTrails) {
    const endpoint = await new Endpoint({ trails }).start();
    try {
      const child = fork(runtime, [bundle, JSON.stringify(sweep)], {
        execPath: node24,
        env: environment(endpoint),
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      await once(child, 'message');
      child.kill();
      rows.push({ trails, ...Object.fromEntries(endpoint.calls) });
    } finally {
      endpoint.stop();
    }
  }
  return rows;
}
