import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { TrailGuard } from '../../lib';

// The guard with an investigator that keeps the list of what was done in the dark.
const app = new App();
const stack = new Stack(app, 'TrailGuardIntrusion');
new TrailGuard(stack, 'TrailGuard', {
  emails: ['responder@example.com'],
  investigation: {
    darkActivityBucket: Bucket.fromBucketName(stack, 'Bucket', String(app.node.tryGetContext('bucket'))),
  },
});
app.synth();
