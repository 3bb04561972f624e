import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Campaign, campaignItem, parseCampaign } from './campaign-items';
import { type IncidentItem, incidentItem, parseIncidentItem, type Unreadable } from './incident-items';
import {
  type ExpectedChange,
  expectedChangeItem,
  OWN_ITEM,
  type OwnItem,
  type OwnMemory,
  ownItem,
  parseOwnMemory,
} from './own-parts/own-items';
import { type Limited, parseRecentRequests, type RecentRequests, recentRequestsItem } from './recent-requests';
import { createTable, NOT_THERE, ofVersion } from './table';
import { parseTrailItem, type TrailItem, trailItem } from './trail-items';

/** What the guard remembers. */
export interface Store {
  /** What is known of each trail, by ARN. */
  trails(): Promise<Map<string, TrailItem>>;
  saveTrail(item: TrailItem): Promise<void>;
  incident(id: string): Promise<IncidentItem | Unreadable | undefined>;
  /**
   * Writes an incident if nobody else wrote it since `previous` was read. False: somebody did. What could not be read is
   * overwritten.
   */
  saveIncident(item: IncidentItem, previous: IncidentItem | Unreadable | undefined): Promise<boolean>;
  campaign(id: string): Promise<Campaign | undefined>;
  saveCampaign(campaign: Campaign): Promise<void>;
  /** Incidents whose message was not sent or whose actor is not known yet. */
  openIncidents(): Promise<(IncidentItem | Unreadable)[]>;
  /** When it was requested of other functions, as far as it counts. */
  recentRequests(of: Limited): Promise<RecentRequests>;
  /** Writes them if nobody else did since `previous` was read. */
  saveRecentRequests(of: Limited, recent: RecentRequests, previous: RecentRequests): Promise<boolean>;
  /** What the guard remembers of itself. */
  own(): Promise<OwnMemory>;
  saveOwn(item: OwnItem): Promise<void>;
  /** Until when somebody is expected to change a part of the guard. */
  saveExpectedChange(expected: ExpectedChange): Promise<void>;
  /** Marks a sweep as completed. UpdateItem is for this mark alone: the alarm on missing sweeps counts it. */
  sweepCompleted(at: Date): Promise<SweepMark>;
  /** Notes on the mark of a sweep that the hub was told of it. */
  heartbeatSent(at: Date): Promise<void>;
}

export interface SweepMark {
  /** When the last heartbeat was sent. Absent before the first. */
  readonly heartbeatAt?: Date;
}

export function createStore(client: DynamoDBClient, tableName: () => string): Store {
  const table = createTable(client, tableName);
  return {
    async trails() {
      const items = await table.ofKind('trail');
      return new Map(items.map((item) => parseTrailItem(item)).map((item) => [item.arn, item]));
    },

    async saveTrail(item) {
      await table.put('trail', item.arn, trailItem(item));
    },

    async incident(id) {
      const item = await table.get('incident', id);
      return item && parseIncidentItem(item);
    },

    saveIncident: (item, previous) => table.put('incident', item.incident.id, incidentItem(item), unchanged(previous)),

    async campaign(id) {
      const item = await table.get('campaign', id);
      return item && parseCampaign(item);
    },

    async saveCampaign(campaign) {
      await table.put('campaign', campaign.id, campaignItem(campaign));
    },

    async openIncidents() {
      return (await table.open()).map((item) => parseIncidentItem(item));
    },

    async recentRequests(of) {
      const item = await table.get(of, 'recent');
      return parseRecentRequests(item);
    },

    saveRecentRequests: (of, recent, previous) =>
      table.put(
        of,
        'recent',
        recentRequestsItem(recent),
        previous.version === 0 ? NOT_THERE : ofVersion(previous.version),
      ),

    async own() {
      return parseOwnMemory(await table.ofKind('guard'));
    },

    async saveOwn(item) {
      await table.put('guard', OWN_ITEM, ownItem(item));
    },

    async saveExpectedChange(expected) {
      await table.put('guard', expected.part, expectedChangeItem(expected));
    },

    async sweepCompleted(at) {
      const { heartbeatAt } = await table.update('sweep', 'last', {
        UpdateExpression: 'SET completedAt = :at',
        ExpressionAttributeValues: { ':at': { S: at.toISOString() } },
        ReturnValues: 'ALL_NEW',
      });
      return heartbeatAt?.S === undefined ? {} : { heartbeatAt: new Date(heartbeatAt.S) };
    },

    async heartbeatSent(at) {
      await table.update('sweep', 'last', {
        UpdateExpression: 'SET heartbeatAt = :at',
        ExpressionAttributeValues: { ':at': { S: at.toISOString() } },
      });
    },
  };
}

function unchanged(previous: IncidentItem | Unreadable | undefined) {
  if (previous === 'unreadable') {
    return {};
  }
  return previous === undefined ? NOT_THERE : ofVersion(previous.version);
}
