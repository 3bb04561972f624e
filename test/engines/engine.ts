import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { get as getHttp } from 'node:http';
import { Agent, get as getHttps } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const CREDENTIALS = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };

const WORK = join(ROOT, '.engines', 'runs');
const PYTHON = join(ROOT, '.engines', 'venv', 'bin', 'python');
const NODE_24 = join(ROOT, 'node_modules', 'node', 'bin');
const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 5_000;

export type EngineName = 'ministack' | 'moto';

/** What a test needs to know about a running emulator. */
export interface Engine {
  readonly name: EngineName;
  readonly url: string;
  /** Its own temporary directory: log, certificate, function code. */
  readonly directory: string;
  readonly log: string;
  /** The certificate to trust, of an emulator that speaks TLS. */
  readonly certificate?: string;
}

export interface RunningEngine {
  readonly engine: Engine;
  stop(): Promise<void>;
}

/** The emulators that the global setup started. */
export function engines(): Record<EngineName, Engine> {
  const started = process.env.TRAIL_GUARD_ENGINES;
  if (!started) throw new Error('The emulators are not running: start these tests with `npm run test:engines`.');
  return JSON.parse(started) as Record<EngineName, Engine>;
}

/** Region, endpoint and credentials for any client of the AWS SDK. */
export function clientConfig(engine: Engine, region = REGION) {
  const ca = engine.certificate && readFileSync(engine.certificate);
  return {
    region,
    endpoint: engine.url,
    credentials: CREDENTIALS,
    requestHandler: { httpsAgent: new Agent({ ca, keepAlive: true }) },
  };
}

/** Starts an emulator on a free port of 127.0.0.1 and waits until it answers. It ends when this process ends. */
export async function startEngine(name: EngineName): Promise<RunningEngine> {
  if (!existsSync(PYTHON)) throw new Error(`${PYTHON} is missing: start these tests with \`npm run test:engines\`.`);
  mkdirSync(WORK, { recursive: true });
  const port = await freePort();
  const directory = mkdtempSync(join(WORK, `${name}-`));
  const engine: Engine =
    name === 'ministack'
      ? {
          name,
          url: `https://127.0.0.1:${port}`,
          directory,
          log: join(directory, 'log'),
          certificate: certificate(directory),
        }
      : { name, url: `http://127.0.0.1:${port}`, directory, log: join(directory, 'log') };
  const output = openSync(engine.log, 'a');
  const child = spawn(PYTHON, [join(__dirname, 'serve.py'), name, String(port)], {
    cwd: directory,
    env: { ...environment(directory), ...(name === 'ministack' ? ministackEnvironment(port) : motoEnvironment()) },
    stdio: ['pipe', output, output],
    detached: true,
  });
  closeSync(output);
  const running = { engine, stop: () => stopEngine(child, directory) };
  try {
    await answering(engine, child);
  } catch (error) {
    const tail = logTail(engine);
    await running.stop();
    throw new Error(`${name} did not start: ${(error as Error).message}\n${tail}`);
  }
  return running;
}

/** Directories of runs that were killed; no run lasts an hour. */
export function removeLeftovers(): void {
  for (const name of existsSync(WORK) ? readdirSync(WORK) : []) {
    const directory = join(WORK, name);
    if (Date.now() - statSync(directory).mtimeMs > 3_600_000) rmSync(directory, { recursive: true, force: true });
  }
}

/** The last lines of an emulator's log, which hold the guard's log lines too. */
export function logTail(engine: Engine, lines = 60): string {
  const log = existsSync(engine.log) ? readFileSync(engine.log, 'utf8') : '';
  return `--- the end of ${engine.name}'s log\n${log.trimEnd().split('\n').slice(-lines).join('\n')}\n---`;
}

/** Nothing of the caller's environment: no proxy, no certificate store and no AWS profile of the machine. */
function environment(directory: string) {
  return { PATH: `${NODE_24}:/usr/local/bin:/usr/bin:/bin`, HOME: directory, TMPDIR: directory, PYTHONUNBUFFERED: '1' };
}

/** TLS and IAM enforced, as on AWS: the guard's role and the policies that deny plain HTTP are part of what is tested. */
function ministackEnvironment(port: number) {
  return {
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    IOT_MTLS_ENABLED: '0',
    USE_SSL: '1',
    AUTH: 'true',
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    MINISTACK_REGION: REGION,
  };
}

function motoEnvironment() {
  return { MOTO_ACCOUNT_ID: ACCOUNT };
}

/** Where ministack writes the certificate that it makes for itself. */
function certificate(directory: string) {
  return join(directory, 'ministack-tls', 'server.crt');
}

async function answering(engine: Engine, child: ChildProcess): Promise<void> {
  const path = engine.name === 'ministack' ? '/_ministack/ready' : '/moto-api/';
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(engine, path))) {
    if (hasEnded(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
    if (Date.now() > deadline) throw new Error(`no answer within ${READY_WITHIN_MS / 1000} s`);
    await sleep(50);
  }
}

function answers(engine: Engine, path: string): Promise<boolean> {
  if (engine.certificate && !existsSync(engine.certificate)) return Promise.resolve(false);
  const ca = engine.certificate && readFileSync(engine.certificate);
  return new Promise((resolve) => {
    const request = engine.url.startsWith('https:')
      ? getHttps(engine.url + path, { ca }, (response) => resolve(response.resume().statusCode === 200))
      : getHttp(engine.url + path, (response) => resolve(response.resume().statusCode === 200));
    request.on('error', () => resolve(false));
  });
}

/** Ends the emulator and the functions that it runs: its whole process group. */
async function stopEngine(child: ChildProcess, directory: string): Promise<void> {
  const { pid } = child;
  if (pid !== undefined && !hasEnded(child)) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const killed = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOPPED_WITHIN_MS);
    signalGroup(pid, 'SIGTERM');
    await ended;
    clearTimeout(killed);
  }
  rmSync(directory, { recursive: true, force: true });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended by itself.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads until the value is as wanted; the error says what was read last. */
export async function eventually<T>(
  what: string,
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  withinMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${withinMs / 1000} s; last read: ${JSON.stringify(value)}`);
    }
    await sleep(100);
  }
}
