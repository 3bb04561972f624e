import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../lib/fixture';

const APP = join(__dirname, '../../dist/bin/app.js');
let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'trail-guard-app-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

const environment = (context: Json) => ({
  ...process.env,
  CDK_OUTDIR: outdir,
  CDK_CONTEXT_JSON: JSON.stringify(context),
  CDK_DEFAULT_ACCOUNT: '111122223333',
  CDK_DEFAULT_REGION: 'eu-west-1',
});

function synthesized(context: Json): string {
  execFileSync(process.execPath, [APP], { env: environment(context) });
  return readFileSync(join(outdir, 'TrailGuard.template.json'), 'utf8');
}

test('without context, the app is one stack with a guard', () => {
  const template = synthesized({});
  expect(template).toContain('rate(5 minutes)');
  expect(template).toContain('cloudtrail:StartLogging');
  expect(template).not.toContain('AWS::SNS::Subscription');
});

test('context reaches the guard', () => {
  const context = { email: 'security@example.com', response: 'observe', sweepMinutes: '15', trails: 'management,data' };
  const template = synthesized(context);
  expect(template).toContain('rate(15 minutes)');
  expect(template).toContain('"Endpoint": "security@example.com"');
  expect(template).not.toContain('cloudtrail:StartLogging');
  expect(template).toContain(':cloudtrail:eu-west-1:111122223333:trail/management');
  expect(template).toContain(':cloudtrail:eu-west-1:111122223333:trail/data');
});

test('fails with a wrong context, saying what is allowed', () => {
  const { status, stderr } = spawnSync(process.execPath, [APP], {
    env: environment({ response: 'stop' }),
    encoding: 'utf8',
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain("-c response=stop: must be 'restore' (default) or 'observe'.");
});
