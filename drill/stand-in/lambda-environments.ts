import { type EnvironmentOptions, ExecutionEnvironment } from './lambda-environment';

/** The execution environments of one function. */
export class Environments {
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  /** Of a configuration or code that the function does not have any more. */
  readonly #outdated = new WeakSet<ExecutionEnvironment>();
  readonly #waiting: (() => void)[] = [];
  #starting = 0;
  #generation = 0;
  #closed = false;

  /** @param limit how many may run at a time */
  constructor(
    private readonly limit: () => number,
    private readonly options: () => EnvironmentOptions,
  ) {}

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Warm environments first. Concurrent invocations get one each, up to the limit; more have to wait. */
  async acquire(): Promise<ExecutionEnvironment | undefined> {
    while (!this.#closed) {
      const idle = this.#idle.pop();
      if (idle?.isUsable) return idle;
      if (idle) await this.#shutDown(idle);
      else if (this.#all.size + this.#starting < this.limit()) return this.#start();
      else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return undefined;
  }

  async release(environment: ExecutionEnvironment): Promise<void> {
    if (environment.isUsable && !this.#outdated.has(environment)) this.#idle.push(environment);
    else await this.#shutDown(environment);
    this.#wakeNext();
  }

  /** What runs may finish; the next invocation is a cold start. */
  outdate(): void {
    this.#generation += 1;
    for (const environment of this.#all) this.#outdated.add(environment);
    void this.recycle();
  }

  /** Shuts down the idle ones. */
  async recycle(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((environment) => this.#shutDown(environment)));
  }

  /** Ends every environment, whatever it is doing. */
  async stop(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#all].map((environment) => this.#shutDown(environment)));
  }

  async #start(): Promise<ExecutionEnvironment | undefined> {
    this.#starting += 1;
    const generation = this.#generation;
    try {
      const started = await ExecutionEnvironment.start(this.options());
      this.#all.add(started);
      if (generation !== this.#generation) this.#outdated.add(started);
      if (!this.#closed) return started;
      await this.#shutDown(started);
      return undefined;
    } finally {
      this.#starting -= 1;
    }
  }

  async #shutDown(environment: ExecutionEnvironment): Promise<void> {
    await environment.shutDown();
    this.#all.delete(environment);
    this.#wakeNext();
  }

  #wakeNext(): void {
    this.#waiting.shift()?.();
  }
}
