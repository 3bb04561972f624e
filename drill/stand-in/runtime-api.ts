import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Json, text } from './json';
import { parseJson } from './protocol';

export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: string;
  readonly timeoutMs: number;
}

export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
}

export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: InvocationError };

interface Current {
  readonly invocation: Invocation;
  readonly finish: (outcome: Outcome) => void;
  timer?: NodeJS.Timeout;
}

/**
 * The Lambda Runtime API of one execution environment, the interface of
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html: one invocation at a time.
 */
export class RuntimeApi {
  readonly #server: Server = createServer((request, response) => {
    // The process may end in the middle of a request.
    this.#serve(request, response).catch(() => response.destroy());
  });
  #waiting: ServerResponse | undefined;
  #current: Current | undefined;
  #broken: InvocationError | undefined;

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.breakDown({ errorType: 'Runtime.ExitError', errorMessage: 'the execution environment was shut down' });
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  get requestId(): string | undefined {
    return this.#current?.invocation.requestId;
  }

  run(invocation: Invocation): Promise<Outcome> {
    return new Promise((resolve) => {
      if (this.#broken) return resolve({ ok: false, error: this.#broken });
      this.#current = { invocation, finish: resolve };
      this.#handOver();
    });
  }

  /** The environment is of no more use. Fails the invocation that is under way. The first reason counts. */
  breakDown(error: InvocationError): void {
    this.#broken ??= error;
    this.#finish({ ok: false, error: this.#broken });
  }

  #handOver(): void {
    const [current, response] = [this.#current, this.#waiting];
    if (!current || !response) return;
    this.#waiting = undefined;
    const { requestId, functionArn, payload, timeoutMs } = current.invocation;
    // The function's timeout begins here: initialisation does not count towards it.
    current.timer = setTimeout(() => {
      const seconds = (timeoutMs / 1000).toFixed(2);
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
      this.breakDown({ errorType: 'Sandbox.Timedout', errorMessage });
    }, timeoutMs);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
      'lambda-runtime-invoked-function-arn': functionArn,
    });
    response.end(payload);
  }

  #finish(outcome: Outcome): void {
    const current = this.#current;
    this.#current = undefined;
    clearTimeout(current?.timer);
    current?.finish(outcome);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace('/2018-06-01/runtime/', '');
    if (path === 'invocation/next') {
      this.#waiting = response;
      return this.#handOver();
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    response.writeHead(202).end();
    if (path === 'init/error') this.breakDown(readError(parseJson(body)));
    if (path === `invocation/${this.requestId}/response`) this.#finish({ ok: true, payload: body });
    if (path === `invocation/${this.requestId}/error`) {
      this.#finish({ ok: false, error: readError(parseJson(body)) });
    }
  }
}

/** Errors keep what the runtime sent, the stack trace included. */
function readError(body: Json): InvocationError {
  return { ...body, errorType: text(body.errorType) ?? 'Error', errorMessage: text(body.errorMessage) ?? '' };
}
