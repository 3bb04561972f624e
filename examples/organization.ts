/**
 * Guards in every account of an organization and in every Region, and a hub that hears of all of them, deployed from the
 * management account. What `npx cdk deploy -c mode=organization` does, for an app of your own.
 *
 * The organization must trust CloudFormation first: `aws cloudformation activate-organizations-access`.
 */
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FleetLimit, TrailGuardFleet, TrailGuardHub } from '../lib'; // in your app: from 'cdk-trail-guard'

class OrganizationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const hub = new TrailGuardHub(this, 'Hub', {
      organizationId: 'o-a1b2c3d4e5',
      emails: ['security@example.com'],
    });
    const fleet = new TrailGuardFleet(this, 'Fleet', {
      // The unit for tests first, then the root: r-ab12.
      organizationalUnitIds: ['ou-ab12-cdef3456'],
      hub: { eventBusArn: hub.eventBus.eventBusArn },
      // Twice as often as by default, which costs twice as much.
      guard: { sweepInterval: Duration.minutes(5) },
      // A new version reaches a tenth of the accounts at a time, and no more once two accounts failed.
      maximumConcurrency: FleetLimit.percentage(10),
      failureTolerance: FleetLimit.accounts(2),
    });
    // The management account's guards too, which are in a stack set of their own.
    for (const stackSet of fleet.stackSets) {
      hub.watchStackSet(stackSet);
    }
  }
}

new OrganizationStack(new App(), 'TrailGuardOrganization');
