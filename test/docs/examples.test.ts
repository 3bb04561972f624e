import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { blocksOf, read, root } from './documents';

const examples = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'));

/** Builds an example with the command that examples/README.md gives, runs it and reads its one template. */
function synthesized(example: string): Template {
  const [commands = ''] = blocksOf(read('examples/README.md')).map(({ text }) => text);
  const build = commands.split('\n').find((line) => line.startsWith('npx esbuild')) ?? '';
  const assembly = mkdtempSync(join(tmpdir(), 'trail-guard-example-'));
  try {
    const env = { ...process.env, EXAMPLE: example, CDK_OUTDIR: assembly };
    execFileSync('sh', ['-ec', `${build} --log-level=warning && node dist/examples/$EXAMPLE.js`], { cwd: root, env });
    const templates = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
    expect(templates).toHaveLength(1);
    return Template.fromJSON(JSON.parse(readFileSync(join(assembly, templates[0] ?? ''), 'utf8')));
  } finally {
    rmSync(assembly, { recursive: true });
  }
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
  expect(statementsFor(template, 'cloudtrail:GetTrailStatus')).toHaveLength(1);
  expect(statementsFor(template, 'cloudtrail:StartLogging')).toEqual([]);
  template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(15 minutes)' });
});
