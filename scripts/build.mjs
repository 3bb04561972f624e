// Builds dist/: the functions (esbuild, one self-contained file each), the library with its declarations (tsc) and the
// command line (esbuild), which the npm package carries without its dependencies.
import { execFileSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { buildFunctions } from './functions.mjs';

const require = createRequire(import.meta.url);
await buildFunctions('dist/lambda');
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
// Over what tsc made of the same source, which needs node_modules.
await build({
  entryPoints: ['bin/trail-guard.ts'],
  outfile: 'dist/bin/trail-guard.js',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
});
await chmod('dist/bin/trail-guard.js', 0o755);
