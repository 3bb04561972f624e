import { randomUUID } from 'node:crypto';
import type { Caller } from './callers';
import { ExecutionEnvironment } from './lambda-environment';
import { type LogLine, type Metric, metricsOf, readLine } from './lambda-logs';
import type { Outcome } from './runtime-api';
import type { Queues } from './sqs';
import type { World } from './world';

export interface FunctionOptions {
  readonly nodePath: string;
  /** How many environments may run at a time. */
  readonly maxConcurrency: number;
  /** Waits between the attempts of an asynchronous invocation. */
  readonly retryDelaysMs: readonly number[];
  /** How much later it is for the functions than for the stand-in. Counts from the next cold start on. */
  readonly clock: { aheadMs: number };
}

export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  /** The session of its role. */
  readonly caller: Caller;
  readonly directory: string;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
}

export interface AsyncSettings {
  readonly maximumRetryAttempts: number;
  readonly onFailureQueue?: string;
}

export class LambdaFunction {
  readonly logs: LogLine[] = [];
  readonly metrics: Metric[] = [];
  /** Two retries unless the template says otherwise (AWS facts 5). */
  asyncSettings: AsyncSettings = { maximumRetryAttempts: 2 };
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiting: (() => void)[] = [];
  #starting = 0;
  #closed = false;

  constructor(
    private readonly world: World,
    private readonly queues: Queues,
    readonly settings: FunctionSettings,
    private readonly options: FunctionOptions,
  ) {}

  get name(): string {
    return this.settings.name;
  }

  /** Who calls when the function calls: permissions can be taken from it. */
  get caller(): Caller {
    return this.settings.caller;
  }

  /** Invoke with InvocationType RequestResponse. */
  invoke(event: unknown): Promise<Outcome> {
    return this.#attempt(JSON.stringify(event), randomUUID(), 1);
  }

  /** Invoke with InvocationType Event: answers at once, tries up to three times, then turns to the destination. */
  invokeAsync(payload: string): string {
    const requestId = randomUUID();
    this.world.background.run(async () => {
      const { maximumRetryAttempts } = this.asyncSettings;
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await this.#attempt(payload, requestId, attempt);
        if (outcome.ok || this.#closed) return;
        if (attempt > maximumRetryAttempts) return this.#giveUp(payload, requestId, attempt, outcome.error);
        await this.world.background.sleep(this.options.retryDelaysMs[attempt - 1] ?? 0);
      }
    });
    return requestId;
  }

  /** Shuts down the idle environments: the next invocation is a cold start. */
  async recycle(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((environment) => this.#shutDown(environment)));
  }

  /** Ends every environment, whatever it is doing. */
  async stop(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#environments].map((environment) => this.#shutDown(environment)));
  }

  async #attempt(payload: string, requestId: string, attempt: number): Promise<Outcome> {
    const { arn, timeoutMs, name } = this.settings;
    const environment = await this.#acquire();
    if (!environment) return { ok: false, error: { errorType: 'Runtime.Closed', errorMessage: `${name} is gone` } };
    const common = {
      kind: 'invocation',
      functionName: name,
      requestId,
      attempt,
      coldStart: environment.isCold,
    } as const;
    this.world.timeline.add({ ...common, phase: 'start' });
    const started = Date.now();
    const outcome = await environment.run({ requestId, functionArn: arn, payload, timeoutMs });
    await this.#release(environment);
    this.world.timeline.add({
      ...common,
      phase: outcome.ok ? 'end' : 'failed',
      durationMs: Date.now() - started,
      ...(!outcome.ok && { error: outcome.error.errorMessage }),
    });
    return outcome;
  }

  /** Warm environments first. Concurrent invocations get one each, up to the limit; more have to wait. */
  async #acquire(): Promise<ExecutionEnvironment | undefined> {
    while (!this.#closed) {
      const idle = this.#idle.pop();
      if (idle?.isUsable) return idle;
      if (idle) await this.#shutDown(idle);
      else if (this.#environments.size + this.#starting < this.options.maxConcurrency) return this.#start();
      else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return undefined;
  }

  async #start(): Promise<ExecutionEnvironment | undefined> {
    this.#starting += 1;
    try {
      const { directory, environment } = this.settings;
      const started = await ExecutionEnvironment.start({
        nodePath: this.options.nodePath,
        directory,
        environment,
        clockAheadMs: this.options.clock.aheadMs,
        onLine: (stream, text) => this.#log(readLine(stream, text)),
      });
      this.#environments.add(started);
      if (!this.#closed) return started;
      await this.#shutDown(started);
      return undefined;
    } finally {
      this.#starting -= 1;
    }
  }

  async #release(environment: ExecutionEnvironment): Promise<void> {
    if (environment.isUsable) this.#idle.push(environment);
    else await this.#shutDown(environment);
    this.#waiting.shift()?.();
  }

  async #shutDown(environment: ExecutionEnvironment): Promise<void> {
    await environment.shutDown();
    this.#environments.delete(environment);
  }

  #log(line: LogLine): void {
    this.logs.push(line);
    this.metrics.push(...metricsOf(line));
  }

  /** The record for a destination: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  #giveUp(payload: string, requestId: string, attempts: number, error: object): void {
    const { onFailureQueue } = this.asyncSettings;
    if (onFailureQueue === undefined) return;
    const functionArn = `${this.settings.arn}:$LATEST`;
    const invocationRecord = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: { requestId, functionArn, condition: 'RetriesExhausted', approximateInvokeCount: attempts },
      requestPayload: JSON.parse(payload) as unknown,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: error,
    };
    this.queues.deadLetter(onFailureQueue, functionArn, 'RetriesExhausted', JSON.stringify(invocationRecord));
  }
}
