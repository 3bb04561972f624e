import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudTrailClient,
  CreateTrailCommand,
  GetTrailStatusCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { recordInCloudTrail } from './cloudtrail-door';
import { type DeployedResource, deployedResources, letPutEvents, type Template } from './deployment';
import { ACCOUNT, clientConfig, engines, eventually, REGION, ROOT, sleep } from './engine';
import { Inbox } from './inbox';
import { MALLORY, stopRecord } from './records';

// What a stack set makes in each account and Region: the very file that the app uploads for it.

const { ministack } = engines();
const config = clientConfig(ministack);
const cloudFormation = new CloudFormationClient(config);
const cloudTrail = new CloudTrailClient(config);
/** As StackSets names it. */
const STACK = 'StackSet-TrailGuard-0a1b2c3d-1111-2222-3333-444455556666';
const REGIONS = ['us-east-1', REGION, 'ap-northeast-3', 'sa-east-1'];

let file: string;
let template: Template & { readonly Resources: Readonly<Record<string, { readonly Condition?: string }>> };
let resources: readonly DeployedResource[];

beforeAll(() => {
  const outdir = join(ministack.directory, 'fleet.out');
  const context = {
    mode: 'organization',
    organizationId: 'o-a1b2c3d4e5',
    ous: 'ou-ab12-cdef3456',
    regions: REGIONS.join(','),
    investigation: 'off',
  };
  execFileSync(process.execPath, [join(ROOT, 'dist', 'bin', 'app.js')], {
    env: { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: 'false' },
  });
  const [name = '', ...others] = readdirSync(outdir).filter((name) => name.endsWith('.member.json'));
  expect(others).toEqual([]);
  file = join(outdir, name);
  template = JSON.parse(readFileSync(file, 'utf8'));
});

test('cfn-lint finds nothing in it, for any of its Regions', () => {
  // W3005: that the CDK has a function wait for the role that it names anyway.
  const lint = ['-i', 'W3005', '-r', ...REGIONS, '--', file];
  expect(execFileSync(join(ROOT, '.engines', 'venv', 'bin', 'cfn-lint'), lint, { encoding: 'utf8' })).toBe('');
});

describe('deployed, with nothing there before', () => {
  let inbox: Inbox;

  beforeAll(async () => {
    const { EventBusArn } = await new EventBridgeClient(config).send(
      new CreateEventBusCommand({ Name: 'TrailGuardFleetHub' }),
    );
    await deploy(EventBusArn);
    resources = await deployedResources(ministack, STACK);
    await letPutEvents(ministack, resources);
    const topic = resources.find(({ type }) => type === 'AWS::SNS::Topic');
    inbox = await Inbox.subscribe(ministack, topic?.physicalId ?? '');
  });

  afterAll(() => cloudFormation.send(new DeleteStackCommand({ StackName: STACK })));

  test('it holds every resource but those of the Region of IAM', () => {
    const everywhere = Object.entries(template.Resources).filter(([, { Condition }]) => Condition === undefined);
    expect(everywhere.length).toBeLessThan(Object.keys(template.Resources).length);
    expect(resources.map(({ logicalId }) => logicalId).sort()).toEqual(everywhere.map(([id]) => id).sort());
  });

  test('it tells its version', async () => {
    const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }));
    expect(stack?.Outputs).toEqual([
      expect.objectContaining({ OutputKey: 'Version', OutputValue: expect.stringMatching(/^\d.*\+[0-9a-f]{12}$/) }),
    ]);
  });

  test('it undoes an attack on a trail, and tells', async () => {
    const { TrailARN: trail = '' } = await cloudTrail.send(
      new CreateTrailCommand({ Name: 'of-a-member', S3BucketName: 'of-a-member-logs' }),
    );
    await cloudTrail.send(new StartLoggingCommand({ Name: trail }));
    // ministack's times are whole seconds.
    await sleep(1_100);
    await cloudTrail.send(new StopLoggingCommand({ Name: trail }));
    await sleep(1_100);
    await recordInCloudTrail(ministack, stopRecord(trail), { deliver: true });
    await eventually(
      'the trail logs again',
      () => cloudTrail.send(new GetTrailStatusCommand({ Name: trail })),
      ({ IsLogging }) => IsLogging === true,
    );
    expect(await inbox.next((incident) => incident.trail.arn === trail)).toMatchObject({
      outcome: 'restored',
      account: ACCOUNT,
      actor: { arn: MALLORY },
    });
  });
});

async function deploy(eventBusArn: string | undefined): Promise<void> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'fleet-assets' }));
  await s3.send(new PutObjectCommand({ Bucket: 'fleet-assets', Key: 'member.json', Body: readFileSync(file) }));
  await cloudFormation.send(
    new CreateStackCommand({
      StackName: STACK,
      TemplateURL: `${ministack.url}/fleet-assets/member.json`,
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: [{ ParameterKey: 'HubEventBusArn', ParameterValue: eventBusArn }],
    }),
  );
  await eventually(
    'the stack is there',
    async () => (await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }))).Stacks?.[0],
    (stack) => stack?.StackStatus === 'CREATE_COMPLETE',
  );
}
