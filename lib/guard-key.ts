import { Annotations, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { requireSameRegion } from './same-region';

/**
 * Lets the services that write to the guard's encrypted parts use the key: CloudWatch alarms to the topic, EventBridge
 * to the dead-letter queue, CloudWatch Logs to the log group. Without it they fail silently.
 *
 * @throws if the key is of another Region
 */
export function grantKeyToServices(scope: Construct, key: IKey): void {
  requireSameRegion(scope, 'encryptionKey', 'key', key);
  const { region, account, partition, urlSuffix } = Stack.of(scope);
  // EventBridge's calls to KMS carry no source account or source ARN: a condition on them would lock it out.
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
  const publishers = new PolicyStatement({
    sid: 'TrailGuardPublishers',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com'), new ServicePrincipal('events.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
  });
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  const logs = new PolicyStatement({
    sid: 'TrailGuardLogs',
    principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
    },
  });
  const added = [publishers, logs].map((statement) => key.addToResourcePolicy(statement).statementAdded);
  if (added.includes(false)) {
    Annotations.of(scope).addWarningV2(
      'cdk-trail-guard:imported-key',
      'The policy of an imported key cannot be extended. It must let cloudwatch.amazonaws.com and events.amazonaws.com call kms:Decrypt and kms:GenerateDataKey*, and CloudWatch Logs encrypt with it; otherwise alarms, dead letters and logs are lost silently.',
    );
  }
}
