import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePath } from '../../lib/bundle-path';
import { inlineCode } from '../../lib/inline-code';
import { guardEnvironment, Runtime, stopLoggingEvent, TlsEndpoint } from '../lambda/built';

let folder: string;
const inline = (bundle: string) => {
  const file = join(folder, `${bundle}.js`);
  writeFileSync(file, inlineCode(bundle));
  return file;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trail-guard-inline-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['guard', 'investigator', 'containment'])('%s takes at most half of its files', (bundle) => {
  const code = inlineCode(bundle);
  const path = bundlePath(bundle);
  const files = readdirSync(path).map((name) => readFileSync(join(path, name)).length);
  expect(code.length).toBeLessThan(files.reduce((sum, length) => sum + length) / 2);
  // In a template as it is: base64 has nothing that JSON would write as more than one byte, and the loader little.
  expect(JSON.stringify(code).length - code.length).toBeLessThan(100);
});

const ANSWER = `
  const zlib = require('node:zlib');
  const unpack = zlib.brotliDecompressSync;
  let unpacked = 0;
  zlib.brotliDecompressSync = (...args) => { unpacked++; return unpack(...args); };
  const inline = require(process.env.INLINE);
  const plain = require(process.env.PLAIN);
  const answer = async ({ event }) => {
    if (event) await inline.handler(event, { awsRequestId: 'request' });
    return { inline: Object.keys(inline), plain: Object.keys(plain), unpacked };
  };
`;

describe('the guard', () => {
  let endpoint: TlsEndpoint;
  let runtime: Runtime;

  beforeAll(async () => {
    endpoint = await new TlsEndpoint().start();
    runtime = await Runtime.start(ANSWER, {
      ...guardEnvironment(endpoint),
      INLINE: inline('guard'),
      PLAIN: join(bundlePath('guard'), 'index.js'),
    });
  });
  afterAll(() => {
    runtime.stop();
    endpoint.stop();
  });

  test('exports what the file does, with no other file unpacked', async () => {
    const { inline, plain, unpacked } = await runtime.ask<Record<string, unknown>>({});
    expect(inline).toEqual(plain);
    expect(inline).toContain('handler');
    expect(unpacked).toBe(1);
  });

  test('restores a trail, and unpacks the channels once for all that comes after', async () => {
    await runtime.ask({ event: stopLoggingEvent() });
    expect(endpoint.calls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['StartLogging', 'Publish', 'PutEvents']),
    );
    const again = await runtime.ask<Record<string, unknown>>({ event: stopLoggingEvent() });
    expect(again.unpacked).toBe(2);
    expect(runtime.errors).toBe('');
  });
});

test('a file that is missing is told as by Node', async () => {
  const code = inlineCode('containment').replace("require('node:zlib')", "require('./other.js')");
  const file = join(folder, 'broken.js');
  writeFileSync(file, code);
  await expect(Runtime.start(`require(${JSON.stringify(file)});const answer = () => 0;`, {})).rejects.toThrow(
    "Cannot find module './other.js'",
  );
});
