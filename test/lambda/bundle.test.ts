import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Built, buildGuard, guardEnvironment, Runtime, stopLoggingEvent, TlsEndpoint } from './built';

const PACKAGES = [
  '@aws-sdk/client-cloudtrail',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-scheduler',
  '@aws-sdk/client-sns',
  '@aws-sdk/core',
  '@aws-sdk/credential-provider-env',
  '@aws-sdk/dynamodb-codec',
  '@aws-sdk/endpoint-cache',
  '@aws-sdk/middleware-endpoint-discovery',
  '@aws-sdk/xml-builder',
  '@aws/lambda-invoke-store',
  '@smithy/core',
  '@smithy/node-http-handler',
  '@smithy/signature-v4',
  '@smithy/types',
  'mnemonist',
  'obliterator',
  'valibot',
];

let built: Built;

beforeAll(() => {
  built = buildGuard();
});

afterAll(() => rmSync(built.directory, { recursive: true }));

describe('the file', () => {
  test('contains only the packages that were looked at', () => {
    const files = Object.values(built.metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    const packages = files.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual(PACKAGES);
    expect(files.filter((path) => !/node_modules|^lambda\/|^lib\/contract\//.test(path))).toEqual([]);
  });

  test('has at most 440 KB and stands alone, with the channels, the repairs and its own parts beside it', () => {
    const code = readFileSync(built.file, 'utf8');
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(440_000);
    expect(readdirSync(dirname(built.file)).sort()).toEqual(['channels.js', 'index.js', 'own-parts.js', 'repairs.js']);
    expect(code).not.toContain('sourceMappingURL');
    const required = Object.values(built.metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    // Loaded only when there is a use for them.
    expect(required.filter((path) => !path.startsWith('node:')).sort()).toEqual([
      './channels.js',
      './own-parts.js',
      './repairs.js',
    ]);
  });
});

const ANSWER = `
  const { handler } = require(process.env.BUNDLE);
  const answer = async ({ event }) => {
    if (event) await handler(event, { awsRequestId: 'request' });
    return { undici: process.moduleLoadList.some((name) => name.endsWith('undici/undici')) };
  };
`;

describe('loading it', () => {
  let endpoint: TlsEndpoint;
  let runtime: Runtime;

  beforeAll(async () => {
    const notFound = JSON.stringify({ __type: 'TrailNotFoundException', message: 'Unknown trail' });
    endpoint = await new TlsEndpoint({ StartLogging: [400, notFound] }).start();
    runtime = await Runtime.start(ANSWER, { ...guardEnvironment(endpoint), BUNDLE: built.file });
  });

  afterAll(() => {
    runtime.stop();
    endpoint.stop();
  });

  test('makes no call and does not load undici', async () => {
    expect(await runtime.ask({})).toEqual({ undici: false });
    expect(endpoint.calls).toEqual([]);
  });

  test('calls StartLogging before anything else', async () => {
    expect(await runtime.ask({ event: stopLoggingEvent() })).toEqual({ undici: false });
    const [first, ...others] = endpoint.calls.map(({ name }) => name);
    expect(first).toBe('StartLogging');
    expect(others).toEqual(expect.arrayContaining(['GetItem', 'PutItem', 'Publish']));
  });

  test('knows errors by their names without having a class for each', () => {
    const message = endpoint.calls.find(({ name }) => name === 'Publish');
    expect(message?.body).toContain('trail-missing');
  });

  test('prints no warning', () => {
    expect(runtime.errors).toBe('');
  });
});
