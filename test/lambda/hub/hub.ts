import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import dynalite from 'dynalite';
import { createHandler } from '../../../lambda/hub/handler';
import { createStackSets } from '../../../lambda/hub/stack-sets';
import { createHubTable } from '../../../lambda/hub/table';
import { createPublish } from '../../../lambda/hub/topic';
import type { HubFunctionPolicy } from '../../../lib/contract/hub';
import type { QueueRecord } from './messages';
import { Services } from './services';

export const HUB_ACCOUNT = '999988887777';
const REGION = 'eu-central-1';
const TABLE = 'hub';

export function hubPolicy(changes: Partial<HubFunctionPolicy> = {}): HubFunctionPolicy {
  return {
    version: 1,
    account: HUB_ACCOUNT,
    region: REGION,
    stackSets: [{ name: 'TrailGuard', region: REGION, callAs: 'SELF' }],
    guards: [],
    heartbeatSeconds: 3_600,
    deployedBy: [],
    ...changes,
  };
}

/** The hub's function with real clients, DynamoDB being dynalite. */
export class Hub {
  readonly services = new Services();
  policy = hubPolicy();
  now = new Date('2026-03-02T10:00:00.000Z');
  readonly logged: Record<string, unknown>[] = [];
  readonly counted: Record<string, number>[] = [];
  private readonly server: Server = dynalite({ createTableMs: 0 });
  private client: DynamoDBClient | undefined;
  private requests = 0;

  async start(): Promise<this> {
    await this.services.start();
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.client = new DynamoDBClient(this.options(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`));
    await this.createTable();
    return this;
  }

  async stop(): Promise<void> {
    this.services.stop();
    this.dynamoDb.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  get dynamoDb(): DynamoDBClient {
    if (this.client === undefined) throw new Error('not started');
    return this.client;
  }

  /** An invocation, of its own or of a runtime that is given a table or a topic of its own. */
  handle(input: unknown, { table = this.table(), publish = this.publish() } = {}): Promise<unknown> {
    const log = (entry: Record<string, unknown>) => void this.logged.push(entry);
    const options = this.options(this.services.url);
    return createHandler({
      policy: this.policy,
      table,
      publish,
      stackSets: createStackSets(
        () => new CloudFormationClient(options),
        async () => undefined,
        () => this.now,
      ),
      count: (values) => void this.counted.push(values as Record<string, number>),
      log: { info: log, warn: log, error: log },
      now: () => this.now,
    })(input, { awsRequestId: `request-${++this.requests}`, getRemainingTimeInMillis: () => 60_000 });
  }

  /** @returns ids of the messages that come again */
  async take(records: readonly QueueRecord[], options: Parameters<Hub['handle']>[1] = {}): Promise<string[]> {
    const { batchItemFailures } = (await this.handle({ Records: records }, options)) as {
      batchItemFailures: { itemIdentifier: string }[];
    };
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  async census(): Promise<void> {
    await this.handle({ trigger: 'census' });
  }

  table() {
    return createHubTable(this.dynamoDb, TABLE, async () => undefined);
  }

  publish() {
    return createPublish(new SNSClient(this.options(this.services.url)), `arn:aws:sns:${REGION}:${HUB_ACCOUNT}:hub`);
  }

  async items(kind: string) {
    const items = [];
    for await (const { Items = [] } of paginateScan({ client: this.dynamoDb }, { TableName: TABLE })) {
      items.push(...Items.filter((item) => item.kind?.S?.startsWith(kind)));
    }
    return items;
  }

  later(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  get subjects(): string[] {
    return this.services.published.map(({ subject }) => subject);
  }

  private options(endpoint: string) {
    return {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    };
  }

  private async createTable(): Promise<void> {
    const attributes = ['kind', 'id'];
    await this.dynamoDb.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'kind', KeyType: 'HASH' },
          { AttributeName: 'id', KeyType: 'RANGE' },
        ],
      }),
    );
  }
}
