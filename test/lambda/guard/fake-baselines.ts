import {
  type Baseline,
  baselineItem,
  eventDataStoreItem,
  parseBaseline,
  parseEventDataStore,
} from '../../../lambda/guard/baseline-items';
import type { Baselines } from '../../../lambda/guard/baselines';
import type { EventDataStoreState } from '../../../lambda/guard/delivery/repairs';

type Item = ReturnType<typeof baselineItem>;

/** The table's baselines: items go through their real shape, writes are conditional. */
export class FakeBaselines implements Baselines {
  readonly items = new Map<string, Item>();
  readonly eventDataStores = new Map<string, Item>();
  gaps: readonly string[] | undefined;
  private readonly versions: Item[] = [];

  constructor(private readonly call: (name: string) => Promise<void>) {}

  get = async (arn: string) => {
    await this.call('baselines.get');
    return this.peek(arn);
  };
  all = async () => {
    await this.call('baselines.all');
    const found = [...this.items.values()].flatMap((item) => parseBaseline(item) ?? []);
    return new Map(found.map((baseline) => [baseline.arn, baseline]));
  };
  history = async (arn: string) => {
    await this.call('baselines.history');
    const versions = this.versions.flatMap((item) => parseBaseline(item) ?? []);
    return versions.filter((baseline) => baseline.arn === arn).reverse();
  };
  save = async (next: Baseline, previous: Baseline | undefined) => {
    await this.call('baselines.save');
    if (!this.put(next, previous)) {
      return false;
    }
    this.versions.push(baselineItem(next));
    return true;
  };
  restored = async (baseline: Baseline, at: Date) => {
    await this.call('baselines.restored');
    this.put({ ...baseline, restoredAt: at.toISOString() }, baseline);
  };
  eventDataStore = async (arn: string) => {
    await this.call('baselines.eventDataStore');
    const item = this.eventDataStores.get(arn);
    return item && parseEventDataStore(item);
  };
  saveEventDataStore = async (state: EventDataStoreState) => {
    await this.call('baselines.saveEventDataStore');
    this.eventDataStores.set(state.arn, eventDataStoreItem(state));
  };
  coverage = async () => {
    await this.call('baselines.coverage');
    return this.gaps && [...this.gaps];
  };
  saveCoverage = async (gaps: readonly string[]) => {
    await this.call('baselines.saveCoverage');
    this.gaps = gaps;
  };

  peek(arn: string): Baseline | undefined {
    const item = this.items.get(arn);
    return item && parseBaseline(item);
  }

  private put(next: Baseline, previous: Baseline | undefined): boolean {
    const isOnTop = previous === undefined || this.items.get(next.arn)?.version?.N === String(previous.version);
    if (isOnTop) {
      this.items.set(next.arn, baselineItem(next));
    }
    return isOnTop;
  }
}
