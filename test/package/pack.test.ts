import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Consumer, ROOT } from './consumer';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: { readonly path: string; readonly size: number }[];
}

const APP = `
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { ActivitySource, ResponseMode, TrailGuard } from 'cdk-trail-guard';

const stack = new Stack(new App(), 'Stack');
new TrailGuard(stack, 'TrailGuard');
const guard = new TrailGuard(stack, 'Observer', {
  trails: [new Trail(stack, 'Trail')],
  responseMode: ResponseMode.OBSERVE,
  exceptions: [
    {
      principalArns: ['arn:aws:iam::111122223333:role/Maintenance'],
      sources: [ActivitySource.cidr('203.0.113.0/24')],
      maximumDuration: Duration.minutes(30),
      reason: 'Approved',
    },
  ],
});
guard.metricDarkSeconds({ period: Duration.minutes(1) });
`;

const folder = mkdtempSync(join(tmpdir(), 'trail-guard-pack-'));
let packed: Packed;
let consumer: Consumer;

beforeAll(() => {
  const options = { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' } as const;
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], options);
  [packed] = JSON.parse(output) as [Packed];
  consumer = new Consumer(join(folder, packed.filename));
});
afterAll(() => {
  consumer?.remove();
  rmSync(folder, { recursive: true });
});

const paths = () => packed.files.map(({ path }) => path);

test.each([
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'dist/lib/index.js',
  'dist/lib/index.d.ts',
  'dist/lambda/guard/index.js',
  'dist/bin/trail-guard.js',
  'docs/runbook.md',
])('the package has %s', (path) => {
  expect(paths()).toContain(path);
});

test('the package has nothing else than the built library, the bundles and the documents', () => {
  const known = [
    /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
    /^docs\/[\w/.-]+\.(md|json|svg|png)$/,
    /^dist\/lib\/[\w/-]+(\.d)?\.(js|ts)$/,
    /^dist\/lambda\/[\w/-]+\.js$/,
    /^dist\/bin\/trail-guard\.js$/,
  ];
  expect(paths().filter((path) => !known.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(paths().filter((path) => /(?<!\.d)\.ts$|test|stand-in|\.map$|tsbuildinfo/.test(path))).toEqual([]);
});

test('the package is small', () => {
  expect(packed.size).toBeLessThan(1_500_000);
  expect(packed.unpackedSize).toBeLessThan(5_000_000);
});

test('an app that installed it compiles against its types and synthesizes, with no tools', () => {
  consumer.write('app.ts', APP);
  expect(consumer.compile()).toBe('');
  const template = JSON.stringify(consumer.synthesize());
  expect(template.match(/"AWS::Lambda::Function"/g)).toHaveLength(4);
});

test('the types are strict: a wrong prop does not compile', () => {
  consumer.write('app.ts', APP.replace('responseMode: ResponseMode.OBSERVE', "responseMode: 'watch'"));
  expect(consumer.compile()).toMatch(/app\.ts.*error TS2322/);
});

test('it installs without any package of its own', () => {
  const { packages } = JSON.parse(consumer.read('package-lock.json')) as { packages: Record<string, unknown> };
  expect(Object.keys(packages)).toEqual(['', 'node_modules/cdk-trail-guard']);
});

test('its command runs', () => {
  const { status, stdout } = consumer.command('--help');
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('preview') });
});

test('its command previews an event', () => {
  const record = {
    eventVersion: '1.11',
    eventID: '11112222-3333-4444-5555-666677778888',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    eventTime: '2026-11-24T07:00:00Z',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    sourceIPAddress: '203.0.113.9',
    userIdentity: { type: 'IAMUser', userName: 'mallory', arn: 'arn:aws:iam::111122223333:user/mallory' },
    requestParameters: { name: 'management' },
  };
  consumer.write('event.json', JSON.stringify(record));
  const { status, stdout, stderr } = consumer.command('preview', 'event.json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('mallory');
});
