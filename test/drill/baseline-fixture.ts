import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BaselineAnswer, BaselineRequest } from '../../lib/contract/baseline-request';
import { ENV_POLICY } from '../../lib/contract/environment';

export const CALLER = 'arn:aws:sts::111122223333:assumed-role/admin/alice';

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  `<Arn>${CALLER}</Arn><UserId>AROAEXAMPLE:alice</UserId><Account>111122223333</Account>` +
  '</GetCallerIdentityResult></GetCallerIdentityResponse>';

type Answers = Partial<Record<BaselineRequest['action'], unknown>>;

/** Lambda and STS as far as the command needs them, over HTTP. */
export class BaselineApi {
  /** The functions of the account; those of guards have a policy. */
  functions: { readonly name: string; readonly isGuard: boolean }[] = [
    { name: 'other', isGuard: false },
    { name: 'guard', isGuard: true },
  ];
  answers: Answers = {};
  /** Lambda's X-Amz-Function-Error. */
  functionError: string | undefined;
  readonly invoked: { readonly functionName: string; readonly request: BaselineRequest }[] = [];
  private readonly server: Server = createServer(async (request, response) => {
    const { headers, body } = this.answer(request.url ?? '', await bodyOf(request));
    response.writeHead(200, headers).end(body);
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(url: string, body: string): { readonly headers: Record<string, string>; readonly body: string } {
    const json = { 'content-type': 'application/json' };
    const [, functionName] = /\/functions\/([^/]+)\/invocations/.exec(url) ?? [];
    if (functionName !== undefined) {
      const request = JSON.parse(body) as BaselineRequest;
      this.invoked.push({ functionName, request });
      const error: Record<string, string> =
        this.functionError === undefined ? {} : { 'x-amz-function-error': this.functionError };
      return { headers: { ...json, ...error }, body: JSON.stringify(this.answers[request.action] ?? null) };
    }
    if (url.includes('/functions')) {
      const Functions = this.functions.map(({ name, isGuard }) => ({
        FunctionName: name,
        ...(isGuard ? { Environment: { Variables: { [ENV_POLICY]: '{}' } } } : {}),
      }));
      return { headers: json, body: JSON.stringify({ Functions }) };
    }
    return { headers: { 'content-type': 'text/xml' }, body: IDENTITY };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }
  return body;
}

export const TRAIL = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';

export const VERSIONS = {
  trail: TRAIL,
  versions: [
    {
      version: 1,
      reason: 'first-seen',
      adoptedAt: '2026-03-02T10:00:00.000Z',
      configuration: { S3BucketName: 'logs' },
    },
    {
      version: 2,
      reason: 'accepted',
      by: CALLER,
      adoptedAt: '2026-03-03T10:00:00.000Z',
      configuration: { S3BucketName: 'new-logs' },
    },
  ],
};

const MOVED = { field: 'S3BucketName', relation: 'moved', before: '"logs"', after: '"new-logs"' } as const;

export const DIFFERENT: BaselineAnswer = {
  trail: TRAIL,
  differences: [{ ...MOVED, result: 'not-done' }],
  unread: [{ field: 'Tags', reason: 'AccessDenied' }],
};

export const ACCEPTED: BaselineAnswer = { ...DIFFERENT, differences: [{ ...MOVED, result: 'kept' }], accepted: 2 };

export const SAME: BaselineAnswer = { trail: TRAIL, differences: [], unread: [] };
