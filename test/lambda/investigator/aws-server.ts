import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as a service got it. */
export interface Call {
  /** The API action, or method and path where the protocol names none. */
  readonly action: string;
  /** The parameters: JSON, or what was in the form. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks up in it what it expects
  readonly input: any;
}

/** What a service answers: a body, or an error. A function may look at the call. */
export type Answer = unknown;

/** An error as a service names it. */
export class Fault {
  constructor(
    readonly code: string,
    readonly message = 'a message',
    readonly status = 400,
  ) {}
}

/** No answer at all. */
export const HANG = Symbol('hang');

/** XML of the query protocols. */
export class Xml {
  constructor(readonly body: string) {}
}

/** Raw bytes with headers, as Lambda answers an invocation. */
export class Raw {
  constructor(
    readonly body: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

export const denied = new Fault('AccessDeniedException', 'not authorized');
export const throttled = new Fault('ThrottlingException', 'Rate exceeded');
export const broken = new Fault('InternalFailure', 'an internal error', 500);

/** AWS on this machine: each action answers what the test says; the last answer stays. */
export class AwsServer {
  readonly calls: Call[] = [];
  readonly #answers = new Map<string, Answer[]>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AwsServer> {
    const server = createServer((request, response) => {
      aws.#handle(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
    const aws = new AwsServer(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return aws;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Forgets answers and calls. */
  reset(): void {
    this.calls.length = 0;
    this.#answers.clear();
  }

  on(action: string, ...answers: Answer[]): this {
    this.#answers.set(action, answers);
    return this;
  }

  called(action: string): Call[] {
    return this.calls.filter((call) => call.action === action);
  }

  /** For any client; the timeout is short, and nothing is tried again unless the test says so. */
  client(region = 'eu-central-1', maxAttempts = 1) {
    return {
      region,
      endpoint: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      maxAttempts,
      requestHandler: { requestTimeout: 2_000, throwOnRequestTimeout: true },
    };
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = callOf(request, await text(request));
    this.calls.push(call);
    const answers = this.#answers.get(call.action) ?? [new Fault('UnknownOperationException', call.action)];
    const next = answers.length > 1 ? answers.shift() : answers[0];
    const answer = typeof next === 'function' ? next(call) : next;
    if (answer === HANG) return;
    if (answer instanceof Fault) return fail(answer, request, response);
    if (answer instanceof Xml) return void response.setHeader('content-type', 'text/xml').end(answer.body);
    if (answer instanceof Raw) return void response.writeHead(200, { ...answer.headers }).end(answer.body);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }
}

function callOf(request: IncomingMessage, body: string): Call {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return { action: target.split('.').at(-1) ?? target, input: JSON.parse(body) };
  if (isQuery(request)) {
    const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body));
    return { action: Action, input };
  }
  const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
  return { action: `${request.method} ${path}`, input: body === '' ? {} : JSON.parse(body) };
}

function isQuery({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function fail({ code, message, status }: Fault, request: IncomingMessage, response: ServerResponse): void {
  response.statusCode = status;
  if (!isQuery(request)) {
    response.setHeader('content-type', 'application/json').setHeader('x-amzn-errortype', code);
    return void response.end(JSON.stringify({ __type: code, message }));
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  const isEc2 = request.headers.authorization?.includes('/ec2/');
  response.setHeader('content-type', 'text/xml');
  response.end(
    isEc2
      ? `<Response><Errors><Error>${error}</Error></Errors><RequestID>r</RequestID></Response>`
      : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>r</RequestId></ErrorResponse>`,
  );
}

/** An object as XML: lists as `<item>` (EC2) or `<member>` (IAM). */
export function xml(action: string, result: Record<string, unknown>, list: 'item' | 'member' = 'item'): Xml {
  const content = Object.entries(result)
    .map(([name, value]) => element(name, value, list))
    .join('');
  return new Xml(
    list === 'member'
      ? `<${action}Response><${action}Result>${content}</${action}Result></${action}Response>`
      : `<${action}Response><requestId>r</requestId>${content}</${action}Response>`,
  );
}

function element(name: string, value: unknown, list: string): string {
  if (Array.isArray(value)) return `<${name}>${value.map((item) => element(list, item, list)).join('')}</${name}>`;
  if (typeof value !== 'object' || value === null) return `<${name}>${value}</${name}>`;
  const content = Object.entries(value).map(([key, field]) => element(key, field, list));
  return `<${name}>${content.join('')}</${name}>`;
}
