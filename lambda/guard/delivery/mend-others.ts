import { CLOUDTRAIL } from './policy-document';
import { type Commands, command, type Touched } from './shell';

const logs = (operation: string, { name, region }: Touched, ...rest: string[]) =>
  command(['logs', operation, '--log-group-name', name, ...rest, '--region', region]);

const keepFor = (logGroup: Touched, days: number) =>
  logs('put-retention-policy', logGroup, '--retention-in-days', String(days));

export const LOG_GROUP_COMMANDS: Commands = {
  DeleteLogGroup: (logGroup) => {
    const { retentionInDays, logGroupClass, kmsKeyId } = logGroup.trail.snapshot?.logGroup ?? {};
    return [
      logs(
        'create-log-group',
        logGroup,
        ...(logGroupClass ? ['--log-group-class', logGroupClass] : []),
        ...(kmsKeyId ? ['--kms-key-id', kmsKeyId] : []),
      ),
      ...(retentionInDays ? [keepFor(logGroup, retentionInDays)] : []),
    ];
  },
  PutRetentionPolicy: (logGroup) => {
    const days = logGroup.trail.snapshot?.logGroup?.retentionInDays;
    // Without a retention, events never expire.
    return [days ? keepFor(logGroup, days) : logs('delete-retention-policy', logGroup)];
  },
  DisassociateKmsKey: (logGroup) => {
    const key = logGroup.trail.snapshot?.logGroup?.kmsKeyId;
    return key
      ? [logs('associate-kms-key', logGroup, '--kms-key-id', key)]
      : [
          command([
            'logs',
            'describe-log-groups',
            '--log-group-name-prefix',
            logGroup.name,
            '--region',
            logGroup.region,
          ]),
        ];
  },
  DeleteLogStream: (logGroup) => [logs('describe-log-streams', logGroup)],
  DeleteSubscriptionFilter: (logGroup) => [logs('describe-subscription-filters', logGroup)],
  PutSubscriptionFilter: (logGroup) => [logs('describe-subscription-filters', logGroup)],
  DeleteMetricFilter: (logGroup) => [logs('describe-metric-filters', logGroup)],
};

export const TOPIC_COMMANDS: Commands = {
  DeleteTopic: ({ name, region, trail }) => [
    command(['sns', 'create-topic', '--name', name.slice(name.lastIndexOf(':') + 1), '--region', region]),
    command([
      'sns',
      'set-topic-attributes',
      '--topic-arn',
      name,
      '--attribute-name',
      'Policy',
      '--attribute-value',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AWSCloudTrailSNSPolicy20131101',
            Effect: 'Allow',
            Principal: { Service: CLOUDTRAIL },
            Action: 'SNS:Publish',
            Resource: name,
            Condition: { StringEquals: { 'aws:SourceArn': trail.arn } },
          },
        ],
      }),
      '--region',
      region,
    ]),
  ],
  Unsubscribe: ({ name, region }) => [
    command(['sns', 'list-subscriptions-by-topic', '--topic-arn', name, '--region', region]),
  ],
};

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: CLOUDTRAIL }, Action: 'sts:AssumeRole' }],
};

const iam = (operation: string, { name }: Touched, ...rest: string[]) =>
  command(['iam', operation, '--role-name', name, ...rest]);

/** What CloudTrail does with its role: it makes log streams in the group and writes into them. */
const allowDelivery = (role: Touched) => {
  const logGroup = role.trail.configuration.CloudWatchLogsLogGroupArn?.replace(/:\*$/, '') ?? '*';
  const statement = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${logGroup}:log-stream:*`,
  };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return iam('put-role-policy', role, '--policy-name', 'CloudTrailDelivery', '--policy-document', document);
};

export const ROLE_COMMANDS: Commands = {
  DeleteRole: (role) => [
    iam('create-role', role, '--assume-role-policy-document', JSON.stringify(TRUST)),
    allowDelivery(role),
  ],
  DeleteRolePolicy: (role) => [allowDelivery(role)],
  DetachRolePolicy: (role) => [allowDelivery(role)],
  UpdateAssumeRolePolicy: (role) => [
    iam('update-assume-role-policy', role, '--policy-document', JSON.stringify(TRUST)),
  ],
  PutRolePermissionsBoundary: (role) => [iam('delete-role-permissions-boundary', role)],
  PutRolePolicy: (role) => [iam('list-role-policies', role)],
};
