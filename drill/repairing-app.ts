import { App, Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ActivitySource, Repair, TrailGuard } from '../lib';
import { resourcesOf } from './attacks/target';
import { DEPLOYER } from './deployer';

// The guard with every repair switched on, for the resources of the drill.
const app = new App();
const stack = new Stack(app, 'TrailGuardDrill');
const account = String(app.node.tryGetContext('account'));
const { keyArn, bucket, logGroupArn } = resourcesOf(account, String(app.node.tryGetContext('region')));
new TrailGuard(stack, 'TrailGuard', {
  // What the guard tells at once is what is rehearsed.
  investigation: { enabled: false },
  emails: ['responder@example.com'],
  comparisonInterval: Duration.hours(1),
  exceptions: [
    {
      principalArns: [`arn:aws:iam::${account}:role/${DEPLOYER.roleName}`],
      sources: [ActivitySource.cidr(`${DEPLOYER.sourceIp}/32`)],
      techniques: ['guard-stack-updated', 'guard-change-set-executed'],
      maximumDuration: Duration.hours(1),
      reason: 'The pipeline deploys the guard',
    },
  ],
  repairs: [
    Repair.key(Key.fromKeyArn(stack, 'Key', keyArn)),
    Repair.bucketPolicy(Bucket.fromBucketName(stack, 'Bucket', bucket)),
    Repair.logGroup(LogGroup.fromLogGroupArn(stack, 'LogGroup', logGroupArn)),
    Repair.eventDataStores(),
    Repair.trustedAccess(),
  ],
});
app.synth();
