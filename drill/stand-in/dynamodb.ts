import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import type { Json } from './json';
import { type Answer, type ApiCall, jsonProtocol, parseJson, type Service } from './protocol';
import type { Resource } from './template';

/** DynamoDB is dynalite, in memory, behind the stand-in's endpoint: so its calls are seen and can be made to fail. */
export class Tables implements Service {
  readonly signingName = 'dynamodb';
  /** dynalite's answers pass through as they are, errors included. */
  readonly protocol = { ...jsonProtocol('1.0'), answer: (_call: ApiCall, result: Json) => result as unknown as Answer };
  readonly names: string[] = [];
  readonly #server: Server = dynalite({ createTableMs: 0 });
  #endpoint = '';

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async addTable({ properties, ref, logicalId }: Resource): Promise<void> {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = properties;
    const answer = await this.#own('CreateTable', {
      TableName: ref,
      KeySchema,
      AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(Array.isArray(GlobalSecondaryIndexes) && { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(index) }),
    });
    if (answer.status !== 200) throw new Error(`${logicalId}: dynalite refused the table: ${answer.body}`);
    this.names.push(ref);
  }

  /** Every item of a table, in DynamoDB's own JSON. */
  async items(table: string): Promise<Json[]> {
    const answer = await this.#own('Scan', { TableName: table });
    return parseJson(answer.body).Items as Json[];
  }

  resource({ parameters }: ApiCall): string {
    return `table/${String(parameters.TableName)}`;
  }

  async handle({ raw }: ApiCall): Promise<Json> {
    const answer = await this.#forward(raw.headers, raw.body);
    return { ...answer };
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
