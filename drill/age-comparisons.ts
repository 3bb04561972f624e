import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Target } from './attacks/target';

/** Changes when the guard thinks that it last compared everything: a trail with its baseline, itself with its template. */
export async function ageComparisons(
  client: DynamoDBClient,
  { trailArn, guard: { tableName: TableName } }: Target,
  comparedAt: string,
): Promise<void> {
  const set = (kind: string, id: string, attribute: string, value: string) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: { kind: { S: kind }, id: { S: id } },
        UpdateExpression: 'SET #attribute = :value',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':value': { S: value } },
      }),
    );
  await set('trail', trailArn, 'comparedAt', comparedAt);
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: { kind: { S: 'guard' }, id: { S: 'own' } } }),
  );
  // A guard that never looked at itself does so in its next sweep anyway.
  if (Item?.own?.S !== undefined) {
    await set('guard', 'own', 'own', JSON.stringify({ ...JSON.parse(Item.own.S), comparedAt }));
  }
}
