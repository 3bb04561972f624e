import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

function synthesized(context: Json, stack = 'TrailGuard'): string {
  execFileSync(process.execPath, [APP], { env: environment(context) });
  return readFileSync(join(outdir, `${stack}.template.json`), 'utf8');
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

test('for an organization, the app is one stack with the fleet and the hub that it reports to', () => {
  const template = synthesized(
    {
      mode: 'organization',
      organizationId: 'o-a1b2c3d4e5',
      ous: 'ou-ab12-cdef3456',
      regions: 'us-east-1,eu-west-1',
      admin: 'delegated',
      email: 'security@example.com',
      response: 'observe',
      sweepMinutes: '15',
    },
    'TrailGuardFleet',
  );
  const { Resources } = JSON.parse(template) as { Resources: Record<string, { Type: string; Properties: Json }> };
  const [fleet, ...others] = Object.values(Resources).filter(({ Type }) => Type === 'AWS::CloudFormation::StackSet');
  expect(others).toEqual([]);
  const [bus] = Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::Events::EventBus');
  expect(fleet?.Properties).toMatchObject({
    CallAs: 'DELEGATED_ADMIN',
    Parameters: [{ ParameterKey: 'HubEventBusArn', ParameterValue: { 'Fn::GetAtt': [bus, 'Arn'] } }],
    StackInstancesGroup: [{ Regions: ['us-east-1', 'eu-west-1'] }],
  });
  expect(template).toContain('"Endpoint": "security@example.com"');
  expect(template).toContain('cloudformation:ListStackInstances');
  const members = readdirSync(outdir).filter((file) => file.endsWith('.member.json'));
  const member = readFileSync(join(outdir, String(members)), 'utf8');
  expect(member.includes('rate(15 minutes)')).toBe(true);
  expect(member.includes('cloudtrail:StartLogging')).toBe(false);
});

test('fails with a wrong context, saying what is allowed', () => {
  const { status, stderr } = spawnSync(process.execPath, [APP], {
    env: environment({ response: 'stop' }),
    encoding: 'utf8',
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain("-c response=stop: must be 'restore' (default) or 'observe'.");
});
