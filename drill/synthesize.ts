import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { distPath } from './dist-path';

/** Synthesizes an app, the project's own unless told, as `cdk synth` would, into a folder that lasts until `remove`. */
export async function synthesize(
  context: Readonly<Record<string, string>>,
  app = distPath('bin', 'app.js'),
): Promise<{ readonly assembly: string; readonly remove: () => Promise<void> }> {
  const assembly = await mkdtemp(join(tmpdir(), 'trail-guard-'));
  const remove = () => rm(assembly, { recursive: true, force: true });
  try {
    await promisify(execFile)(process.execPath, [app], {
      // The CDK's own validation takes seconds and is a check of its own.
      env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: 'false' },
    });
    return { assembly, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
