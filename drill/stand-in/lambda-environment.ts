import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Invocation, type Outcome, RuntimeApi } from './runtime-api';
import { runtimeClient } from './runtime-client';

export interface EnvironmentOptions {
  readonly nodePath: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clockAheadMs: number;
  readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void;
}

/** An execution environment: one process that loads the function once and then serves one invocation at a time. */
export class ExecutionEnvironment {
  #invocations = 0;

  private constructor(
    private readonly api: RuntimeApi,
    private readonly child: ChildProcess,
    private readonly exited: Promise<void>,
  ) {}

  static async start(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
    const { nodePath, directory, environment, clockAheadMs, onLine } = options;
    const api = new RuntimeApi();
    const address = await api.listen();
    const child = spawn(nodePath, ['-e', runtimeClient(clockAheadMs)], {
      cwd: directory,
      // Nothing of this process's own environment gets in but the path.
      env: { ...environment, AWS_LAMBDA_RUNTIME_API: address, PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => onLine('stdout', line));
    createInterface({ input: child.stderr }).on('line', (line) => onLine('stderr', line));
    const kill = (): boolean => child.kill('SIGKILL');
    process.once('exit', kill);
    const exited = new Promise<void>((resolve) => {
      const end = (reason: string): void => {
        process.off('exit', kill);
        const errorMessage = `RequestId: ${api.requestId} Error: Runtime exited with error: ${reason}`;
        api.breakDown({ errorType: 'Runtime.ExitError', errorMessage });
        resolve();
      };
      child.once('error', (error) => end(error.message));
      child.once('close', (code, signal) => end(code === null ? `signal: ${signal}` : `exit status ${code}`));
    });
    return new ExecutionEnvironment(api, child, exited);
  }

  get isCold(): boolean {
    return this.#invocations === 0;
  }

  /** A timeout, a crash and a failed start each end an environment; a handler that throws does not. */
  get isUsable(): boolean {
    return !this.api.isBroken;
  }

  async run(invocation: Invocation): Promise<Outcome> {
    this.#invocations += 1;
    const outcome = await this.api.run(invocation);
    // What the function wrote before it answered is in the pipe already: one turn of the loop reads it.
    await new Promise(setImmediate);
    return outcome;
  }

  async shutDown(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
    await this.api.close();
  }
}
