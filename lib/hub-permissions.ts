import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

export interface HubParts {
  readonly table: ITable;
  readonly topic: ITopic;
  readonly logGroup: ILogGroup;
}

/** What the function needs that takes in what guards report. */
export function ingestStatements({ queues, ...parts }: HubParts & { readonly queues: IQueue[] }): PolicyStatement[] {
  return [
    // Incidents, what of them was told, and when each guard was heard of.
    allow('KeepRecords', ITEMS, [parts.table.tableArn]),
    // Lambda reads queues with the function's role.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    allow(
      'TakeFromQueues',
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      queues.map(({ queueArn }) => queueArn),
    ),
    ...common(parts),
  ];
}

/** What the census needs, besides what it needs to know the guards of each stack set. */
export function censusStatements(parts: HubParts): PolicyStatement[] {
  return [
    // Guards that must exist, and those that were heard of: all of them, each time.
    allow('CompareGuards', [...ITEMS, 'dynamodb:Query'], [parts.table.tableArn]),
    ...common(parts),
  ];
}

/** Items one by one, and in batches, which put and delete. */
const ITEMS = ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

function common({ topic, logGroup }: HubParts): PolicyStatement[] {
  return [
    allow('TellPeople', ['sns:Publish'], [topic.topicArn]),
    allow('WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
  ];
}

function allow(sid: string, actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources });
}
