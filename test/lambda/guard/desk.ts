import { finish, report } from '../../../lambda/guard/report';
import type { Incident } from '../../../lib/contract/incident';
import type { MetricName } from '../../../lib/contract/metrics';
import { VirtualClock } from './clock';
import { FakeStore } from './fake-store';
import { START } from './fakes';

/** What reports incidents, and the runs that come to it. */
export class Desk {
  readonly clock = new VirtualClock(START);
  readonly store = new FakeStore(async () => undefined);
  readonly messages: Incident[] = [];
  readonly counted: MetricName[] = [];
  fails = false;
  private publishing: Promise<void> = Promise.resolve();

  private readonly dependencies = {
    store: this.store,
    count: (metric: MetricName) => this.counted.push(metric),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    now: this.clock.now,
    publish: async (told: Incident) => {
      await this.publishing;
      if (this.fails) {
        throw new Error('the topic is broken');
      }
      this.messages.push(told);
    },
  };

  report(told: Incident, owner: string, attributionDue = false): Promise<void> {
    return report(told, owner, this.dependencies, { attributionDue });
  }

  async finish(owner: string): Promise<void> {
    for (const item of await this.store.openIncidents()) {
      if (item !== 'unreadable') {
        await finish(item, owner, this.dependencies);
      }
    }
  }

  /** A run that has claimed the incident and is publishing until it is told to finish. */
  async claimAndWait(told: Incident, owner: string): Promise<{ readonly finish: () => Promise<void> }> {
    let go = (): void => undefined;
    this.publishing = new Promise((resolve) => {
      go = resolve;
    });
    const run = this.report(told, owner);
    await new Promise((resolve) => setImmediate(resolve));
    this.publishing = Promise.resolve();
    const finish = () => {
      go();
      return run;
    };
    return { finish };
  }

  /** A run that claims the incident and is never heard of again. */
  async claimAndDie(told: Incident, owner: string): Promise<void> {
    await this.claimAndWait(told, owner);
  }
}
