import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Item } from '../../../lambda/guard/table';

/** What a service answers instead: an error; nothing at all; or, for a write, that all is well without doing it. */
export type Fault = readonly [status: number, code: string] | 'hangs up' | 'lost';

interface Identity {
  readonly arn: string;
  readonly keys: Map<string, string>;
  readonly policies: Map<string, string>;
}

/** IAM, DynamoDB and Lambda as far as the function calls them, over HTTP. */
export class Account {
  readonly users = new Map<string, Identity>();
  readonly roles = new Map<string, Identity>();
  readonly incidents = new Map<string, Item>();
  readonly invocations: { readonly functionName: string; readonly type: unknown; readonly payload: unknown }[] = [];
  /** Every call in order, failed ones too. */
  readonly calls: string[] = [];
  /** What each action answers instead, call by call. */
  readonly faults = new Map<string, (Fault | undefined)[]>();

  private readonly server: Server = createServer((request, response) => {
    this.handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  async start(): Promise<this> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  user(name: string, path = '/', keys: Record<string, string> = {}): Identity {
    const arn = `arn:aws:iam::111122223333:user${path}${name}`;
    return added(this.users, name, { arn, keys: new Map(Object.entries(keys)), policies: new Map() });
  }

  role(name: string, path = '/'): Identity {
    const arn = `arn:aws:iam::111122223333:role${path}${name}`;
    return added(this.roles, name, { arn, keys: new Map(), policies: new Map() });
  }

  /** Calls that change something. */
  get changes(): string[] {
    return this.calls.filter((call) => /^(Put|Update)/.test(call));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const [, functionName] = /\/functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? [];
    const target = request.headers['x-amz-target'];
    const form = new URLSearchParams(body);
    const action = functionName ? 'Invoke' : target ? 'GetItem' : (form.get('Action') ?? '');
    this.calls.push(action);
    const fault = this.faults.get(action)?.shift();
    if (fault === 'hangs up') {
      response.destroy();
      return;
    }
    if (Array.isArray(fault)) {
      const [status, code] = fault as [number, string];
      response.writeHead(status, { 'x-amzn-errortype': code }).end(target || functionName ? json(code) : xml(code));
      return;
    }
    if (functionName) {
      const type = request.headers['x-amz-invocation-type'];
      this.invocations.push({ functionName, type, payload: JSON.parse(body) });
      response.writeHead(202).end();
      return;
    }
    if (target) {
      const { Key } = JSON.parse(body) as { Key: Record<'kind' | 'id', { S: string }> };
      const Item = Key.kind.S === 'incident' ? this.incidents.get(Key.id.S) : undefined;
      response.end(JSON.stringify({ ...(Item ? { Item } : {}) }));
      return;
    }
    const [status, answer] = this.iam(action, form, fault === 'lost');
    response.writeHead(status, { 'content-type': 'text/xml' }).end(answer);
  }

  private iam(action: string, form: URLSearchParams, isLost: boolean): readonly [number, string] {
    const isUser = form.has('UserName');
    const name = form.get(isUser ? 'UserName' : 'RoleName') ?? '';
    // IAM does not tell names apart by case.
    const identity = [...(isUser ? this.users : this.roles)].find(
      ([known]) => known.toLowerCase() === name.toLowerCase(),
    )?.[1];
    if (identity === undefined) return [404, xml('NoSuchEntity')];
    const { arn, keys, policies } = identity;
    const result = (inner: string) =>
      [200, `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`] as const;
    switch (action) {
      case 'GetUser':
      case 'GetRole': {
        const kind = isUser ? 'User' : 'Role';
        return result(`<${kind}><${kind}Name>${name}</${kind}Name><Arn>${arn}</Arn></${kind}>`);
      }
      case 'ListAccessKeys': {
        const members = [...keys].map(
          ([id, status]) => `<member><AccessKeyId>${id}</AccessKeyId><Status>${status}</Status></member>`,
        );
        return result(`<AccessKeyMetadata>${members.join('')}</AccessKeyMetadata><IsTruncated>false</IsTruncated>`);
      }
      case 'UpdateAccessKey':
        if (!isLost) keys.set(form.get('AccessKeyId') ?? '', form.get('Status') ?? '');
        return [200, '<UpdateAccessKeyResponse/>'];
      case 'GetUserPolicy':
      case 'GetRolePolicy': {
        const document = policies.get(form.get('PolicyName') ?? '');
        return document === undefined
          ? [404, xml('NoSuchEntity')]
          : result(`<PolicyDocument>${encodeURIComponent(document)}</PolicyDocument>`);
      }
      case 'PutUserPolicy':
      case 'PutRolePolicy':
        if (!isLost) policies.set(form.get('PolicyName') ?? '', form.get('PolicyDocument') ?? '');
        return [200, `<${action}Response/>`];
      default:
        return [400, xml('InvalidAction')];
    }
  }
}

function added(map: Map<string, Identity>, name: string, identity: Identity): Identity {
  map.set(name, identity);
  return identity;
}

const xml = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>it said ${code}</Message></Error></ErrorResponse>`;
const json = (code: string) => JSON.stringify({ __type: code, message: `it said ${code}` });
