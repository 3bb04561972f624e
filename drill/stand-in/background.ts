class Stopped extends Error {}

/** Work that goes on after an API call was answered: deliveries, retries, timers. `stop` ends all of it. */
export class Background {
  readonly #pending = new Set<Promise<void>>();
  readonly #sleepers = new Map<NodeJS.Timeout, (reason: Stopped) => void>();
  #stopped = false;

  run(work: () => Promise<void>): void {
    if (this.#stopped) return;
    const running = work()
      .catch((error: unknown) => {
        if (!(error instanceof Stopped)) throw error;
      })
      .finally(() => this.#pending.delete(running));
    this.#pending.add(running);
  }

  /** Waits. Rejects when the stand-in stops, which ends the work that was waiting. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(new Stopped());
      const timer = setTimeout(() => {
        this.#sleepers.delete(timer);
        resolve();
      }, ms);
      this.#sleepers.set(timer, reject);
    });
  }

  /** Resolves when nothing is under way any more: no delivery, no invocation, no retry. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const [timer, reject] of this.#sleepers) {
      clearTimeout(timer);
      reject(new Stopped());
    }
    this.#sleepers.clear();
    await this.settled();
  }
}
