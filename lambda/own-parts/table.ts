import {
  DescribeTableCommand,
  type DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb';
import type { TablePart } from '../../lib/contract/own-parts';
import { compareTable, type TableState } from './compare/table';
import { type Part, unlessGone } from './part';

/** The table, which the guard cannot make again, and who may write to it. */
export function tablePart(table: TablePart, dynamoDb: DynamoDBClient): Part<TableState | undefined> {
  const { arn: ResourceArn } = table;
  return {
    kind: 'table',
    name: table.name,
    async read() {
      const described = await unlessGone(['ResourceNotFoundException'], () =>
        dynamoDb.send(new DescribeTableCommand({ TableName: table.name })),
      );
      if (described === undefined || described.Table?.TableStatus === 'DELETING') {
        return undefined;
      }
      const found = await unlessGone(['PolicyNotFoundException'], () =>
        dynamoDb.send(new GetResourcePolicyCommand({ ResourceArn })),
      );
      return { policy: found?.Policy };
    },
    compare: (state) => compareTable(table, state),
    mend: (state) =>
      state === undefined
        ? []
        : [() => dynamoDb.send(new PutResourcePolicyCommand({ ResourceArn, Policy: JSON.stringify(table.policy) }))],
  };
}
