// Builds dist/: the library (tsc, with declarations) and the functions (esbuild, one self-contained file each).
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { buildFunctions } from './functions.mjs';

const require = createRequire(import.meta.url);
await buildFunctions('dist/lambda');
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
