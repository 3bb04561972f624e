import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import {
  ENV_CONTAINMENT_FUNCTION,
  ENV_INVESTIGATOR,
  ENV_OWN_PARTS,
  ENV_POLICY,
  ENV_ROLE_ARN,
  ENV_TABLE_NAME,
  ENV_TOPIC_ARN,
  ENV_VERSION,
} from '../../lib/contract/environment';
import type { GuardPolicy } from '../../lib/contract/policy';
import { requiredVariable } from '../common/required-variable';
import type { Tools } from './guard';
import { createHandler } from './handler';
import { PreconnectedAgent } from './preconnect';
import { createTools } from './tools';
import { createTrails } from './trails';

const required = (name: string): string => requiredVariable(process.env, name);

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Short, so that a call that hangs is tried again while the invocation lasts: without the last, the SDK only warns. */
const requestHandler = { connectionTimeout: 1_500, requestTimeout: 3_000, throwOnRequestTimeout: true };
const httpsAgent = new PreconnectedAgent({ keepAlive: true, maxSockets: 50 });
const client = new CloudTrailClient({ maxAttempts: 4, requestHandler: { ...requestHandler, httpsAgent } });
const { url } = client.config.endpointProvider({
  Region: required('AWS_REGION'),
  Endpoint: process.env.AWS_ENDPOINT_URL_CLOUDTRAIL ?? process.env.AWS_ENDPOINT_URL,
});
httpsAgent.preconnect(url);

let tools: Tools | undefined;

const policy = JSON.parse(required(ENV_POLICY)) as GuardPolicy;

export const handler = createHandler({
  policy,
  ownRoleArn: required(ENV_ROLE_ARN),
  trails: createTrails(client, sleep),
  log: console,
  now: () => new Date(),
  sleep,
  loadTools: async () => {
    // A turn of the event loop, for the request that is being written.
    await new Promise(setImmediate);
    // A variable that is missing fails what needs it, and never a restore.
    tools ??= createTools({
      policy,
      tableName: () => required(ENV_TABLE_NAME),
      topicArn: () => required(ENV_TOPIC_ARN),
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? '',
      ownRoleArn: process.env[ENV_ROLE_ARN] ?? '',
      investigator: process.env[ENV_INVESTIGATOR],
      containment: process.env[ENV_CONTAINMENT_FUNCTION],
      ownParts: process.env[ENV_OWN_PARTS],
      version: process.env[ENV_VERSION] ?? 'unknown',
      environment: process.env,
      requestHandler,
    });
    return tools;
  },
});
