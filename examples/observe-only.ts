/**
 * A guard that tells what it would have done and changes nothing: to get to know it, or to leave the decision to people.
 *
 * Its function gets no permission to change a trail. Incidents are rated as Elastic's rule first rated them (medium, 47).
 */
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ResponseMode, SeverityProfile, TrailGuard } from '../lib'; // in your app: from 'cdk-trail-guard'

class ObservingStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new TrailGuard(this, 'TrailGuard', {
      responseMode: ResponseMode.OBSERVE,
      severityProfile: SeverityProfile.ORIGINAL,
      sweepInterval: Duration.minutes(15),
      emails: ['security@example.com'],
    });
  }
}

new ObservingStack(new App(), 'Observing');
