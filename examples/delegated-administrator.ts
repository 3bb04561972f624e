/**
 * The security account deploys: it is a delegated administrator for CloudFormation StackSets, and has the hub. So nobody
 * works in the management account day by day; its own guard, which reports to the same hub, is a stack of its own there.
 *
 * To register the account, once, in the management account: `aws cloudformation activate-organizations-access`, then
 * `aws organizations register-delegated-administrator --account-id 444455556666
 * --service-principal member.org.stacksets.cloudformation.amazonaws.com`.
 */
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { StackSetCaller, TrailGuard, TrailGuardFleet, TrailGuardHub } from '../lib'; // in your app: from 'cdk-trail-guard'

const SECURITY = { account: '444455556666', region: 'eu-west-1' };
const MANAGEMENT = { account: '111122223333', region: 'eu-west-1' };

class SecurityStack extends Stack {
  public readonly eventBusArn: string;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const hub = new TrailGuardHub(this, 'Hub', {
      organizationId: 'o-a1b2c3d4e5',
      emails: ['security@example.com'],
      // No stack set deploys this one.
      guards: [MANAGEMENT],
    });
    this.eventBusArn = hub.eventBus.eventBusArn;
    const fleet = new TrailGuardFleet(this, 'Fleet', {
      organizationalUnitIds: ['r-ab12'],
      callAs: StackSetCaller.DELEGATED_ADMIN,
      hub: { eventBusArn: this.eventBusArn },
    });
    for (const stackSet of fleet.stackSets) {
      hub.watchStackSet(stackSet);
    }
  }
}

interface ManagementStackProps extends StackProps {
  readonly eventBusArn: string;
}

/** Where an organization trail can be put back. In the trail's home Region. */
class ManagementStack extends Stack {
  constructor(scope: Construct, id: string, props: ManagementStackProps) {
    super(scope, id, props);

    new TrailGuard(this, 'TrailGuard', { hub: { eventBusArn: props.eventBusArn } });
  }
}

const app = new App();
const { eventBusArn } = new SecurityStack(app, 'TrailGuardSecurity', { env: SECURITY });
new ManagementStack(app, 'TrailGuardManagement', { env: MANAGEMENT, eventBusArn });
