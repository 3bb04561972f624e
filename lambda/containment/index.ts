import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { ContainmentPolicy } from '../../lib/contract/containment';
import { ENV_CONTAINMENT, ENV_TABLE_NAME } from '../../lib/contract/environment';
import { createInvoke } from '../common/invoke';
import { requiredVariable } from '../common/required-variable';
import { createHandler } from './handler';
import { createIdentities } from './identities';
import { createRequested } from './requested';

const required = (name: string): string => requiredVariable(process.env, name);

/** Calls that hang are tried again while the invocation lasts: without the last, the SDK only warns. */
const options = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 1_500, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

export const handler = createHandler({
  policy: JSON.parse(required(ENV_CONTAINMENT)) as ContainmentPolicy,
  identities: createIdentities(new IAMClient(options)),
  requested: createRequested(new DynamoDBClient(options), required(ENV_TABLE_NAME)),
  answer: createInvoke(new LambdaClient(options)),
  log: console,
  now: () => new Date(),
  sleep: (milliseconds) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
});
