/**
 * A stack that has a trail already, and gets a guard for it.
 *
 * The guard's permissions narrow to this trail. Who is told confirms a mail from AWS after the deployment.
 */
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Construct } from 'constructs';
import { TrailGuard } from '../lib'; // in your app: from 'cdk-trail-guard'

class LoggingStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // What the stack had before.
    const trail = new Trail(this, 'Trail');

    // What is new.
    new TrailGuard(this, 'TrailGuard', { trails: [trail], emails: ['security@example.com'] });
  }
}

new LoggingStack(new App(), 'Logging');
