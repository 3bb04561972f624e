import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';

/** Node.js 24, as the function has on Lambda, if the npm package `node` is here and runs; else what runs now. */
export function findNode(): string {
  try {
    const path = join(dirname(require.resolve('node/package.json')), 'bin', 'node');
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return path;
  } catch {
    return process.execPath;
  }
}
