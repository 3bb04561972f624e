import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Incident } from '../../lib/contract/incident';
import { TABLE } from '../../lib/contract/table';

const RequestedSchema = v.looseObject({
  schemaVersion: v.pipe(v.string(), v.regex(/^1\./)),
  outcome: v.string(),
  account: v.string(),
  containment: v.object({
    status: v.literal('requested'),
    at: v.pipe(v.string(), v.isoTimestamp()),
    action: v.object({ kind: v.string(), principalArn: v.string(), accessKeyId: v.optional(v.string()) }),
  }),
});

const ItemSchema = v.object({ incident: v.object({ S: v.pipe(v.string(), v.parseJson(), RequestedSchema) }) });

/** An incident, what is to be done about it, and since when. */
export interface Requested {
  readonly incident: Incident;
  readonly action: { readonly kind: string; readonly principalArn: string; readonly accessKeyId?: string | undefined };
  readonly at: Date;
}

/**
 * Reads what was requested for an incident in the guard's table, which nobody but the guard can write: so whoever invokes
 * the function can make it do only what the guard decided. Undefined: nothing is requested (any more).
 */
export function createRequested(client: DynamoDBClient, tableName: string) {
  return async (incidentId: string): Promise<Requested | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        ConsistentRead: true,
        Key: { [TABLE.PARTITION_KEY]: { S: 'incident' }, [TABLE.SORT_KEY]: { S: incidentId } },
      }),
    );
    const parsed = v.safeParse(ItemSchema, Item);
    if (!parsed.success) {
      return undefined;
    }
    const incident = parsed.output.incident.S;
    const { action, at } = incident.containment;
    return { incident: incident as unknown as Incident, action, at: new Date(at) };
  };
}
