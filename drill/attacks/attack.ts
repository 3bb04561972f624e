import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
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
export const DENY_LOGS = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: 'logs:*', Resource: '*' },
});
