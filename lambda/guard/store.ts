import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Campaign, campaignItem, parseCampaign } from './campaign-items';
import { type IncidentItem, incidentItem, parseIncidentItem, type Unreadable } from './incident-items';
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
  /** Marks a sweep as completed. The only UpdateItem: the alarm on missing sweeps counts it. */
  sweepCompleted(at: Date): Promise<void>;
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

    sweepCompleted: (at) =>
      table.update('sweep', 'last', {
        UpdateExpression: 'SET completedAt = :at',
        ExpressionAttributeValues: { ':at': { S: at.toISOString() } },
      }),
  };
}

function unchanged(previous: IncidentItem | Unreadable | undefined) {
  if (previous === 'unreadable') {
    return {};
  }
  return previous === undefined ? NOT_THERE : ofVersion(previous.version);
}
