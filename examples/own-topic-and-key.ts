/**
 * A guard that publishes to a topic of your own, everything encrypted with a key of your own.
 *
 * The guard extends the policies of both, so that CloudWatch alarms, EventBridge and its function can use them. Beside
 * the mail, a queue gets the incidents that somebody must look at now, as JSON.
 */
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TrailGuard } from '../lib'; // in your app: from 'cdk-trail-guard'

class SecurityStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const key = new Key(this, 'Key', { enableKeyRotation: true });
    const topic = new Topic(this, 'Security', { masterKey: key, enforceSSL: true });

    new TrailGuard(this, 'TrailGuard', { topic, encryptionKey: key, emails: ['security@example.com'] });

    const incidents = new Queue(this, 'Incidents', {
      enforceSSL: true,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      retentionPeriod: Duration.days(14),
    });
    // Alarms carry no such attribute, so this queue gets incidents only.
    const severe = SubscriptionFilter.stringFilter({ allowlist: ['medium', 'high', 'critical'] });
    topic.addSubscription(
      new SqsSubscription(incidents, { rawMessageDelivery: true, filterPolicy: { severity: severe } }),
    );
  }
}

new SecurityStack(new App(), 'Security');
