import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from './aws-error';
import type { Caller } from './callers';
import type { Fault } from './faults';
import type { Answer, ApiCall, RawRequest, Service } from './protocol';
import type { World } from './world';

/**
 * The one endpoint. Which service a request is for stands in its signature: `Credential=<access key id>/<day>/<Region>/
 * <service>/aws4_request`. So an SDK needs only AWS_ENDPOINT_URL. The signature itself is not checked.
 */
export class Gateway {
  readonly #services = new Map<string, Service>();
  #beforeEach = (): void => {};
  #refusal = (_caller: Caller, _action: string): AwsError | undefined => undefined;
  readonly #server: Server;

  constructor(private readonly world: World) {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
  }

  add(service: Service): void {
    this.#services.set(service.signingName, service);
  }

  /** Does something before each call is handled. */
  beforeEach(act: () => void): void {
    this.#beforeEach = act;
  }

  /** Refuses calls whose caller has lost the permission. */
  refuse(refusal: (caller: Caller, action: string) => AwsError | undefined): void {
    this.#refusal = refusal;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = Date.now();
    const requestId = randomUUID();
    const raw = await read(request);
    const [, accessKeyId, region, signingName] =
      /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(raw.headers.authorization ?? '') ?? [];
    const service = this.#services.get(signingName ?? '');
    if (!service || region === undefined) {
      const message = `the stand-in has no service "${signingName ?? 'without a signature'}"`;
      return send(response, requestId, { status: 501, headers: {}, body: message });
    }
    const caller = this.world.callers.find(accessKeyId);
    if (!caller) {
      const error = new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
      return send(response, requestId, service.protocol.error(error, requestId));
    }
    const call: ApiCall = { ...service.protocol.parse(raw), region, caller, requestId, raw };
    this.#beforeEach();
    const { answer, outcome } = await this.#process(service, call);
    const { operation, parameters } = call;
    this.world.timeline.add({
      kind: 'api',
      service: service.signingName,
      operation,
      region,
      caller: caller.arn,
      parameters,
      outcome,
      durationMs: Date.now() - started,
    });
    if (answer === 'hang') return;
    if (answer === 'reset') request.socket.resetAndDestroy();
    else send(response, requestId, answer);
  }

  async #process(service: Service, call: ApiCall): Promise<{ answer: Answer | 'hang' | 'reset'; outcome: string }> {
    const { signingName, protocol, permissionPrefix = signingName } = service;
    const action = `${permissionPrefix}:${service.action?.(call.operation) ?? call.operation}`;
    const refusal =
      this.world.callers.refusal(call.caller, action, () => service.resource?.(call) ?? '*') ??
      this.#refusal(call.caller, action);
    if (refusal) return this.#refuse(service, call, refusal);
    const planned = this.world.faults.hit(signingName, call.operation, call.parameters);
    const spoils = planned !== undefined && planned.fault.kind !== 'delay';
    if (planned?.fault.kind === 'delay') await this.world.background.sleep(planned.fault.ms);
    if (spoils && !planned.afterEffect) return this.#spoil(service, call, planned.fault, true);
    try {
      const result = await service.handle(call);
      if (spoils) return this.#spoil(service, call, planned.fault, false);
      return { answer: protocol.answer(call, result), outcome: 'ok' };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { answer: protocol.error(error, call.requestId), outcome: error.code };
    }
  }

  #refuse(service: Service, call: ApiCall, error: AwsError): { answer: Answer; outcome: string } {
    service.refused?.(call, error);
    return { answer: service.protocol.error(error, call.requestId), outcome: error.code };
  }

  #spoil(
    service: Service,
    call: ApiCall,
    fault: Exclude<Fault, { kind: 'delay' }>,
    instead: boolean,
  ): { answer: Answer | 'hang' | 'reset'; outcome: string } {
    switch (fault.kind) {
      case 'hang':
      case 'reset':
        return { answer: fault.kind, outcome: fault.kind };
      case 'status':
        return { answer: { status: fault.status, headers: {}, body: '' }, outcome: `HTTP ${fault.status}` };
      case 'throttle':
      case 'error': {
        const error =
          fault.kind === 'throttle'
            ? new AwsError(service.protocol.throttlingCode, 'Rate exceeded')
            : new AwsError(fault.code, fault.message ?? 'an error that the drill planned', fault.status);
        if (instead) return this.#refuse(service, call, error);
        return { answer: service.protocol.error(error, call.requestId), outcome: error.code };
      }
    }
  }
}

async function read(request: IncomingMessage): Promise<RawRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'http://127.0.0.1'),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, requestId: string, answer: Answer): void {
  response.writeHead(answer.status, { 'x-amzn-requestid': requestId, ...answer.headers });
  response.end(answer.body);
}
