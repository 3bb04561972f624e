// The guard as a deployed function would meet the world: its environment, and the events it gets.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const trailArn = (name) => `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`;

/** Node of the Lambda runtime, from the npm package `node`. */
export const node24 = join(dirname(require.resolve('node/package.json')), 'bin', 'node');

export const child = (name) => join(root, 'bench', 'children', name);
export const runtime = child('runtime.cjs');
export const floor = child('floor.cjs');
export const bundle = join(root, 'dist', 'lambda', 'guard', 'index.js');

/** The same handler source with the SDK left outside, to be required from node_modules. */
export async function buildUnbundled() {
  const outfile = join(root, 'dist', 'bench', 'unbundled.js');
  const source = join(root, 'lambda', 'guard', 'index.ts');
  await build({ entryPoints: [source], outfile, bundle: true, packages: 'external', platform: 'node', format: 'cjs' });
  return outfile;
}

export function environment(endpoint) {
  const policy = {
    version: 1,
    partition: 'aws',
    region: REGION,
    account: ACCOUNT,
    response: 'restore',
    severityProfile: 'current',
    exceptions: [],
    comparisonSeconds: 3_600,
  };
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'token'.repeat(150),
    AWS_LAMBDA_FUNCTION_NAME: 'guard',
    AWS_ENDPOINT_URL: endpoint.url,
    NODE_EXTRA_CA_CERTS: endpoint.certificate,
    TRAIL_GUARD_POLICY: JSON.stringify(policy),
    TRAIL_GUARD_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/guard`,
    TRAIL_GUARD_TABLE_NAME: 'guard',
    TRAIL_GUARD_TOPIC_ARN: `arn:aws:sns:${REGION}:${ACCOUNT}:guard`,
  };
}

export function stopLogging(stoppedAt) {
  const eventTime = `${stoppedAt.toISOString().slice(0, 19)}Z`;
  return {
    version: '0',
    id: '8d3c4c0e-2f2b-4b7e-9a51-0d3f6a1f0001',
    source: 'aws.cloudtrail',
    account: ACCOUNT,
    region: REGION,
    time: eventTime,
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventVersion: '1.11',
      eventID: '8d3c4c0e-2f2b-4b7e-9a51-0d3f6a1f0002',
      eventName: 'StopLogging',
      eventSource: 'cloudtrail.amazonaws.com',
      eventTime,
      awsRegion: REGION,
      recipientAccountId: ACCOUNT,
      sourceIPAddress: '198.51.100.7',
      userAgent: 'aws-cli/2.31.0',
      requestParameters: { name: trailArn('trail-0') },
      userIdentity: {
        type: 'IAMUser',
        arn: `arn:aws:iam::${ACCOUNT}:user/mallory`,
        accountId: ACCOUNT,
        principalId: 'AIDAEXAMPLE',
        userName: 'mallory',
        accessKeyId: 'AKIAEXAMPLE',
      },
    },
  };
}

export const sweep = { trigger: 'sweep', schedule: `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/guard` };
