import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A built file: this module runs from `dist/drill`, from `dist/bin` (bundled) or from source. */
export function distPath(...parts: string[]): string {
  const parent = dirname(__dirname);
  const path = join(basename(parent) === 'dist' ? parent : join(parent, 'dist'), ...parts);
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: the npm package has no stand-in; in a clone, run 'npm run build' first`);
  }
  return path;
}
