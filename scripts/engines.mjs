// `npm run test:engines`: installs the pinned emulators into .engines/ (git-ignored; skipped when they are there) and
// runs test/engines against them. Arguments go to jest.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const venv = join(root, '.engines', 'venv');
const stamp = join(venv, 'installed');
const requirements = join(root, 'test', 'engines', 'requirements.txt');

function fail(message) {
  console.error(`test:engines: ${message}`);
  process.exit(1);
}

function run(command, args, what) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (error) fail(`${what}: ${error.message}`);
  if (status !== 0) fail(`${what} (exit ${status}):\n${(stderr + stdout).split('\n').slice(-20).join('\n')}`);
  return stdout.trim();
}

function installEngines() {
  const version = run('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], 'python3 is needed');
  if (Number(version.split('.')[1]) < 11) fail(`Python 3.11 or newer is needed; python3 is ${version}`);
  const wanted = createHash('sha256').update(`${version}\n`).update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const started = Date.now();
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dirname(venv), { recursive: true });
  run('python3', ['-m', 'venv', venv], 'cannot make a Python environment');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', requirements];
  run(join(venv, 'bin', 'python'), pip, 'cannot install the emulators');
  writeFileSync(stamp, wanted);
  console.log(`test:engines: emulators installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

installEngines();
const jest = [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--ci', '-c', 'test/engines/jest.config.js'];
const { status } = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
