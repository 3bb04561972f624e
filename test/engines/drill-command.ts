import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { CREDENTIALS, type Engine, REGION, ROOT } from './engine';

/** `trail-guard drill` as a user runs it against an emulator. */
export function startDrill(engine: Engine): Promise<{ readonly exitCode: number; readonly output: string }> {
  const command = join(ROOT, 'dist', 'bin', 'trail-guard.js');
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    ...(engine.certificate ? { NODE_EXTRA_CA_CERTS: engine.certificate } : {}),
  };
  const args = [command, 'drill', '--endpoint', engine.url, '--region', REGION, '--yes', '--json', '--timeout', '30'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env, cwd: engine.directory }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, output: stdout || stderr });
    });
  });
}
