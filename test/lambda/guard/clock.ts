interface Timer {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that passes only when nothing else is left to do. */
export class VirtualClock {
  private timers: Timer[] = [];
  private order = 0;

  constructor(private time: number) {}

  readonly now = (): Date => new Date(this.time);

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => {
      this.timers.push({ at: this.time + milliseconds, order: this.order++, wake });
    });

  /** Lets time pass until the work is done, whatever the work waits for. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const end = () => {
      done = true;
    };
    work.then(end, end);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (done) {
        return work;
      }
      if (this.timers.length === 0) {
        throw new Error('the work waits for something that never comes');
      }
      this.wakeNext();
    }
  }

  async pass(milliseconds: number): Promise<void> {
    await this.run(this.sleep(milliseconds));
  }

  private wakeNext(): void {
    const next = this.timers.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a));
    this.timers = this.timers.filter((timer) => timer !== next);
    this.time = Math.max(this.time, next.at);
    next.wake();
  }
}
