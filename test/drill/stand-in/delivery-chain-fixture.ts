import { CloudTrailClient, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { clientConfig, start } from './fixture';

export const account = '111122223333';
export const bucket = 'main-logs';
export const keyId = '11111111-2222-3333-4444-555555555555';
export const keyArn = `arn:aws:kms:us-east-1:${account}:key/${keyId}`;
export const logGroup = 'main-events';
export const logGroupArn = `arn:aws:logs:us-east-1:${account}:log-group:${logGroup}:*`;
export const roleName = 'delivery';
export const roleArn = `arn:aws:iam::${account}:role/${roleName}`;
export const topicArn = `arn:aws:sns:us-east-1:${account}:main-files`;
export const trailArn = `arn:aws:cloudtrail:us-east-1:${account}:trail/main`;

/** A statement that keeps CloudTrail, and everybody else, from everything. */
export const denyAll = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }],
});
/** The same in a policy of a role. */
export const denyLogs = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: 'logs:*', Resource: '*' },
});

export const clients = (standIn: StandIn, caller: Caller) => {
  const config = clientConfig(standIn, caller);
  return {
    cloudTrail: new CloudTrailClient(config),
    dynamodb: new DynamoDBClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
    organizations: new OrganizationsClient(config),
    s3: new S3Client(config),
    sns: new SNSClient(config),
  };
};

export interface Started extends ReturnType<typeof clients> {
  readonly standIn: StandIn;
  readonly mallory: Caller;
}

/** A healthy trail with all that it can deliver through, and clients of somebody who may do everything. */
export async function startChain(region = 'us-east-1'): Promise<Started> {
  const standIn = await start({ region, cloudTrail: { lookupEventsPerSecond: 100 } });
  standIn.bus.rule('guard-rule').state = 'DISABLED';
  standIn.cloudTrail.addTrail({
    Name: 'main',
    homeRegion: 'us-east-1',
    IsMultiRegionTrail: true,
    S3BucketName: bucket,
    S3KeyPrefix: 'audit',
    EnableLogFileValidation: true,
    KmsKeyId: keyArn,
    CloudWatchLogsLogGroupArn: logGroupArn,
    CloudWatchLogsRoleArn: roleArn,
    SnsTopicName: topicArn,
  });
  standIn.addDeliveryChain({ trailArn, bucket, keyArn, keyOrigin: 'EXTERNAL', logGroupArn, roleArn, topicArn });
  const mallory = standIn.callers.register({ type: 'IAMUser', userName: 'mallory', sourceIp: '203.0.113.7' });
  return { standIn, mallory, ...clients(standIn, mallory) };
}

/** The delivery errors that GetTrailStatus tells. */
export async function errorsOf({ cloudTrail }: Started, Name = 'main'): Promise<Record<string, unknown>> {
  const status = await cloudTrail.send(new GetTrailStatusCommand({ Name }));
  return Object.fromEntries(Object.entries(status).filter(([field]) => field.endsWith('Error')));
}
