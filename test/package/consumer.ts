import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** Loaded before the app: whoever bundles at synthesis would need one of these. */
const NO_TOOLS = `
const Module = require('node:module');
const load = Module._load;
Module._load = function (name, ...rest) {
  if (/^(esbuild|aws-sdk|@aws-sdk\\/.*)$/.test(name)) throw new Error('synthesis loads ' + name);
  return load.call(this, name, ...rest);
};
const processes = require('node:child_process');
for (const name of ['exec', 'execSync', 'execFile', 'execFileSync', 'spawn', 'spawnSync', 'fork']) {
  processes[name] = () => { throw new Error('synthesis starts a process: ' + name); };
}
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'node16',
    strict: true,
    skipLibCheck: false,
    types: ['node'],
    outDir: 'out',
  },
  files: ['app.ts'],
};

/** An app of somebody who installed the package from a registry: its tarball and its peers, nothing of this project. */
export class Consumer {
  public readonly folder = mkdtempSync(join(tmpdir(), 'trail-guard-consumer-'));
  private readonly modules = join(this.folder, 'node_modules');

  constructor(tarball: string) {
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true }));
    this.write('tsconfig.json', JSON.stringify(TSCONFIG));
    this.write('no-tools.cjs', NO_TOOLS);
    // Offline: what it needs besides its peers would make this fail.
    const install = [
      'install',
      '--offline',
      '--legacy-peer-deps',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      tarball,
    ];
    execFileSync('npm', install, { cwd: this.folder, stdio: 'pipe' });
    for (const peer of ['aws-cdk-lib', 'constructs', '@types/node']) {
      mkdirSync(dirname(join(this.modules, peer)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', peer), join(this.modules, peer));
    }
  }

  public write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** @returns what the compiler says; nothing if all is well */
  public compile(): string {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    return spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: this.folder, encoding: 'utf8' }).stdout;
  }

  /** @returns the template of the stack `Stack` */
  public synthesize(): Record<string, unknown> {
    execFileSync(process.execPath, ['--require', './no-tools.cjs', 'out/app.js'], {
      cwd: this.folder,
      // No PATH: neither Docker nor any other tool is found.
      env: { CDK_OUTDIR: join(this.folder, 'cdk.out'), PATH: '' },
      stdio: 'pipe',
    });
    return JSON.parse(this.read('cdk.out/Stack.template.json')) as Record<string, unknown>;
  }

  /** Runs the package's command. */
  public command(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const bin = join(this.modules, '.bin', 'trail-guard');
    return spawnSync(process.execPath, [bin, ...args], { cwd: this.folder, encoding: 'utf8' });
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
