import { App, Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Repair, TrailGuard } from '../lib';
import { resourcesOf } from './attacks/target';

// The guard with every repair switched on, for the resources of the drill.
const app = new App();
const stack = new Stack(app, 'TrailGuardDrill');
const { keyArn, bucket, logGroupArn } = resourcesOf(
  String(app.node.tryGetContext('account')),
  String(app.node.tryGetContext('region')),
);
new TrailGuard(stack, 'TrailGuard', {
  // What the guard tells at once is what is rehearsed.
  investigation: { enabled: false },
  emails: ['responder@example.com'],
  comparisonInterval: Duration.hours(1),
  repairs: [
    Repair.key(Key.fromKeyArn(stack, 'Key', keyArn)),
    Repair.bucketPolicy(Bucket.fromBucketName(stack, 'Bucket', bucket)),
    Repair.logGroup(LogGroup.fromLogGroupArn(stack, 'LogGroup', logGroupArn)),
    Repair.eventDataStores(),
    Repair.trustedAccess(),
  ],
});
app.synth();
