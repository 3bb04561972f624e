import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../lib/contract/table';

export type Item = Record<string, AttributeValue>;

/** What has to hold for a write. */
export type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** The guard's table, by kinds of items. Reads are consistent, but those of the index, which cannot be. */
export interface Table {
  get(kind: string, id: string): Promise<Item | undefined>;
  /** False: the condition did not hold. */
  put(kind: string, id: string, item: Item, condition?: Condition): Promise<boolean>;
  /** All of a kind; those whose id begins with a prefix, last ids first. */
  ofKind(kind: string, idPrefix?: string): Promise<Item[]>;
  open(): Promise<Item[]>;
  /** What `ReturnValues` asks for. */
  update(kind: string, id: string, change: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>): Promise<Item>;
}

export function createTable(client: DynamoDBClient, tableName: () => string): Table {
  const queryAll = async (input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> => {
    const items: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await client.send(new QueryCommand({ TableName: tableName(), ...input, ExclusiveStartKey }));
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  };
  const keyOf = (kind: string, id: string): Item => ({
    [TABLE.PARTITION_KEY]: { S: kind },
    [TABLE.SORT_KEY]: { S: id },
  });

  return {
    async get(kind, id) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName(), ConsistentRead: true, Key: keyOf(kind, id) }),
      );
      return Item;
    },

    async put(kind, id, item, condition = {}) {
      const Item = { ...keyOf(kind, id), ...item };
      return unlessConditionFailed(client.send(new PutItemCommand({ TableName: tableName(), Item, ...condition })));
    },

    ofKind: (kind, idPrefix) =>
      queryAll({
        ConsistentRead: true,
        ...(idPrefix === undefined
          ? {
              KeyConditionExpression: '#kind = :kind',
              ExpressionAttributeNames: { '#kind': TABLE.PARTITION_KEY },
              ExpressionAttributeValues: { ':kind': { S: kind } },
            }
          : {
              ScanIndexForward: false,
              KeyConditionExpression: '#kind = :kind AND begins_with(#id, :id)',
              ExpressionAttributeNames: { '#kind': TABLE.PARTITION_KEY, '#id': TABLE.SORT_KEY },
              ExpressionAttributeValues: { ':kind': { S: kind }, ':id': { S: idPrefix } },
            }),
      }),

    open: () =>
      queryAll({
        IndexName: TABLE.OPEN_INDEX,
        KeyConditionExpression: '#open = :open',
        ExpressionAttributeNames: { '#open': TABLE.OPEN_KEY },
        ExpressionAttributeValues: { ':open': { S: 'open' } },
      }),

    async update(kind, id, change) {
      const input = { TableName: tableName(), Key: keyOf(kind, id), ...change };
      const { Attributes = {} } = await client.send(new UpdateItemCommand(input));
      return Attributes;
    },
  };
}

/** False: the condition of a write did not hold. */
export async function unlessConditionFailed(written: Promise<unknown>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
      return false;
    }
    throw error;
  }
}

/** For writes on top of the version that they were made from. */
export function ofVersion(version: number): Condition {
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  };
}

/** For writes that must be the first. */
export const NOT_THERE: Condition = {
  ConditionExpression: 'attribute_not_exists(#id)',
  ExpressionAttributeNames: { '#id': TABLE.SORT_KEY },
};
