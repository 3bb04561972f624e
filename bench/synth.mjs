// A fresh process synthesises an app with the guard, or with the same resources and no guard.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { child } from './guard.mjs';
import { medians } from './statistics.mjs';

export async function synth(n) {
  const outdir = mkdtempSync(join(tmpdir(), 'trail-guard-synth-'));
  const run = (variant) => {
    const startedAt = performance.now();
    execFileSync(process.execPath, [child('app.cjs'), variant, join(outdir, variant)], {
      env: { ...process.env, CDK_VALIDATION: 'false' },
    });
    return performance.now() - startedAt;
  };
  const types = (variant) => {
    const { Resources } = JSON.parse(readFileSync(join(outdir, variant, 'Stack.template.json'), 'utf8'));
    return Object.values(Resources)
      .map(({ Type }) => Type)
      .sort();
  };
  try {
    const result = await medians({ raw: () => run('raw'), guard: () => run('guard') }, n);
    if (!isDeepStrictEqual(types('raw'), types('guard'))) {
      throw new Error(`not the same resources: ${types('raw')} without the guard, ${types('guard')} with it`);
    }
    return { ...result, resources: types('guard').length };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
