import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

export type Clients = ReturnType<typeof createClients>;

/** A client of each service that a part of the guard is of. They try again by themselves when AWS asks them to wait. */
export function createClients(region: string, requestHandler: object) {
  const options = { region, requestHandler, maxAttempts: 4 };
  return {
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    dynamoDb: new DynamoDBClient(options),
    eventBridge: new EventBridgeClient(options),
    // Its one endpoint of a partition, and the Region to sign for, the SDK knows from any Region.
    iam: new IAMClient(options),
    lambda: new LambdaClient(options),
    logs: new CloudWatchLogsClient(options),
    scheduler: new SchedulerClient(options),
    sns: new SNSClient(options),
    // The queue is in the guard's Region, whatever host its URL names.
    sqs: new SQSClient({ ...options, useQueueUrlAsEndpoint: false }),
  };
}
