import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { type Attacks, DENY_LOGS } from './attack';

export const LOG_GROUP_ATTACKS: Attacks = {
  'log-group-deleted': (hands, { logGroup: logGroupName }) =>
    hands.logs.send(new logs.DeleteLogGroupCommand({ logGroupName })),
  'log-stream-deleted': (hands, { logGroup: logGroupName }) =>
    hands.logs.send(new logs.DeleteLogStreamCommand({ logGroupName, logStreamName: 'stream' })),
  'log-group-retention-changed': (hands, { logGroup: logGroupName }) =>
    hands.logs.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 })),
  'subscription-filter-deleted': (hands, { logGroup: logGroupName }) =>
    hands.logs.send(new logs.DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'siem' })),
  'subscription-filter-changed': (hands, { logGroup: logGroupName, account }) =>
    hands.logs.send(
      new logs.PutSubscriptionFilterCommand({
        logGroupName,
        filterName: 'siem',
        filterPattern: '',
        destinationArn: `arn:aws:lambda:us-east-1:${account}:function:somebody-elses`,
      }),
    ),
  'metric-filter-deleted': (hands, { logGroup: logGroupName }) =>
    hands.logs.send(new logs.DeleteMetricFilterCommand({ logGroupName, filterName: 'root' })),
  'log-group-key-disassociated': (hands, { logGroup: logGroupName }) =>
    hands.logs.send(new logs.DisassociateKmsKeyCommand({ logGroupName })),
  'log-group-policy-changed': (hands, { logGroupArn }) =>
    hands.logs.send(new logs.PutResourcePolicyCommand({ resourceArn: logGroupArn, policyDocument: DENY_LOGS })),
  'log-group-policy-deleted': (hands, { logGroupArn }) =>
    hands.logs.send(new logs.DeleteResourcePolicyCommand({ resourceArn: logGroupArn })),
};
