import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { ENV_POLICY, ENV_ROLE_ARN, ENV_TABLE_NAME, ENV_TOPIC_ARN } from '../../lib/contract/environment';
import type { GuardPolicy } from '../../lib/contract/policy';
import type { Tools } from './guard';
import { createHandler } from './handler';
import { PreconnectedAgent } from './preconnect';
import { createTools } from './tools';
import { createTrails } from './trails';

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Short, so that a call that hangs is tried again while the invocation lasts. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 5_000 };
const httpsAgent = new PreconnectedAgent({ keepAlive: true, maxSockets: 50 });
const client = new CloudTrailClient({ maxAttempts: 5, requestHandler: { ...requestHandler, httpsAgent } });
const { url } = client.config.endpointProvider({
  Region: required('AWS_REGION'),
  Endpoint: process.env.AWS_ENDPOINT_URL_CLOUDTRAIL ?? process.env.AWS_ENDPOINT_URL,
});
httpsAgent.preconnect(url);

let tools: Tools | undefined;

export const handler = createHandler({
  policy: JSON.parse(required(ENV_POLICY)) as GuardPolicy,
  ownRoleArn: required(ENV_ROLE_ARN),
  trails: createTrails(client, sleep),
  log: console,
  now: () => new Date(),
  sleep,
  loadTools: async () => {
    // Not before StartLogging is on its way: what is missing here must not keep a trail stopped.
    tools ??= createTools({
      tableName: required(ENV_TABLE_NAME),
      topicArn: required(ENV_TOPIC_ARN),
      functionName: required('AWS_LAMBDA_FUNCTION_NAME'),
      requestHandler,
    });
    return tools;
  },
});

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `The environment variable ${name} is missing: deploy the guard again, somebody changed its function`,
    );
  }
  return value;
}
