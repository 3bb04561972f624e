import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../lib/contract/table';
import { type Baseline, baselineItem, eventDataStoreItem, parseBaseline, parseEventDataStore } from './baseline-items';
import type { EventDataStoreState } from './delivery/repairs';

/** The known good configurations. Only the guard's role may write them: the table's resource policy denies the rest. */
export interface Baselines {
  get(arn: string): Promise<Baseline | undefined>;
  all(): Promise<Map<string, Baseline>>;
  /** Every version of one trail, newest first. */
  history(arn: string): Promise<Baseline[]>;
  /** Writes the next version if nobody else did since `previous`. False: somebody did. */
  save(next: Baseline, previous: Baseline | undefined): Promise<boolean>;
  /** Notes that it was put back, unless there is a newer version already. */
  restored(baseline: Baseline, at: Date): Promise<void>;
  /** What an event data store of CloudTrail Lake should be. */
  eventDataStore(arn: string): Promise<EventDataStoreState | undefined>;
  saveEventDataStore(state: EventDataStoreState): Promise<void>;
  /** What of the account no healthy trail records, as last found out; undefined before that. */
  coverage(): Promise<string[] | undefined>;
  saveCoverage(gaps: readonly string[]): Promise<void>;
}

type Item = Record<string, AttributeValue>;

export function createBaselines(client: DynamoDBClient, tableName: () => string): Baselines {
  const query = async (condition: string, names: Record<string, string>, values: Item): Promise<Baseline[]> => {
    const found: Baseline[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: tableName(),
          ConsistentRead: true,
          ScanIndexForward: false,
          KeyConditionExpression: condition,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          ExclusiveStartKey,
        }),
      );
      found.push(...(page.Items ?? []).flatMap((item) => parseBaseline(item) ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return found;
  };

  const key = (kind: string, id: string): Item => ({ [TABLE.PARTITION_KEY]: { S: kind }, [TABLE.SORT_KEY]: { S: id } });

  const put = (kind: string, id: string, baseline: Baseline, condition: object) =>
    client.send(
      new PutItemCommand({
        TableName: tableName(),
        Item: { ...key(kind, id), ...baselineItem(baseline) },
        ...condition,
      }),
    );

  const putCurrent = async (next: Baseline, previous: Baseline | undefined): Promise<boolean> => {
    try {
      await put('baseline', next.arn, next, unchangedSince(previous));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
        return false;
      }
      throw error;
    }
  };

  return {
    async get(arn) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tableName(),
          ConsistentRead: true,
          Key: key('baseline', arn),
        }),
      );
      return Item === undefined ? undefined : parseBaseline(Item);
    },

    async all() {
      const found = await query('#kind = :kind', { '#kind': TABLE.PARTITION_KEY }, { ':kind': { S: 'baseline' } });
      return new Map(found.map((baseline) => [baseline.arn, baseline]));
    },

    history: (arn) =>
      query(
        '#kind = :kind AND begins_with(#id, :id)',
        { '#kind': TABLE.PARTITION_KEY, '#id': TABLE.SORT_KEY },
        { ':kind': { S: 'baseline-version' }, ':id': { S: `${arn}#` } },
      ),

    async save(next, previous) {
      if (!(await putCurrent(next, previous))) {
        return false;
      }
      // After the one that counts: a history with a hole does no harm, a history of what was never adopted would lie.
      await put('baseline-version', `${next.arn}#${String(next.version).padStart(9, '0')}`, next, {});
      return true;
    },

    async eventDataStore(arn) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName(), ConsistentRead: true, Key: key('event-data-store', arn) }),
      );
      return Item === undefined ? undefined : parseEventDataStore(Item);
    },

    async saveEventDataStore(state) {
      const Item = { ...key('event-data-store', state.arn), ...eventDataStoreItem(state) };
      await client.send(new PutItemCommand({ TableName: tableName(), Item }));
    },

    async coverage() {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName(), Key: key('coverage', 'account') }),
      );
      return Item?.gaps?.L?.flatMap(({ S }) => S ?? []);
    },

    async saveCoverage(gaps) {
      const Item = { ...key('coverage', 'account'), gaps: { L: gaps.map((gap) => ({ S: gap })) } };
      await client.send(new PutItemCommand({ TableName: tableName(), Item }));
    },

    async restored(baseline, at) {
      await putCurrent({ ...baseline, restoredAt: at.toISOString() }, baseline);
    },
  };
}

function unchangedSince(previous: Baseline | undefined): object {
  return previous === undefined
    ? // What cannot be read is overwritten.
      {}
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': { N: String(previous.version) } },
      };
}
