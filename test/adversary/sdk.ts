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
import { createOwnParts } from '../../lambda/own-parts';
import { ACCOUNT, type Json, REGION } from '../fixtures/identities';
import { MANIFEST, STACK_NAME } from './account/stack';

const CLIENTS = {
  cloudformation: CloudFormationClient,
  cloudwatch: CloudWatchClient,
  logs: CloudWatchLogsClient,
  dynamodb: DynamoDBClient,
  events: EventBridgeClient,
  iam: IAMClient,
  lambda: LambdaClient,
  scheduler: SchedulerClient,
  sns: SNSClient,
  sqs: SQSClient,
};

type Answer = (service: string, operation: string, input: Json) => Promise<unknown>;

/** Whoever answers the SDK's clients at present. */
let answering: Answer = () => Promise.reject(new Error('no world answers'));

let sleeping: (milliseconds: number) => Promise<unknown> = async () => undefined;

/** From now on, what the guard's own code sends by the SDK is answered by this, and it waits so. */
export function answerSdk(answer: Answer, sleep = sleeping): void {
  answering = answer;
  sleeping = sleep;
}

for (const [service, client] of Object.entries(CLIENTS)) {
  jest
    .spyOn(client.prototype as { send(command: { input: Json }): Promise<unknown> }, 'send')
    .mockImplementation((command) =>
      answering(service, command.constructor.name.replace(/Command\d*$/, ''), structuredClone(command.input)),
    );
}

/** The guard's own inspection and repairs. Made once: clients take longer to make than anything else here. */
export const OWN_PARTS = createOwnParts({
  location: `${STACK_NAME}/${MANIFEST}`,
  region: REGION,
  account: ACCOUNT,
  requestHandler: {},
  sleep: (milliseconds) => sleeping(milliseconds),
});
