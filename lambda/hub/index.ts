import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ENV_TABLE_NAME, ENV_TOPIC_ARN } from '../../lib/contract/environment';
import { ENV_HUB, type HubFunctionPolicy, type WatchedStackSet } from '../../lib/contract/hub';
import { requiredVariable } from '../common/required-variable';
import { createHandler } from './handler';
import { createCount } from './metrics';
import { createStackSets } from './stack-sets';
import { createHubTable } from './table';
import { createPublish } from './topic';

const required = (name: string): string => requiredVariable(process.env, name);

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const now = () => new Date();

/** Calls that hang are tried again while the invocation lasts: without the last, the SDK only warns. */
const options = {
  maxAttempts: 6,
  requestHandler: { connectionTimeout: 1_500, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** In the stack set's Region, in its account: as a role of that account where it is not the hub's own. */
function clientOf({ region, roleArn }: WatchedStackSet): CloudFormationClient {
  return new CloudFormationClient({
    ...options,
    // Throttled together with whatever else deploys in the account.
    maxAttempts: 10,
    region,
    ...(roleArn === undefined ? {} : { credentials: () => credentialsOf(roleArn) }),
  });
}

async function credentialsOf(roleArn: string) {
  const { Credentials } = await new STSClient(options).send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'TrailGuardHub' }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined) {
    throw new Error(`${roleArn} gave no credentials`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken ? { sessionToken: SessionToken } : {}),
    ...(Expiration ? { expiration: Expiration } : {}),
  };
}

export const handler = createHandler({
  policy: JSON.parse(required(ENV_HUB)) as HubFunctionPolicy,
  table: createHubTable(new DynamoDBClient(options), required(ENV_TABLE_NAME), sleep),
  stackSets: createStackSets(clientOf, sleep, now),
  publish: createPublish(new SNSClient(options), required(ENV_TOPIC_ARN)),
  count: createCount(process.env.AWS_LAMBDA_FUNCTION_NAME ?? '', (line) => process.stdout.write(line), now),
  log: console,
  now,
});
