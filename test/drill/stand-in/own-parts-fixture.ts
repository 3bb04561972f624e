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
import type { Caller, StandIn, StandInOptions } from '../../../drill/stand-in';
import { clientConfig, type Resources, start } from './fixture';

export const account = '111122223333';
export const functionArn = `arn:aws:lambda:us-east-1:${account}:function:guard`;
export const ruleArn = `arn:aws:events:us-east-1:${account}:rule/guard-rule`;
export const topicArn = `arn:aws:sns:us-east-1:${account}:guard-topic`;
export const queueUrl = `https://sqs.us-east-1.amazonaws.com/${account}/guard-dead-letters`;

const clientsOf = (standIn: StandIn, caller: Caller) => {
  const config = clientConfig(standIn, caller);
  return {
    cloudFormation: new CloudFormationClient(config),
    cloudWatch: new CloudWatchClient(config),
    dynamoDb: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    scheduler: new SchedulerClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
};

export interface Started extends ReturnType<typeof clientsOf> {
  readonly standIn: StandIn;
  readonly mallory: Caller;
}

/** The stand-in with a trail that records, and clients of somebody who may do everything. */
export async function startParts(
  change?: (resources: Resources) => void,
  options: Partial<StandInOptions> = {},
): Promise<Started> {
  const standIn = await start(options, change);
  standIn.cloudTrail.addTrail({ Name: 'main' });
  const mallory = standIn.callers.register({ type: 'IAMUser', userName: 'mallory' });
  return { standIn, mallory, ...clientsOf(standIn, mallory) };
}
