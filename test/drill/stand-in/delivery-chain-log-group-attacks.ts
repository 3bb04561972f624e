import * as logs from '@aws-sdk/client-cloudwatch-logs';
import type { Attack, Json } from './delivery-chain-attack';
import { denyLogs, logGroupArn, logGroup as logGroupName } from './delivery-chain-fixture';

const onLogs = (
  eventName: string,
  call: (client: logs.CloudWatchLogsClient) => Promise<unknown>,
  requestParameters: Json,
): Attack => ({ eventName, call: (started) => call(started.logs), requestParameters });

export const logGroupAttacks: readonly Attack[] = [
  onLogs('DeleteLogGroup', (client) => client.send(new logs.DeleteLogGroupCommand({ logGroupName })), { logGroupName }),
  onLogs(
    'PutRetentionPolicy',
    (client) => client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 })),
    { logGroupName, retentionInDays: 1 },
  ),
  onLogs('DeleteRetentionPolicy', (client) => client.send(new logs.DeleteRetentionPolicyCommand({ logGroupName })), {
    logGroupName,
  }),
  onLogs(
    'DeleteLogStream',
    (client) => client.send(new logs.DeleteLogStreamCommand({ logGroupName, logStreamName: 'stream' })),
    { logGroupName, logStreamName: 'stream' },
  ),
  onLogs(
    'PutSubscriptionFilter',
    (client) =>
      client.send(
        new logs.PutSubscriptionFilterCommand({
          logGroupName,
          filterName: 'siem',
          filterPattern: '',
          destinationArn: 'arn:theirs',
        }),
      ),
    { logGroupName, filterName: 'siem', filterPattern: '', destinationArn: 'arn:theirs' },
  ),
  onLogs(
    'DeleteSubscriptionFilter',
    (client) => client.send(new logs.DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'siem' })),
    { logGroupName, filterName: 'siem' },
  ),
  onLogs(
    'DeleteMetricFilter',
    (client) => client.send(new logs.DeleteMetricFilterCommand({ logGroupName, filterName: 'root' })),
    { logGroupName, filterName: 'root' },
  ),
  onLogs('DisassociateKmsKey', (client) => client.send(new logs.DisassociateKmsKeyCommand({ logGroupName })), {
    logGroupName,
  }),
  onLogs(
    'PutResourcePolicy',
    (client) => client.send(new logs.PutResourcePolicyCommand({ resourceArn: logGroupArn, policyDocument: denyLogs })),
    { resourceArn: logGroupArn, policyDocument: denyLogs },
  ),
  onLogs(
    'DeleteResourcePolicy',
    (client) => client.send(new logs.DeleteResourcePolicyCommand({ resourceArn: logGroupArn })),
    { resourceArn: logGroupArn },
  ),
];
