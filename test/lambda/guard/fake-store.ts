import { type Campaign, campaignItem, parseCampaign } from '../../../lambda/guard/campaign-items';
import {
  type IncidentItem,
  incidentItem,
  parseIncidentItem,
  type Unreadable,
} from '../../../lambda/guard/incident-items';
import {
  type ExpectedChange,
  expectedChangeItem,
  OWN_ITEM,
  type OwnItem,
  ownItem,
  parseOwnMemory,
} from '../../../lambda/guard/own-parts/own-items';
import {
  type Limited,
  parseRecentRequests,
  type RecentRequests,
  recentRequestsItem,
} from '../../../lambda/guard/recent-requests';
import type { Store } from '../../../lambda/guard/store';
import type { Item } from '../../../lambda/guard/table';
import { parseTrailItem, type TrailItem, trailItem } from '../../../lambda/guard/trail-items';
import { awsError } from './fake-trails';

type Stored = ReturnType<typeof incidentItem>;

/** The table: items go through their real shape, writes are conditional. */
export class FakeStore implements Store {
  broken = false;
  completed: Date | undefined;
  heartbeatAt: Date | undefined;
  /** Of kind `guard`, by id. */
  readonly ownItems = new Map<string, Item>();
  readonly requests = new Map<Limited, ReturnType<typeof recentRequestsItem>>();
  readonly trailItems = new Map<string, ReturnType<typeof trailItem>>();
  readonly incidents = new Map<string, Stored>();
  readonly campaigns = new Map<string, ReturnType<typeof campaignItem>>();

  constructor(private readonly call: (name: string) => Promise<void>) {}

  trails = () =>
    this.answer('store.trails', () => {
      const items = [...this.trailItems].map(([arn, item]) => parseTrailItem({ id: { S: arn }, ...item }));
      return new Map(items.map((item) => [item.arn, item]));
    });
  saveTrail = (item: TrailItem) =>
    this.answer('store.saveTrail', () => {
      this.trailItems.set(item.arn, trailItem(item));
    });
  incident = (id: string) => this.answer('store.incident', () => this.peek(id));
  saveIncident = (item: IncidentItem, previous: IncidentItem | Unreadable | undefined) =>
    this.answer('store.saveIncident', () => {
      const current = this.peek(item.incident.id);
      const versionOf = (read: IncidentItem | Unreadable | undefined) => (read === 'unreadable' ? read : read?.version);
      if (previous !== 'unreadable' && versionOf(current) !== versionOf(previous)) {
        return false;
      }
      this.incidents.set(item.incident.id, incidentItem(item));
      return true;
    });
  campaign = (id: string) =>
    this.answer('store.campaign', () => {
      const item = this.campaigns.get(id);
      return item && parseCampaign({ id: { S: id }, ...item });
    });
  saveCampaign = (campaign: Campaign) =>
    this.answer('store.saveCampaign', () => {
      this.campaigns.set(campaign.id, campaignItem(campaign));
    });
  openIncidents = () =>
    this.answer('store.openIncidents', () =>
      [...this.incidents.values()].filter((item) => 'open' in item).map((item) => parseIncidentItem(item)),
    );
  recentRequests = (of: Limited) =>
    this.answer(`store.recentRequests ${of}`, () => parseRecentRequests(this.requests.get(of)));
  saveRecentRequests = (of: Limited, recent: RecentRequests, previous: RecentRequests) =>
    this.answer(`store.saveRecentRequests ${of}`, () => {
      if (previous.version !== parseRecentRequests(this.requests.get(of)).version) {
        return false;
      }
      this.requests.set(of, recentRequestsItem(recent));
      return true;
    });
  own = () =>
    this.answer('store.own', () =>
      parseOwnMemory([...this.ownItems].map(([id, item]) => ({ ...item, id: { S: id } }))),
    );
  saveOwn = (item: OwnItem) =>
    this.answer('store.saveOwn', () => {
      this.ownItems.set(OWN_ITEM, ownItem(item));
    });
  saveExpectedChange = (expected: ExpectedChange) =>
    this.answer('store.saveExpectedChange', () => {
      this.ownItems.set(expected.part, expectedChangeItem(expected));
    });
  sweepCompleted = (at: Date) =>
    this.answer('store.sweepCompleted', () => {
      this.completed = at;
      return this.heartbeatAt ? { heartbeatAt: this.heartbeatAt } : {};
    });
  heartbeatSent = (at: Date) =>
    this.answer('store.heartbeatSent', () => {
      this.heartbeatAt = at;
    });

  peek(id: string): IncidentItem | Unreadable | undefined {
    const stored = this.incidents.get(id);
    return stored && parseIncidentItem(stored);
  }

  private async answer<T>(name: string, give: () => T): Promise<T> {
    await this.call(name);
    if (this.broken) {
      throw awsError('InternalServerError', 'the table is broken');
    }
    return give();
  }
}
