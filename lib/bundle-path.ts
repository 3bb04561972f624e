import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The folder of a bundled function: beside the compiled library, or in `dist/` where the library runs from source. */
export function bundlePath(name: string): string {
  const packageRoot = dirname(__dirname);
  const dist = basename(packageRoot) === 'dist' ? packageRoot : join(packageRoot, 'dist');
  const path = join(dist, 'lambda', name);
  if (!existsSync(path)) {
    throw new Error(`TrailGuard: the bundled function is missing at ${path}. Run 'npm run build' first.`);
  }
  return path;
}
