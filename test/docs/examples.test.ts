import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { matches } from '../../drill/stand-in/event-pattern';
import { ocsfOf } from '../../lambda/channels/ocsf';
import { INCIDENTS } from '../lambda/channels/incidents';
import { incident } from '../lambda/guard/incidents';
import { blocksOf, read, root } from './documents';

const OVER = incident('delivery-recovered');

const examples = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'));

/** Builds an example with the command that examples/README.md gives, and runs it: its files that end so, by name. */
function written(example: string, ...endings: string[]): Record<string, string> {
  const [commands = ''] = blocksOf(read('examples/README.md')).map(({ text }) => text);
  const build = commands.split('\n').find((line) => line.startsWith('npx esbuild')) ?? '';
  const assembly = mkdtempSync(join(tmpdir(), 'trail-guard-example-'));
  try {
    const env = { ...process.env, EXAMPLE: example, CDK_OUTDIR: assembly };
    execFileSync('sh', ['-ec', `${build} --log-level=warning && node dist/examples/$EXAMPLE.js`], { cwd: root, env });
    const files = readdirSync(assembly).filter((file) => endings.some((ending) => file.endsWith(ending)));
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(assembly, file), 'utf8')]));
  } finally {
    rmSync(assembly, { recursive: true });
  }
}

/** The one template of an example. */
function synthesized(example: string): Template {
  const [template = '', ...others] = Object.values(written(example, '.template.json'));
  expect(others).toEqual([]);
  return Template.fromJSON(JSON.parse(template));
}

/** The stack sets of an example with its stack, and what their guards are made from. */
function fleet(example: string, stack: string) {
  const files = written(example, '.template.json', '.member.json');
  const [member = '', ...others] = Object.entries(files).flatMap(([file, text]) =>
    file.endsWith('.member.json') ? [text] : [],
  );
  expect(others).toEqual([]);
  const template = Template.fromJSON(JSON.parse(files[`${stack}.template.json`] ?? ''));
  const stackSets = Object.values(template.findResources('AWS::CloudFormation::StackSet'));
  return { files, template, member, stackSets: stackSets.map(({ Properties }) => Properties) };
}

/** The statements of all policies that allow an action. */
function statementsFor(template: Template, action: string): { Resource: unknown }[] {
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[],
    )
    .filter(({ Action }) => [Action].flat().includes(action));
}

test.each(examples)('%s is in the table', (example) => {
  expect(read('examples/README.md')).toContain(`| [${example}.ts](${example}.ts) `);
});

test('add-to-existing-app guards the trail of the stack and no other', () => {
  const template = synthesized('add-to-existing-app');
  const [trail] = Object.keys(template.findResources('AWS::CloudTrail::Trail'));
  const statements = statementsFor(template, 'cloudtrail:StartLogging');
  expect(statements.map(({ Resource }) => Resource)).toEqual([{ 'Fn::GetAtt': [trail, 'Arn'] }]);
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email' });
});

test('own-topic-and-key creates one topic, encrypted as everything else', () => {
  const template = synthesized('own-topic-and-key');
  const [key] = Object.keys(template.findResources('AWS::KMS::Key'));
  template.resourceCountIs('AWS::SNS::Topic', 1);
  template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: {} });
  const arn = { 'Fn::GetAtt': [key, 'Arn'] };
  template.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: arn } });
  template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
  template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: arn });
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs', RawMessageDelivery: true });
});

test('observe-only may not start a trail', () => {
  const template = synthesized('observe-only');
  // The guard's and the investigator's.
  expect(statementsFor(template, 'cloudtrail:GetTrailStatus')).toHaveLength(2);
  expect(statementsFor(template, 'cloudtrail:StartLogging')).toEqual([]);
  template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(15 minutes)' });
});

test('dashboard shows the guard beside it', () => {
  const template = synthesized('dashboard');
  template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'trail-guard' });
  const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
  const { DashboardBody } = Object.values(template.findResources('AWS::CloudWatch::Dashboard'))[0]?.Properties ?? {};
  expect(DashboardBody['Fn::Join'][1]).toContainEqual({ Ref: logGroup });
});

test('prevention binds one organizational unit, with policies that fit', () => {
  const policies = Object.values(synthesized('prevention').findResources('AWS::Organizations::Policy'));
  expect(policies).toHaveLength(2);
  for (const { Properties } of policies) {
    expect(Properties).toMatchObject({ Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['ou-ab12-cdef3456'] });
    expect(JSON.stringify(Properties.Content).length).toBeLessThanOrEqual(5_120);
  }
});

