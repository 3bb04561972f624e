import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a service answers instead. */
export type Fault = readonly [status: number, code: string];

export interface Summary {
  readonly account: string;
  readonly region: string;
  readonly status?: string;
  readonly detailed?: string;
  readonly reason?: string;
}

export interface Published {
  readonly subject: string;
  readonly email: string;
  readonly json: Record<string, unknown>;
}

const escaped = (value: string) => value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** SNS, CloudFormation and STS as far as the hub calls them, over HTTP. */
export class Services {
  readonly published: Published[] = [];
  /** Instances of each stack set. */
  readonly stackSets = new Map<string, Summary[]>();
  /** Every call in order, failed ones too: action, and what it was made with. */
  readonly calls: { readonly action: string; readonly parameters: URLSearchParams; readonly key: string }[] = [];
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

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parameters = new URLSearchParams(await text(request));
    const action = parameters.get('Action') ?? '';
    const key = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    this.calls.push({ action, parameters, key });
    const fault = this.faults.get(action)?.shift();
    if (fault) {
      const [status, code] = fault;
      response.writeHead(status);
      response.end(
        `<ErrorResponse><Error><Code>${code}</Code><Message>it said ${code}</Message></Error></ErrorResponse>`,
      );
      return;
    }
    response.end(
      `<${action}Response><${action}Result>${this.answer(action, parameters)}</${action}Result></${action}Response>`,
    );
  }

  private answer(action: string, parameters: URLSearchParams): string {
    switch (action) {
      case 'Publish': {
        const message = JSON.parse(parameters.get('Message') ?? '{}');
        const subject = parameters.get('Subject') ?? '';
        this.published.push({ subject, email: message.email, json: JSON.parse(message.default) });
        return '<MessageId>1</MessageId>';
      }
      case 'AssumeRole':
        return `<Credentials><AccessKeyId>ASIAREADER</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
          <SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`;
      default:
        return this.page(parameters);
    }
  }

  private page(parameters: URLSearchParams): string {
    const all = this.stackSets.get(parameters.get('StackSetName') ?? '') ?? [];
    const from = Number(parameters.get('NextToken') ?? 0);
    const to = from + Number(parameters.get('MaxResults') ?? 100);
    const members = all.slice(from, to).map(
      ({ account, region, status = 'CURRENT', detailed = 'SUCCEEDED', reason }) =>
        `<member><Account>${account}</Account><Region>${region}</Region><Status>${status}</Status>
        <StackInstanceStatus><DetailedStatus>${detailed}</DetailedStatus></StackInstanceStatus>
        ${reason === undefined ? '' : `<StatusReason>${escaped(reason)}</StatusReason>`}</member>`,
    );
    return `<Summaries>${members.join('')}</Summaries>${to < all.length ? `<NextToken>${to}</NextToken>` : ''}`;
  }
}
