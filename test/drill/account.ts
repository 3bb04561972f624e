import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Caller, StandIn } from '../../drill/stand-in';

/**
 * The stand-in as an account that a command line is pointed at: with Lambda's ListFunctions and Invoke and the STS call that
 * tells who one is. Everything else goes on to the stand-in.
 */
export class Account {
  private constructor(
    private readonly standIn: StandIn,
    private readonly server: Server,
    readonly owner: Caller,
  ) {}

  static async of(standIn: StandIn): Promise<Account> {
    const owner = standIn.callers.register({ type: 'IAMUser', userName: 'owner' });
    const server = createServer((incoming, response) => {
      account.#answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
    });
    const account = new Account(standIn, server, owner);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return account;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What the command line's process gets. */
  get environment(): NodeJS.ProcessEnv {
    const { accessKeyId, secretAccessKey } = this.owner.credentials;
    return { PATH: process.env.PATH, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, service] = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? '') ?? [];
    switch (service) {
      case 'lambda':
        return this.#lambda(incoming, response);
      case 'sts':
        await text(incoming);
        return void response.setHeader('content-type', 'text/xml').end(this.#callerIdentity());
      default:
        return this.#forward(incoming, response);
    }
  }

  async #lambda(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const [, name] = /\/functions\/([^/]+)\/invocations/.exec(incoming.url ?? '') ?? [];
    response.setHeader('content-type', 'application/json');
    if (name === undefined) {
      const Functions = this.standIn.functions.all.map(({ settings }) => ({
        FunctionName: settings.name,
        Environment: { Variables: settings.environment },
      }));
      response.end(JSON.stringify({ Functions }));
      return;
    }
    const outcome = await this.standIn.functions.get(decodeURIComponent(name)).invoke(JSON.parse(body));
    if (outcome.ok) {
      response.end(outcome.payload);
    } else {
      response.setHeader('x-amz-function-error', 'Unhandled').end(JSON.stringify(outcome.error));
    }
  }

  #callerIdentity(): string {
    const { arn, accountId } = this.owner;
    return (
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      `<Arn>${arn}</Arn><UserId>owner</UserId><Account>${accountId}</Account>` +
      '</GetCallerIdentityResult></GetCallerIdentityResponse>'
    );
  }

  #forward(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, url, headers } = incoming;
    const onward = request(new URL(url ?? '/', this.standIn.endpoint), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  }
}
