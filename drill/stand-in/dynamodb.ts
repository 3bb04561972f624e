import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { type Description, perform, type RecordedService } from './delivery-chain-recorder';
import { ResourcePolicies } from './dynamodb-resource-policies';
import { isJson, type Json } from './json';
import { type Answer, type ApiCall, jsonProtocol, parseJson } from './protocol';
import type { Resource } from './template';

const dynaliteAccount = '000000000000';
const tableOperations = new Set(['CreateTable', 'DeleteTable', 'DescribeTable', 'UpdateTable']);

/** DynamoDB is dynalite, in memory, behind the stand-in's endpoint: so its calls are seen and can be made to fail. */
export class Tables implements RecordedService {
  readonly signingName = 'dynamodb';
  readonly #json = jsonProtocol('1.0');
  /** dynalite's answers pass through as they are, errors included. */
  readonly protocol = {
    ...this.#json,
    answer: (call: ApiCall, result: Json) =>
      this.#isPolicyCall(call) ? this.#json.answer(call, result) : (result as unknown as Answer),
  };
  readonly policies = new ResourcePolicies();
  readonly names: string[] = [];
  readonly #server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  #endpoint = '';

  constructor(private readonly partition: string) {}

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Again, and empty, if it was deleted. */
  async addTable({ properties, ref, logicalId, attributes }: Resource): Promise<void> {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, ResourcePolicy } = properties;
    const { TableNames } = parseJson((await this.#own('ListTables', {})).body);
    const isThere = Array.isArray(TableNames) && TableNames.includes(ref);
    if (!isThere) await this.#create(ref, logicalId, { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes });
    this.policies.addTable(String(attributes.Arn), isJson(ResourcePolicy) ? ResourcePolicy.PolicyDocument : undefined);
  }

  async #create(TableName: string, logicalId: string, { GlobalSecondaryIndexes, ...keys }: Json): Promise<void> {
    const answer = await this.#own('CreateTable', {
      TableName,
      ...keys,
      BillingMode: 'PAY_PER_REQUEST',
      ...(Array.isArray(GlobalSecondaryIndexes) && { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(index) }),
    });
    if (answer.status !== 200) throw new Error(`${logicalId}: dynalite refused the table: ${answer.body}`);
    if (!this.names.includes(TableName)) this.names.push(TableName);
  }

  /** Every item of a table, in DynamoDB's own JSON. */
  async items(table: string): Promise<Json[]> {
    const answer = await this.#own('Scan', { TableName: table });
    return parseJson(answer.body).Items as Json[];
  }

  resource({ parameters }: ApiCall): string {
    return String(parameters.ResourceArn ?? `table/${String(parameters.TableName)}`);
  }

  async handle(call: ApiCall): Promise<Json> {
    if (this.#isPolicyCall(call)) return perform(this.policies.operations, call);
    const answer = await this.#forward(call.raw.headers, call.raw.body);
    if (call.operation === 'DeleteTable' && answer.status === 200) this.policies.removeTable(this.#arn(call));
    return { ...(tableOperations.has(call.operation) ? this.#inThisAccount(answer, call) : answer) };
  }

  /** What is done with items are data events. */
  describe(call: ApiCall): Description | undefined {
    if (!this.#isPolicyCall(call) && !tableOperations.has(call.operation)) return undefined;
    const { caller, parameters } = call;
    const ARN = parameters.ResourceArn ?? this.#arn(call);
    const resource = { accountId: caller.accountId, type: 'AWS::DynamoDB::Table', ARN };
    const answer = this.#isPolicyCall(call) ? {} : { responseElements: null };
    return { requestParameters: parameters, resources: [resource], ...answer };
  }

  #arn({ parameters: { TableName }, region, caller }: ApiCall): string {
    return `arn:${this.partition}:dynamodb:${region}:${caller.accountId}:table/${TableName}`;
  }

  /** dynalite has an account of its own. */
  #inThisAccount({ status, body, headers: { 'x-amz-crc32': _checksum, ...headers } }: Answer, call: ApiCall): Answer {
    return { status, headers, body: body.replaceAll(`:${dynaliteAccount}:`, `:${call.caller.accountId}:`) };
  }

  #isPolicyCall({ operation }: ApiCall): boolean {
    return Object.hasOwn(this.policies.operations, operation);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #own(operation: string, parameters: Json): Promise<Answer> {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=a, Signature=a',
    };
    return this.#forward(headers, JSON.stringify(parameters));
  }

  async #forward(headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
    const { 'content-type': contentType, 'x-amz-target': target, 'x-amz-date': date, authorization } = headers;
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: {
        'content-type': contentType ?? '',
        'x-amz-target': target ?? '',
        'x-amz-date': date ?? '',
        authorization: authorization ?? '',
      },
      body,
    });
    const checksum = response.headers.get('x-amz-crc32');
    return {
      status: response.status,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        ...(checksum !== null && { 'x-amz-crc32': checksum }),
      },
      body: await response.text(),
    };
  }
}

function index({ IndexName, KeySchema, Projection }: Json): Json {
  return { IndexName, KeySchema, Projection };
}