test.each<[string, string, object]>([
  ['high', 'High', { event_action: 'trigger', payload: { severity: 'error', class: 'restored' } }],
  ['critical', 'Critical', { event_action: 'trigger', payload: { severity: 'critical', source: '111122223333' } }],
  ['over', 'Over', { event_action: 'resolve' }],
])('pagerduty tells of what is %s as PagerDuty wants it', (_, rule, event) => {
  const [told] = requestsOf(synthesized('pagerduty'), rule);
  expect(told).toMatchObject({ dedup_key: expect.stringContaining('#'), ...event });
});

test('pagerduty resolves by the id that it alerted by, and reads its key from the body', () => {
  const template = synthesized('pagerduty');
  const [alert] = requestsOf(template, 'Critical');
  const [resolved] = requestsOf(template, 'Over');
  expect(alert).toMatchObject({ payload: { summary: expect.any(String), custom_details: { schemaVersion: '1.2' } } });
  expect(Object.keys(resolved ?? {})).toEqual(['dedup_key', 'event_action']);
  template.hasResourceProperties('AWS::Events::Connection', {
    AuthParameters: { InvocationHttpParameters: { BodyParameters: [{ Key: 'routing_key', IsValueSecret: true }] } },
  });
});

test('jira opens an issue for what is at least medium, once, with text that is no markup', () => {
  const requests = requestsOf(synthesized('jira'), 'Ticket');
  expect(requests.length).toBeGreaterThan(5);
  for (const { fields } of requests) {
    expect(fields).toMatchObject({ project: { key: 'SEC' }, issuetype: { name: 'Task' } });
    expect(fields.summary).toMatch(/^[^\n]{1,255}$/);
    for (const { content } of fields.description.content) {
      expect(content).toEqual([{ type: 'text', text: expect.stringMatching(/\S/) }]);
    }
  }
});

test('organization has guards in the management account too, all of which the hub watches', () => {
  const { template, stackSets, member } = fleet('organization', 'TrailGuardOrganization');
  expect(stackSets).toEqual([
    expect.objectContaining({ PermissionModel: 'SERVICE_MANAGED', CallAs: 'SELF' }),
    expect.objectContaining({ PermissionModel: 'SELF_MANAGED' }),
  ]);
  const watched = JSON.stringify(statementsFor(template, 'cloudformation:ListStackInstances'));
  for (const { StackSetName } of stackSets) {
    expect(watched).toContain(`:stackset/${StackSetName}:*`);
  }
  expect(member.includes('rate(5 minutes)')).toBe(true);
});

test("delegated-administrator's guard in the management account reports to the same hub", () => {
  const { files, template, stackSets } = fleet('delegated-administrator', 'TrailGuardSecurity');
  expect(stackSets).toEqual([expect.objectContaining({ CallAs: 'DELEGATED_ADMIN' })]);
  const [bus] = Object.values(template.findResources('AWS::Events::EventBus'));
  const management = files['TrailGuardManagement.template.json'] ?? '';
  expect(management).toContain(`444455556666:event-bus/${bus?.Properties.Name}`);
});

test("control-tower's guards expect Control Tower in their own account, and go Region by Region", () => {
  const { stackSets, member } = fleet('control-tower', 'TrailGuardLandingZone');
  expect(stackSets[0]?.OperationPreferences).toMatchObject({
    RegionConcurrencyType: 'SEQUENTIAL',
    RegionOrder: ['eu-west-1', 'us-east-1', 'eu-central-1'],
  });
  expect(member.includes('{"Ref":"AWS::AccountId"},":role/AWSControlTowerExecution')).toBe(true);
});

/** What a rule's target sends for each incident that the rule matches, as EventBridge fills in its template. */
// biome-ignore lint/suspicious/noExplicitAny: looked into as the receiver does
function requestsOf(template: Template, rule: string): any[] {
  const [, properties] = Object.entries(template.findResources('AWS::Events::Rule'))
    .map(([id, { Properties }]) => [id, Properties] as const)
    .find(([id]) => id.startsWith(`TrailGuard${rule}`)) ?? ['', undefined];
  const { InputPathsMap, InputTemplate } = properties.Targets[0].InputTransformer;
  return Object.values(INCIDENTS)
    .map((incident) => JSON.parse(JSON.stringify({ detail: ocsfOf(incident) })))
    .concat(JSON.parse(JSON.stringify({ detail: ocsfOf({ ...OVER, revision: 2 }) })))
    .filter((event) => matches({ detail: properties.EventPattern.detail }, event))
    .map((event) =>
      JSON.parse(
        InputTemplate.replace(/<([\w-]+)>/g, (_: string, name: string) =>
          JSON.stringify(valueAt(event, InputPathsMap[name])),
        ),
      ),
    );
}

// biome-ignore lint/suspicious/noExplicitAny: any part of an event
function valueAt(event: any, path: string): unknown {
  return path
    .slice(2)
    .split('.')
    .reduce((part, name) => part?.[name], event);
}
