import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { StandIn } from '../stand-in';
import { assume } from './attacker';
import type { Ledger, Party } from './ledger';

const ADDRESS = '203.0.113.20';

/** People and services who work as on any other day. Some are easily taken for the attacker. */
export interface Bystanders {
  readonly developer: Party;
  /** Another session of the role that the attacker assumes, of somebody else. */
  readonly onCall: Party;
  /** The user whose key was stolen goes on with another key. */
  readonly pipeline: Party;
  /** The session of another role, which has the name of the attacker's. */
  readonly namesake: Party;
  readonly service: Party;
}

export async function gather(
  standIn: StandIn,
  ledger: Ledger,
  { victim, adminRoleArn, sessionName }: { victim: string; adminRoleArn: string; sessionName: string },
): Promise<Bystanders> {
  const party = (identity: Parameters<StandIn['callers']['register']>[0]) =>
    ledger.party('bystander', standIn.callers.register(identity));
  const person = (userName: string) => party({ type: 'IAMUser', userName, sourceIp: ADDRESS });
  const bob = person('bob');
  return {
    developer: person('alice'),
    onCall: await assume(bob, adminRoleArn, 'on-call'),
    pipeline: person(victim),
    namesake: await assume(bob, adminRoleArn.replace(/[^/]+$/, 'backup-operator'), sessionName),
    service: party({ type: 'AWSService', service: 'autoscaling.amazonaws.com' }),
  };
}

/** A bit of everybody's day: to be found in the report, and under their own names. */
export async function work(everybody: Bystanders, round: string): Promise<void> {
  const { developer, onCall, pipeline, namesake, service } = everybody;
  const ec2 = new EC2Client(developer.config('us-west-2'));
  await developer.call(() => ec2.send(new DescribeInstancesCommand({})));
  developer.record({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    region: 'eu-west-1',
    requestParameters: { instanceType: 't4g.micro' },
  });
  const iam = new IAMClient(onCall.config());
  await onCall.call(() => iam.send(new ListUsersCommand({})));
  await onCall.call(() => iam.send(new GetRoleCommand({ RoleName: 'not-there' })));
  const sts = new STSClient(pipeline.config());
  await pipeline.call(() => sts.send(new GetCallerIdentityCommand({})));
  pipeline.record({
    eventSource: 'cloudformation.amazonaws.com',
    eventName: 'UpdateStack',
    requestParameters: { stackName: `shop-${round}` },
  });
  namesake.record({
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    readOnly: true,
    requestParameters: { secretId: 'backup/token' },
  });
  service.record({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    readOnly: true,
    requestParameters: {
      roleArn: `arn:aws:iam::${developer.caller.accountId}:role/aws-service-role/autoscaling.amazonaws.com/Scaling`,
      roleSessionName: 'AutoScaling',
    },
    responseElements: { credentials: { accessKeyId: 'ASIASCALING000000001' } },
  });
}

/** What fills event history in any account: many reads of one service. */
export function makeNoise({ developer }: Bystanders, count: number): void {
  for (let index = 0; index < count; index += 1) {
    developer.record({
      eventSource: 'ssm.amazonaws.com',
      eventName: 'DescribeInstanceInformation',
      readOnly: true,
      requestParameters: { maxResults: 50 },
    });
  }
}
