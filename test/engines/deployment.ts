import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ACCOUNT, CREDENTIALS, clientConfig, type Engine, REGION, ROOT } from './engine';

const APP = join(ROOT, 'dist', 'bin', 'app.js');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

export interface Deployment {
  readonly stackName: string;
  readonly template: Template;
  readonly resources: readonly DeployedResource[];
  /** The physical id of the only resource of this type. */
  only(type: string): string;
  /** The physical ids of all of this type. */
  all(type: string): string[];
  /** `cdk destroy`: the account is as it was. */
  destroy(): Promise<void>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
}

export type Properties = Readonly<Record<string, unknown>>;

export interface DeployedResource {
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly status: string;
}

/** What a user does: synthesize the product's app, `cdk bootstrap` and `cdk deploy`, with the CDK's own command line. */
export async function deploy(engine: Engine, context: Readonly<Record<string, string>> = {}): Promise<Deployment> {
  if (!existsSync(APP)) throw new Error(`${APP} is missing: run \`npm run build\` first.`);
  const out = join(engine.directory, 'cdk.out');
  const env = cdkEnvironment(engine);
  const CDK_CONTEXT_JSON = JSON.stringify({ ...projectContext(), ...context });
  await run([APP], { ...env, CDK_OUTDIR: out, CDK_CONTEXT_JSON, CDK_VALIDATION: 'false' }, ROOT);
  // Not in the project's directory, whose cdk.json would have the CDK build the project again.
  const cdk = (...args: string[]) => run([CDK, ...args, '--app', out, '--no-notices', '--ci'], env, engine.directory);
  await cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`);
  await cdk('deploy', '--require-approval', 'never');

  const [file = '', ...others] = readdirSync(out).filter((name) => name.endsWith('.template.json'));
  if (file === '' || others.length > 0) throw new Error(`expected one stack of ${APP}, found ${[file, ...others]}`);
  const stackName = file.slice(0, -'.template.json'.length);
  const template = JSON.parse(readFileSync(join(out, file), 'utf8')) as Template;
  const resources = await deployedResources(engine, stackName);
  await letPutEvents(engine, resources);
  const only = (type: string) => {
    // The guard's own, where the investigator has one too.
    const ofGuard = resources.filter(({ logicalId }) => !logicalId.startsWith('TrailGuardInvestigator'));
    const [found, ...others] = ofGuard.filter((resource) => resource.type === type);
    if (!found || others.length > 0) throw new Error(`expected one ${type}, found ${(found ? 1 : 0) + others.length}`);
    return found.physicalId;
  };
  const all = (type: string) =>
    resources.filter((resource) => resource.type === type).map(({ physicalId }) => physicalId);
  return { stackName, template, resources, only, all, destroy: () => cdk('destroy', '--force') };
}

export async function deployedResources(engine: Engine, StackName: string): Promise<DeployedResource[]> {
  const client = new CloudFormationClient(clientConfig(engine));
  const resources: DeployedResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    for (const summary of page.StackResourceSummaries ?? []) {
      resources.push({
        type: summary.ResourceType ?? '',
        logicalId: summary.LogicalResourceId ?? '',
        physicalId: summary.PhysicalResourceId ?? '',
        status: summary.ResourceStatus ?? '',
      });
    }
  }
  return resources;
}

/** ministack does not know the condition keys of PutEvents, on which AWS lets the guard put its own events only. */
export async function letPutEvents(engine: Engine, resources: readonly DeployedResource[]): Promise<void> {
  const role = resources.find(({ logicalId }) => logicalId.startsWith('TrailGuardPermissionsRole'));
  const Statement = [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }];
  await new IAMClient(clientConfig(engine)).send(
    new PutRolePolicyCommand({
      RoleName: role?.physicalId,
      PolicyName: 'put-events',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
}

/** The context that the CDK's command line would pass to the app. */
function projectContext(): Properties {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context?: Properties };
  return context ?? {};
}

function cdkEnvironment(engine: Engine): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: engine.directory,
    TMPDIR: engine.directory,
    AWS_ENDPOINT_URL: engine.url,
    AWS_CA_BUNDLE: engine.certificate,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    CDK_DISABLE_CLI_TELEMETRY: '1',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
}

function run(args: string[], env: NodeJS.ProcessEnv, cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (!error) return resolve();
      reject(new Error(`node ${args.join(' ')} failed:\n${stdout}\n${stderr}`));
    });
  });
}
