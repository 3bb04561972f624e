import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Hands } from './attacks/attack';
import type { Caller, StandIn } from './stand-in';

/** Clients of the stand-in, as somebody who may do everything. */
export function handsOf(standIn: StandIn, caller: Caller): Hands {
  const { endpoint, world } = standIn;
  const config = { endpoint, region: world.region, credentials: caller.credentials, maxAttempts: 1 };
  return {
    cloudTrail: new CloudTrailClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
    iam: new IAMClient(config),
    sns: new SNSClient(config),
    organizations: new OrganizationsClient(config),
    dynamoDb: new DynamoDBClient(config),
    eventBridge: new EventBridgeClient(config),
    scheduler: new SchedulerClient(config),
    lambda: new LambdaClient(config),
    sqs: new SQSClient(config),
    cloudWatch: new CloudWatchClient(config),
    cloudFormation: new CloudFormationClient(config),
    record: (eventSource, eventName, requestParameters) =>
      standIn.cloudTrail.recordCall({
        caller,
        eventSource,
        eventName,
        requestParameters: { ...requestParameters },
        spelledAsRecorded: true,
      }),
  };
}
