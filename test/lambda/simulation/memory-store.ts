import type { Campaign } from '../../../lambda/guard/campaign-items';
import {
  type IncidentItem,
  incidentItem,
  parseIncidentItem,
  type Unreadable,
} from '../../../lambda/guard/incident-items';
import {
  type ExpectedChange,
  NOTHING_KNOWN,
  type OwnItem,
  type OwnMemory,
} from '../../../lambda/guard/own-parts/own-items';
import type { Limited, RecentRequests } from '../../../lambda/guard/recent-requests';
import type { Store, SweepMark } from '../../../lambda/guard/store';
import type { TrailItem } from '../../../lambda/guard/trail-items';

/** The table in memory. Each method yields once, so that concurrent runs really interleave. */
export class MemoryStore implements Store {
  readonly trailItems = new Map<string, TrailItem>();
  readonly incidents = new Map<string, IncidentItem>();
  readonly campaigns = new Map<string, Campaign>();
  readonly requests = new Map<Limited, RecentRequests>();
  sweeps = 0;
  private ownMemory: OwnMemory = { item: NOTHING_KNOWN, expected: [] };

  constructor(private readonly call: (name: string) => void) {}

  async trails(): Promise<Map<string, TrailItem>> {
    await this.step('trails');
    return new Map(this.trailItems);
  }

  async saveTrail(item: TrailItem): Promise<void> {
    await this.step('saveTrail');
    this.trailItems.set(item.arn, item);
  }

  async incident(id: string): Promise<IncidentItem | Unreadable | undefined> {
    await this.step('incident');
    const item = this.incidents.get(id);
    // Through the table's own format, so that what is read is what was written.
    return item && parseIncidentItem({ ...incidentItem(item), id: { S: id } });
  }

  async saveIncident(item: IncidentItem, previous: IncidentItem | Unreadable | undefined): Promise<boolean> {
    await this.step('saveIncident');
    const version = this.incidents.get(item.incident.id)?.version;
    const expected = previous === 'unreadable' ? version : previous?.version;
    if (version !== expected) {
      return false;
    }
    this.incidents.set(item.incident.id, item);
    return true;
  }

  async campaign(id: string): Promise<Campaign | undefined> {
    await this.step('campaign');
    return this.campaigns.get(id);
  }

  async saveCampaign(campaign: Campaign): Promise<void> {
    await this.step('saveCampaign');
    this.campaigns.set(campaign.id, campaign);
  }

  async recentRequests(of: Limited): Promise<RecentRequests> {
    await this.step('recentRequests');
    return this.requests.get(of) ?? { at: [], version: 0 };
  }

  async saveRecentRequests(of: Limited, recent: RecentRequests, previous: RecentRequests): Promise<boolean> {
    await this.step('saveRecentRequests');
    const isUnchanged = previous.version === (this.requests.get(of)?.version ?? 0);
    if (isUnchanged) {
      this.requests.set(of, recent);
    }
    return isUnchanged;
  }

  async openIncidents(): Promise<IncidentItem[]> {
    await this.step('openIncidents');
    return [...this.incidents.values()].filter((item) => 'open' in incidentItem(item));
  }

  async own(): Promise<OwnMemory> {
    await this.step('own');
    return this.ownMemory;
  }

  async saveOwn(item: OwnItem): Promise<void> {
    await this.step('saveOwn');
    this.ownMemory = { ...this.ownMemory, item };
  }

  async saveExpectedChange(expected: ExpectedChange): Promise<void> {
    await this.step('saveExpectedChange');
    this.ownMemory = { ...this.ownMemory, expected: [...this.ownMemory.expected, expected] };
  }

  async sweepCompleted(): Promise<SweepMark> {
    await this.step('sweepCompleted');
    this.sweeps++;
    return {};
  }

  async heartbeatSent(): Promise<void> {
    await this.step('heartbeatSent');
  }

  private async step(name: string): Promise<void> {
    await Promise.resolve();
    this.call(name);
  }
}
