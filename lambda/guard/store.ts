import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../lib/contract/table';
import {
  type Campaign,
  campaignItem,
  type IncidentItem,
  incidentItem,
  parseCampaign,
  parseIncidentItem,
  parseTrailItem,
  type TrailItem,
  trailItem,
  type Unreadable,
} from './items';

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
  /** Marks a sweep as completed. The only UpdateItem: the alarm on missing sweeps counts it. */
  sweepCompleted(at: Date): Promise<void>;
}

type Item = Record<string, AttributeValue>;

export function createStore(client: DynamoDBClient, tableName: () => string): Store {
  const queryAll = async (input: QueryCommandInput): Promise<Item[]> => {
    const items: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await client.send(new QueryCommand({ ...input, ExclusiveStartKey }));
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  };
  const key = (kind: string, id: string): Item => ({ [TABLE.PARTITION_KEY]: { S: kind }, [TABLE.SORT_KEY]: { S: id } });

  return {
    async trails() {
      const items = await queryAll({
        TableName: tableName(),
        ConsistentRead: true,
        KeyConditionExpression: '#kind = :kind',
        ExpressionAttributeNames: { '#kind': TABLE.PARTITION_KEY },
        ExpressionAttributeValues: { ':kind': { S: 'trail' } },
      });
      return new Map(items.map((item) => parseTrailItem(item)).map((item) => [item.arn, item]));
    },

    async saveTrail(item) {
      await client.send(
        new PutItemCommand({ TableName: tableName(), Item: { ...key('trail', item.arn), ...trailItem(item) } }),
      );
    },

    async incident(id) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName(), ConsistentRead: true, Key: key('incident', id) }),
      );
      return Item === undefined ? undefined : parseIncidentItem(Item);
    },

    async saveIncident(item, previous) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName(),
            Item: { ...key('incident', item.incident.id), ...incidentItem(item) },
            ...unchangedSince(previous),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
          return false;
        }
        throw error;
      }
    },

    async campaign(id) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName(), ConsistentRead: true, Key: key('campaign', id) }),
      );
      return Item === undefined ? undefined : parseCampaign(Item);
    },

    async saveCampaign(campaign) {
      const Item = { ...key('campaign', campaign.id), ...campaignItem(campaign) };
      await client.send(new PutItemCommand({ TableName: tableName(), Item }));
    },

    async openIncidents() {
      const items = await queryAll({
        TableName: tableName(),
        IndexName: TABLE.OPEN_INDEX,
        KeyConditionExpression: '#open = :open',
        ExpressionAttributeNames: { '#open': TABLE.OPEN_KEY },
        ExpressionAttributeValues: { ':open': { S: 'open' } },
      });
      return items.map((item) => parseIncidentItem(item));
    },

    async sweepCompleted(at) {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName(),
          Key: key('sweep', 'last'),
          UpdateExpression: 'SET completedAt = :at',
          ExpressionAttributeValues: { ':at': { S: at.toISOString() } },
        }),
      );
    },
  };
}

function unchangedSince(previous: IncidentItem | Unreadable | undefined): Partial<PutItemCommandInput> {
  if (previous === 'unreadable') {
    return {};
  }
  return previous === undefined
    ? { ConditionExpression: 'attribute_not_exists(#id)', ExpressionAttributeNames: { '#id': TABLE.SORT_KEY } }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': { N: String(previous.version) } },
      };
}
