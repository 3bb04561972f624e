import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { HUB_TABLE } from '../../lib/contract/hub';
import { chunksOf, inParallel } from '../common/in-parallel';
import { type Condition, type Item, unlessConditionFailed } from '../guard/table';

export interface Key {
  readonly kind: string;
  readonly id: string;
}

/** An item to write, or to delete where there is none. */
export interface Write extends Key {
  readonly item?: Item;
}

/** The hub's table, by kinds of items. */
export interface HubTable {
  /** Consistent; what is not there is missing in the answer. Keys must differ. By `keyText`. */
  getAll(keys: readonly Key[]): Promise<Map<string, Item>>;
  /** False: the condition did not hold. */
  put(key: Key, item: Item, condition: Condition): Promise<boolean>;
  /** False: the condition did not hold. */
  update(key: Key, change: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>): Promise<boolean>;
  /** @returns those that could not be written. Keys must differ. */
  writeAll(writes: readonly Write[]): Promise<Write[]>;
  /** All of a kind, by id, page by page: no more than a page is in memory. */
  ofKind(kind: string): AsyncIterable<Item>;
}

export const keyText = ({ kind, id }: Key): string => `${kind}|${id}`;

/** What DynamoDB takes at once. */
const WRITES = 25;
const READS = 100;
/** Calls at once. */
const PARALLEL = 8;
/** How often what was left unprocessed is tried again, with growing pauses from 50 milliseconds to 3 seconds. */
const TRIES = 8;

export function createHubTable(
  client: DynamoDBClient,
  TableName: string,
  sleep: (milliseconds: number) => Promise<void>,
): HubTable {
  const pause = (attempt: number) => sleep(Math.min(3_000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2));

  const getChunk = async (keys: readonly Key[]): Promise<Item[]> => {
    const found: Item[] = [];
    let wanted: BatchGetItemCommandOutput['UnprocessedKeys'] = {
      [TableName]: { ConsistentRead: true, Keys: keys.map(itemKey) },
    };
    for (let attempt = 0; wanted?.[TableName] !== undefined; attempt++) {
      if (attempt > 0) await pause(attempt);
      if (attempt === TRIES) throw new Error('The table did not answer for all incidents: it is throttled.');
      const answer: BatchGetItemCommandOutput = await client.send(new BatchGetItemCommand({ RequestItems: wanted }));
      found.push(...(answer.Responses?.[TableName] ?? []));
      wanted = answer.UnprocessedKeys;
    }
    return found;
  };

  const writeChunk = async (writes: readonly Write[]): Promise<Write[]> => {
    let requests: WriteRequest[] | undefined = writes.map(writeRequest);
    for (let attempt = 0; requests !== undefined && requests.length > 0 && attempt < TRIES; attempt++) {
      if (attempt > 0) await pause(attempt);
      try {
        const { UnprocessedItems }: { UnprocessedItems?: Record<string, WriteRequest[]> } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }),
        );
        requests = UnprocessedItems?.[TableName];
      } catch (error) {
        // Where not one of them was taken DynamoDB says so, and the SDK has tried again. Whoever asked tells of it.
        if (!(error instanceof Error) || !THROTTLED.includes(error.name)) throw error;
      }
    }
    const left = new Set((requests ?? []).map(keyOfRequest));
    return writes.filter((write) => left.has(keyText(write)));
  };

  return {
    async getAll(keys) {
      const chunks = await inParallel(chunksOf(keys, READS), PARALLEL, getChunk);
      return new Map(chunks.flat().map((item) => [keyText(keyOf(item)), item]));
    },

    put: (key, item, condition) =>
      unlessConditionFailed(
        client.send(new PutItemCommand({ TableName, Item: { ...itemKey(key), ...item }, ...condition })),
      ),

    update: (key, change) =>
      unlessConditionFailed(client.send(new UpdateItemCommand({ TableName, Key: itemKey(key), ...change }))),

    async writeAll(writes) {
      return (await inParallel(chunksOf(writes, WRITES), PARALLEL, writeChunk)).flat();
    },

    async *ofKind(kind) {
      let ExclusiveStartKey: Item | undefined;
      do {
        const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await client.send(
          new QueryCommand({
            TableName,
            ExclusiveStartKey,
            KeyConditionExpression: '#kind = :kind',
            ExpressionAttributeNames: { '#kind': HUB_TABLE.PARTITION_KEY },
            ExpressionAttributeValues: { ':kind': { S: kind } },
          }),
        );
        yield* page.Items ?? [];
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
    },
  };
}

const THROTTLED: readonly string[] = ['ProvisionedThroughputExceededException', 'ThrottlingException'];

function itemKey({ kind, id }: Key): Item {
  return { [HUB_TABLE.PARTITION_KEY]: { S: kind }, [HUB_TABLE.SORT_KEY]: { S: id } };
}

export function keyOf(item: Item): Key {
  return { kind: item[HUB_TABLE.PARTITION_KEY]?.S ?? '', id: item[HUB_TABLE.SORT_KEY]?.S ?? '' };
}

function writeRequest(write: Write): WriteRequest {
  return write.item === undefined
    ? { DeleteRequest: { Key: itemKey(write) } }
    : { PutRequest: { Item: { ...itemKey(write), ...write.item } } };
}

function keyOfRequest({ PutRequest, DeleteRequest }: WriteRequest): string {
  return keyText(keyOf(PutRequest?.Item ?? DeleteRequest?.Key ?? {}));
}
