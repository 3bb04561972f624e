/**
 * A guard with a dashboard that shows the last 30 days.
 *
 * CloudWatch bills a dashboard beyond an account's first three. What each widget says is in docs/dashboard.md.
 */
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { TrailGuard, TrailGuardDashboard } from '../lib'; // in your app: from 'cdk-trail-guard'

class WatchedStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const guard = new TrailGuard(this, 'TrailGuard', { emails: ['security@example.com'] });

    new TrailGuardDashboard(this, 'Dashboard', {
      guard,
      dashboardName: 'trail-guard',
      defaultInterval: Duration.days(30),
    });
  }
}

new WatchedStack(new App(), 'Watched');
