import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { OwnTarget, Target } from './target';

/** What an attacker on a trail and its bucket has at hand. */
export interface OwnHands {
  readonly cloudTrail: CloudTrailClient;
  readonly s3: S3Client;
}

/** What an attacker with stolen credentials has at hand. */
export interface Hands extends OwnHands {
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
  readonly iam: IAMClient;
  readonly sns: SNSClient;
  readonly organizations: OrganizationsClient;
  readonly dynamoDb: DynamoDBClient;
  readonly eventBridge: EventBridgeClient;
  readonly scheduler: SchedulerClient;
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
  readonly cloudWatch: CloudWatchClient;
  readonly cloudFormation: CloudFormationClient;
  /** A call of an API that the stand-in does not have: only its record is made. */
  readonly record: (eventSource: string, eventName: string, requestParameters: object) => void;
}

/** One way to blind a trail, as calls of an AWS SDK. */
export type Attack = (hands: Hands, target: Target) => unknown;

/** One that needs no more than the trail and its bucket. */
export type OwnAttack = (hands: OwnHands, target: OwnTarget) => unknown;

/** By id of the technique. */
export type Attacks = Readonly<Record<string, Attack>>;

export type OwnAttacks = Readonly<Record<string, OwnAttack>>;

/** A policy that keeps CloudTrail, and everybody else, from everything. */
export const DENY_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }],
});

/** The same in a policy of a role. */
export const DENY_ALL_BY_ROLE = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: '*', Resource: '*' },
});

/** The same of CloudWatch Logs alone. */
export const DENY_LOGS = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: 'logs:*', Resource: '*' },
});
