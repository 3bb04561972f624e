// Runs a handler in a process of its own, on the Node of the Lambda runtime.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { node24, runtime } from './guard.mjs';

/** @returns the microseconds of CPU of each of the `n` events that follow on the `warmups` first ones */
export async function handle(file, event, env, { warmups = 0, n = 1 } = {}) {
  const process = fork(runtime, [file, JSON.stringify(event), warmups, n], {
    execPath: node24,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const failed = once(process, 'exit').then(() => Promise.reject(new Error(`${file} failed`)));
  const [microseconds] = await Promise.race([once(process, 'message'), failed]);
  process.kill();
  return microseconds;
}
