/**
 * Guards for a landing zone of AWS Control Tower, deployed from its management account and home Region.
 *
 * Control Tower protects its own trail, `aws-controltower-BaselineCloudTrail`, by a service control policy: no member
 * account can touch it. What is left to the guards is everything else: the trail in the management account, which service
 * control policies do not bind, and the trails that accounts have of their own. That a member's guard tells of the
 * organization trail only, and changes nothing, is how it should be.
 */
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ExpectedDeployments, RegionConcurrency, TrailGuardFleet, TrailGuardHub } from '../lib'; // in your app: from 'cdk-trail-guard'

class LandingZoneStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const hub = new TrailGuardHub(this, 'Hub', {
      organizationId: 'o-a1b2c3d4e5',
      emails: ['security@example.com'],
    });
    const fleet = new TrailGuardFleet(this, 'Fleet', {
      // Registered organizational units. New accounts from Account Factory get guards as soon as they are in one.
      organizationalUnitIds: ['ou-ab12-cdef3456', 'ou-ab12-security1'],
      // The Regions that Control Tower governs: its Region deny control denies CloudFormation the others. The home Region
      // first, and us-east-1 because calls to IAM are recorded there.
      regions: ['eu-west-1', 'us-east-1', 'eu-central-1'],
      regionConcurrency: RegionConcurrency.SEQUENTIAL,
      hub: { eventBusArn: hub.eventBus.eventBusArn },
      guard: {
        // Updates of the landing zone change trails. In a stack without an account of its own this is for every account.
        exceptions: [ExpectedDeployments.controlTower(this)],
      },
    });
    for (const stackSet of fleet.stackSets) {
      hub.watchStackSet(stackSet);
    }
  }
}

new LandingZoneStack(new App(), 'TrailGuardLandingZone');
