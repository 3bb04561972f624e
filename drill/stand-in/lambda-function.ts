import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Caller } from './callers';
import type { Json } from './json';
import { AsyncSettings } from './lambda-async';
import type { Code } from './lambda-code';
import { Environments } from './lambda-environments';
import { type LogLine, type Metric, metricsOf, readLine } from './lambda-logs';
import { FunctionPermissions } from './lambda-permissions';
import type { FunctionSettings } from './lambda-settings';
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

/** What a function is, as of its last change. */
export interface FunctionState {
  readonly settings: FunctionSettings;
  /** As a template has it, and as the API takes and tells it. */
  readonly configuration: Json;
  readonly code: Code;
}

export class LambdaFunction {
  readonly logs: LogLine[] = [];
  readonly metrics: Metric[] = [];
  readonly async = new AsyncSettings();
  readonly permissions = new FunctionPermissions();
  /** At 0 nothing runs any more. */
  reservedConcurrency: number | undefined;
  readonly #environments: Environments;
  #state: FunctionState;
  #modifiedAt = Date.now();

  constructor(
    private readonly world: World,
    private readonly queues: Queues,
    state: FunctionState,
    private readonly options: FunctionOptions,
  ) {
    this.#state = state;
    this.#environments = new Environments(
      () => this.reservedConcurrency ?? options.maxConcurrency,
      () => ({
        nodePath: options.nodePath,
        directory: this.settings.directory,
        environment: this.settings.environment,
        clockAheadMs: options.clock.aheadMs,
        onLine: (stream, text) => this.#log(readLine(stream, text)),
      }),
    );
  }

  get name(): string {
    return this.settings.name;
  }

  get settings(): FunctionSettings {
    return this.#state.settings;
  }

  get state(): FunctionState {
    return this.#state;
  }

  get modifiedAt(): number {
    return this.#modifiedAt;
  }

  /** Who calls when the function calls: permissions can be taken from it. */
  get caller(): Caller {
    return this.settings.caller;
  }

  get isThrottled(): boolean {
    return this.reservedConcurrency === 0;
  }

  /** Counts from the next cold start on, which is the next invocation; what is as it was changes nothing. */
  change(state: FunctionState): void {
    if (isDeepStrictEqual(state, this.#state)) return;
    this.#state = state;
    this.#modifiedAt = Date.now();
    this.#environments.outdate();
  }

  /** Invoke with InvocationType RequestResponse. */
  invoke(event: unknown): Promise<Outcome> {
    return this.#attempt(JSON.stringify(event), randomUUID(), 1);
  }

  /** Invoke with InvocationType Event: answers at once, tries up to three times, then turns to the destination. */
  invokeAsync(payload: string): string {
    const requestId = randomUUID();
    this.world.background.run(async () => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await this.#attempt(payload, requestId, attempt);
        if (outcome.ok || this.#environments.isClosed) return;
        if (attempt > this.async.maximumRetryAttempts) {
          const failed = { payload, requestId, attempts: attempt, error: outcome.error };
          return this.async.giveUp(failed, `${this.settings.arn}:$LATEST`, this.queues);
        }
        await this.world.background.sleep(this.options.retryDelaysMs[attempt - 1] ?? 0);
      }
    });
    return requestId;
  }

  /** Shuts down the idle environments: the next invocation is a cold start. */
  recycle(): Promise<void> {
    return this.#environments.recycle();
  }

  /** Ends every environment, whatever it is doing. */
  stop(): Promise<void> {
    return this.#environments.stop();
  }

  /** In AWS, what is throttled is tried again for hours; here as often as what fails. */
  async #attempt(payload: string, requestId: string, attempt: number): Promise<Outcome> {
    if (this.isThrottled) return { ok: false, error: { errorType: 'Throttled', errorMessage: 'Rate Exceeded.' } };
    const environment = await this.#environments.acquire();
    const { arn, timeoutMs, name } = this.settings;
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
    await this.#environments.release(environment);
    this.world.timeline.add({
      ...common,
      phase: outcome.ok ? 'end' : 'failed',
      durationMs: Date.now() - started,
      ...(!outcome.ok && { error: outcome.error.errorMessage }),
    });
    return outcome;
  }

  #log(line: LogLine): void {
    this.logs.push(line);
    this.metrics.push(...metricsOf(line));
  }
}
