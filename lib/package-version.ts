import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Of this package, whether the library runs compiled or from source. */
export function packageVersion(): string {
  const root = dirname(__dirname);
  const file = [root, dirname(root)].map((folder) => join(folder, 'package.json')).find(existsSync);
  const { version } = JSON.parse(readFileSync(file ?? '', 'utf8')) as { version: string };
  return version;
}
