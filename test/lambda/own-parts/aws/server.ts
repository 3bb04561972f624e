import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Account, deployed } from './account';
import { AwsError, OPERATIONS } from './operations';

/** A call as it came in. */
interface Call {
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly protocol: 'json' | 'query';
}

/** The paths of the services that speak REST. */
const ROUTES: readonly (readonly [method: string, path: RegExp, operation: string])[] = [
  ['GET', /^\/schedules\/(?<Name>[^/?]+)/, 'GetSchedule'],
  ['POST', /^\/schedules\/(?<Name>[^/?]+)/, 'CreateSchedule'],
  ['PUT', /^\/schedules\/(?<Name>[^/?]+)/, 'UpdateSchedule'],
  ['GET', /\/functions\/(?<FunctionName>[^/]+)\/configuration$/, 'GetFunctionConfiguration'],
  ['PUT', /\/functions\/(?<FunctionName>[^/]+)\/configuration$/, 'UpdateFunctionConfiguration'],
  ['GET', /\/functions\/(?<FunctionName>[^/]+)\/concurrency$/, 'GetFunctionConcurrency'],
  ['DELETE', /\/functions\/(?<FunctionName>[^/]+)\/concurrency$/, 'DeleteFunctionConcurrency'],
  ['GET', /\/functions\/(?<FunctionName>[^/]+)\/event-invoke-config$/, 'GetFunctionEventInvokeConfig'],
  ['PUT', /\/functions\/(?<FunctionName>[^/]+)\/event-invoke-config$/, 'PutFunctionEventInvokeConfig'],
  ['GET', /\/functions\/(?<FunctionName>[^/]+)\/policy$/, 'GetPolicy'],
  ['POST', /\/functions\/(?<FunctionName>[^/]+)\/policy$/, 'AddPermission'],
  ['DELETE', /\/functions\/(?<FunctionName>[^/]+)\/policy\/(?<StatementId>[^/]+)$/, 'RemovePermission'],
];

/** The services that the guard's parts are of, on this machine, for real clients of the SDK. */
export class AwsServer {
  account: Account = deployed();
  /** What came, oldest first. */
  readonly calls: Call[] = [];
  /** What CloudFormation tells. */
  stack: { metadata?: string; stack?: object } = {};
  /** Instead of an answer, by operation; the number of times it is given, or always. */
  readonly failures = new Map<string, { error: AwsError; times?: number }>();
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = callOf(request, Buffer.concat(chunks).toString());
      this.calls.push(call);
      const { status, body } = this.answer(call);
      const type = call.protocol === 'query' ? 'text/xml' : 'application/x-amz-json-1.1';
      response.writeHead(status, { 'content-type': type, ...headersOf(body) }).end(textOf(call, status, body));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  reset(): void {
    this.account = deployed();
    this.calls.length = 0;
    this.failures.clear();
    this.stack = {};
  }

  /** Has an operation fail. */
  fail(operation: string, name: string, times?: number): void {
    this.failures.set(operation, { error: new AwsError(name, 'from the test'), ...(times ? { times } : {}) });
  }

  private answer(call: Call): { status: number; body: object } {
    try {
      return { status: 200, body: this.run(call) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { status: error.status, body: error };
    }
  }

  private run({ operation, input }: Call): object {
    const failure = this.failures.get(operation);
    if (failure && failure.times !== 0) {
      if (failure.times !== undefined) failure.times -= 1;
      throw failure.error;
    }
    if (operation === 'DescribeStacks') {
      return { Stacks: this.stack.stack ? [this.stack.stack] : [] };
    }
    if (operation === 'DescribeStackResource') {
      return { StackResourceDetail: { LogicalResourceId: input.LogicalResourceId, Metadata: this.stack.metadata } };
    }
    const run = OPERATIONS[operation];
    if (!run) throw new AwsError('UnknownOperationException', operation);
    return run(this.account, input as never);
  }
}

function callOf({ method, url = '', headers }: IncomingMessage, body: string): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { operation: target.split('.').at(-1) ?? '', input: JSON.parse(body), protocol: 'json' };
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body));
    return { operation: Action, input, protocol: 'query' };
  }
  const [path = ''] = url.split('?');
  for (const [wanted, pattern, operation] of ROUTES) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (match) {
      return { operation, input: { ...(body ? JSON.parse(body) : {}), ...match.groups }, protocol: 'json' };
    }
  }
  return { operation: `${method} ${path}`, input: {}, protocol: 'json' };
}

function headersOf(body: object): Record<string, string> {
  return body instanceof AwsError ? { 'x-amzn-errortype': body.name } : {};
}

function textOf({ operation, protocol }: Call, status: number, body: object): string {
  if (body instanceof AwsError) {
    return protocol === 'json'
      ? JSON.stringify({ __type: body.name, message: body.message })
      : `<ErrorResponse><Error><Type>Sender</Type>${xml({ Code: body.name, Message: body.message })}</Error></ErrorResponse>`;
  }
  if (status === 204) return '';
  return protocol === 'json'
    ? JSON.stringify(body)
    : `<${operation}Response><${operation}Result>${xml(body)}</${operation}Result></${operation}Response>`;
}

function xml(value: unknown, name = ''): string {
  if (Array.isArray(value)) {
    return value
      .map((member) => (name === 'entry' ? `<entry>${xml(member)}</entry>` : `<member>${xml(member)}</member>`))
      .join('');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => (key === 'entry' ? xml(member, key) : `<${key}>${xml(member)}</${key}>`))
      .join('');
  }
  return String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
