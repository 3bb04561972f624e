import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfig } from './client-config';
import { type DeployedGuard, deployedGuards, reasonNotCovered } from './deployed-guard';
import { DrillTrail } from './drill-trail';
import type { DrillOptions } from './result';

/** An account and Region with a guard that would answer a drill. */
export interface RemotePlace {
  readonly cloudTrail: CloudTrailClient;
  readonly s3: S3Client;
  readonly lambda: LambdaClient;
  readonly dynamoDb: DynamoDBClient;
  readonly guard: DeployedGuard;
  readonly account: string;
  readonly region: string;
  /** Not made yet. */
  readonly trail: DrillTrail;
  readonly timeoutSeconds: number;
}

/** @returns the reason, where no guard would answer */
export async function remotePlace(options: DrillOptions): Promise<RemotePlace | string> {
  const timeoutSeconds = Number(options.timeout);
  if (!(timeoutSeconds > 0)) {
    throw new Error(`--timeout ${options.timeout}: must be a number of seconds above 0`);
  }
  const config = clientConfig(options);
  const cloudTrail = new CloudTrailClient(config);
  const region = await cloudTrail.config.region();
  const { Account: account = '', Arn: caller = '' } = await new STSClient(config).send(
    new GetCallerIdentityCommand({}),
  );
  const lambda = new LambdaClient(config);
  const guards = await deployedGuards(lambda);
  const guard = guards.find((one) => reasonNotCovered([one]) === undefined);
  if (guard === undefined) {
    return reasonNotCovered(guards) ?? '';
  }
  const s3 = new S3Client({ ...config, forcePathStyle: options.endpoint !== undefined });
  const trail = new DrillTrail({ cloudTrail, s3 }, caller.split(':')[1] ?? 'aws', account, region);
  return {
    cloudTrail,
    s3,
    lambda,
    dynamoDb: new DynamoDBClient(config),
    guard,
    account,
    region,
    trail,
    timeoutSeconds,
  };
}
