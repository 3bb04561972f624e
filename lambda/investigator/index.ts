import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EC2Client } from '@aws-sdk/client-ec2';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SSMClient } from '@aws-sdk/client-ssm';
import { ENV_INVESTIGATION, ENV_ROLE_ARN } from '../../lib/contract/environment';
import type { InvestigationPolicy } from '../../lib/contract/investigation-policy';
import { createInvoke } from '../common/invoke';
import { requiredVariable } from '../common/required-variable';
import { countCalls } from './count-calls';
import { createHandler } from './handler';
import { createList } from './list';

const required = (name: string): string => requiredVariable(process.env, name);

/** Calls that hang are tried again while the invocation lasts: without the last, the SDK only warns. */
const options = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};
const policy = JSON.parse(required(ENV_INVESTIGATION)) as InvestigationPolicy;
const counter = { calls: 0 };
const counted = <Client extends Parameters<typeof countCalls>[0]>(client: Client): Client =>
  countCalls(client, counter);
const lambda = counted(new LambdaClient(options));

export const handler = createHandler({
  policy,
  guardRoleArn: required(ENV_ROLE_ARN),
  clients: {
    account: counted(new AccountClient(options)),
    cloudTrail: byRegion((region) => counted(new CloudTrailClient({ ...options, region }))),
    eventHistory: byRegion((region) => counted(new CloudTrailClient({ ...options, region, maxAttempts: 1 }))),
    ec2: byRegion((region) => counted(new EC2Client({ ...options, region }))),
    guardDuty: counted(new GuardDutyClient(options)),
    iam: counted(new IAMClient(options)),
    lambda,
    organizations: counted(new OrganizationsClient(options)),
    securityHub: counted(new SecurityHubClient(options)),
    ssm: counted(new SSMClient(options)),
  },
  counter,
  // The user's bucket may be in any Region.
  ...(policy.list
    ? {
        list: createList({
          client: counted(new S3Client({ ...options, followRegionRedirects: true })),
          ...policy.list,
        }),
      }
    : {}),
  answer: createInvoke(lambda),
  log: console,
  now: () => new Date(),
  sleep: (milliseconds) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
});

function byRegion<Client>(create: (region: string) => Client): (region: string) => Client {
  const clients = new Map<string, Client>();
  return (region) => {
    const client = clients.get(region) ?? create(region);
    clients.set(region, client);
    return client;
  };
}
