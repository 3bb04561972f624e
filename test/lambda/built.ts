import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { Metafile } from 'esbuild';
import { policy } from './guard/policy';

const root = join(__dirname, '..', '..');

/** A certificate for `localhost` and its key. */
const LOCALHOST = join(root, 'test', 'fixtures', 'localhost');

/** Node of the Lambda runtime, from the npm package `node`. */
const node24 = join(dirname(require.resolve('node/package.json')), 'bin', 'node');

/** A function as `npm run build` makes it, in a directory of its own. */
export interface Built {
  readonly file: string;
  readonly directory: string;
  /** What went in, and what came out. */
  readonly metafile: Metafile;
}

export function buildGuard(): Built {
  const directory = mkdtempSync(join(tmpdir(), 'trail-guard-built-'));
  const script = `import('./scripts/functions.mjs')
    .then(({ buildFunctions }) => buildFunctions(${JSON.stringify(directory)}, 'guard/'))
    .then((metafiles) => console.log(JSON.stringify(metafiles)))`;
  const metafiles = execFileSync(process.execPath, ['-e', script], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const name = 'guard/index';
  return { metafile: JSON.parse(metafiles)[name], file: join(directory, `${name}.js`), directory };
}

/** A process of the Lambda runtime's Node that has loaded a file and answers what it is asked. */
export class Runtime {
  private output = '';

  private constructor(private readonly child: ReturnType<typeof fork>) {
    child.stderr?.on('data', (chunk) => {
      this.output += chunk;
    });
  }

  /** @param script CommonJS that defines `answer`, a function of a message, possibly asynchronous */
  static async start(script: string, env: NodeJS.ProcessEnv): Promise<Runtime> {
    const listen =
      "process.on('message', async (message) => process.send(await answer(message)));process.send('ready');";
    const options = { execPath: node24, execArgv: ['-e', `${script};${listen}`, '--'], env, silent: true };
    const runtime = new Runtime(fork(__filename, options));
    await runtime.message();
    return runtime;
  }

  async ask<T>(message: unknown): Promise<T> {
    this.child.send(message as object);
    return (await this.message()) as T;
  }

  /** What it printed to standard error. */
  get errors(): string {
    return this.output;
  }

  stop(): void {
    this.child.kill();
  }

  private async message(): Promise<unknown> {
    const ended = once(this.child, 'exit').then(() => Promise.reject(new Error(`the process ended: ${this.output}`)));
    const [message] = await Promise.race([once(this.child, 'message'), ended]);
    return message;
  }
}

type Answers = Readonly<Record<string, readonly [status: number, body: string]>>;

/** To a guard that has restored a trail, all is well. */
const ANSWERS: Answers = {
  GetTrailStatus: [
    200,
    JSON.stringify({ IsLogging: true, StopLoggingTime: Date.now() / 1000, StartLoggingTime: Date.now() / 1000 + 1 }),
  ],
  Publish: [200, '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'],
};

export interface Call {
  readonly name: string;
  readonly body: string;
  readonly socket: TLSSocket;
}

/** What AWS would be: answers an operation with what it is given for its name, and remembers calls and connections. */
export class TlsEndpoint {
  readonly calls: Call[] = [];
  readonly connections: TLSSocket[] = [];
  private readonly server: Server;
  readonly certificate = join(LOCALHOST, 'certificate.pem');

  constructor(answers: Answers = {}) {
    this.server = createServer({ key: readFileSync(join(LOCALHOST, 'key.pem')), cert: readFileSync(this.certificate) });
    this.server.on('secureConnection', (socket) => this.connections.push(socket));
    this.server.on('request', async (request: IncomingMessage, response) => {
      let body = '';
      for await (const chunk of request) {
        body += chunk;
      }
      const target = request.headers['x-amz-target'];
      const name =
        typeof target === 'string' ? (target.split('.')[1] ?? '') : (new URLSearchParams(body).get('Action') ?? '');
      this.calls.push({ name, body, socket: request.socket as TLSSocket });
      const [status, answer] = { ...ANSWERS, ...answers }[name] ?? [200, '{}'];
      response.writeHead(status).end(answer);
    });
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  get url(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`;
  }
}

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
export const TRAIL_ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`;

/** The environment of a deployed guard whose calls go to `endpoint`. */
export function guardEnvironment({ url, certificate }: TlsEndpoint): NodeJS.ProcessEnv {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_LAMBDA_FUNCTION_NAME: 'guard',
    AWS_ENDPOINT_URL: url,
    NODE_EXTRA_CA_CERTS: certificate,
    TRAIL_GUARD_POLICY: JSON.stringify(policy({ account: ACCOUNT, region: REGION })),
    TRAIL_GUARD_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/guard`,
    TRAIL_GUARD_TABLE_NAME: 'guard',
    TRAIL_GUARD_TOPIC_ARN: `arn:aws:sns:${REGION}:${ACCOUNT}:guard`,
  };
}

export function stopLoggingEvent(): object {
  return {
    source: 'aws.cloudtrail',
    account: ACCOUNT,
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventID: '8d3c4c0e-2f2b-4b7e-9a51-0d3f6a1f0001',
      eventName: 'StopLogging',
      eventSource: 'cloudtrail.amazonaws.com',
      eventTime: `${new Date().toISOString().slice(0, 19)}Z`,
      requestParameters: { name: TRAIL_ARN },
      userIdentity: { type: 'IAMUser', userName: 'mallory' },
    },
  };
}
