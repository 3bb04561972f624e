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
    const files = Object.values(built.sources.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    const packages = files.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual(PACKAGES);
    expect(files.filter((path) => !/node_modules|^lambda\/|^lib\/contract\//.test(path))).toEqual([]);
  });

  test('has at most 300 KB and stands alone', () => {
    const code = readFileSync(built.file, 'utf8');
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(300_000);
    expect(readdirSync(dirname(built.file))).toEqual(['index.js']);
    expect(code).not.toContain('sourceMappingURL');
    const required = Object.values(built.output.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    expect(required.filter((path) => !path.startsWith('node:'))).toEqual([]);
  });
});

/** Loads the bundle under V8's function coverage, which tells whether the code around a text has run. */
const COVERED = `
  const { Session } = require('node:inspector');
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true });
  const { handler } = require(process.env.BUNDLE);
  const code = require('node:fs').readFileSync(process.env.BUNDLE, 'utf8');
  const ran = (text) => {
    let scripts;
    session.post('Profiler.getBestEffortCoverage', (_, { result }) => { scripts = result; });
    const at = code.indexOf(text);
    const { functions } = scripts.find(({ url }) => url.endsWith(process.env.BUNDLE));
    const ranges = functions.map(({ ranges: [range] }) => range);
    const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
    return at > 0 && around.sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset))[0].count > 0;
  };
  let ranWhenSent;
  const answer = async ({ event, texts }) => {
    if (event) {
      require('node:diagnostics_channel').subscribe('http.client.request.start', ({ request }) => {
        request.once('finish', () => { ranWhenSent ??= texts.map(ran); });
      });
      await handler(event, { awsRequestId: 'request' });
    }
    return {
      ran: texts.map(ran),
      ranWhenSent,
      undici: process.moduleLoadList.some((name) => name.endsWith('undici/undici')),
    };
  };
`;

describe('loading it', () => {
  // Each is in the body of a module, next to the schemas of a service.
  const NOW = ['"com.amazonaws.cloudtrail"'];
  const LATER = ['"com.amazonaws.dynamodb"', '"com.amazonaws.sns"', '"com.amazonaws.scheduler"'];
  let endpoint: TlsEndpoint;
  let runtime: Runtime;

  beforeAll(async () => {
    const notFound = JSON.stringify({ __type: 'TrailNotFoundException', message: 'Unknown trail' });
    endpoint = await new TlsEndpoint({ StartLogging: [400, notFound] }).start();
    runtime = await Runtime.start(COVERED, { ...guardEnvironment(endpoint), BUNDLE: built.file });
  });

  afterAll(() => {
    runtime.stop();
    endpoint.stop();
  });

  test('initialises the CloudTrail client and nothing that is needed only later', async () => {
    expect(await runtime.ask({ texts: NOW })).toEqual({ ran: [true], undici: false });
    expect(await runtime.ask({ texts: LATER })).toEqual({ ran: [false, false, false], undici: false });
  });

  test('leaves the rest until the first StartLogging is on the wire', async () => {
    expect(await runtime.ask({ event: stopLoggingEvent(), texts: LATER })).toEqual({
      ranWhenSent: [false, false, false],
      ran: [true, true, true],
      undici: false,
    });
    expect(endpoint.calls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['StartLogging', 'GetItem', 'PutItem', 'Publish']),
    );
  });

  test('knows errors by their names without having a class for each', () => {
    const message = endpoint.calls.find(({ name }) => name === 'Publish');
    expect(message?.body).toContain('trail-missing');
    expect(message?.body).toContain('TrailNotFoundException%3A%20Unknown%20trail');
  });

  test('prints no warning', () => {
    expect(runtime.errors).toBe('');
  });
});
