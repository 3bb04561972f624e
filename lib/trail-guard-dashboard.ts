import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Dashboard, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { healthRows } from './dashboard-health';
import { incidentRows } from './dashboard-incidents';
import { invalidProp } from './invalid-prop';
import type { TrailGuard } from './trail-guard';

/** Which guard a dashboard shows, and how. */
export interface TrailGuardDashboardProps {
  /** The guard that it shows. It must be of the same account and Region. */
  readonly guard: TrailGuard;

  /**
   * Its name: letters, digits, `-` and `_`. Names are unique in an account, across Regions.
   *
   * @default - CloudFormation makes a name
   */
  readonly dashboardName?: string;

  /**
   * The time that it shows when it is opened, up to now.
   *
   * @default Duration.days(7)
   */
  readonly defaultInterval?: Duration;
}

/**
 * A CloudWatch dashboard of a guard: what happened to trails, how long it was dark, and whether the guard itself is well.
 *
 * CloudWatch bills 3 USD a month for each dashboard beyond an account's first three. Incidents are read from the function's
 * log when somebody looks; nothing is emitted for them.
 *
 * @example
 * new TrailGuardDashboard(this, 'Dashboard', { guard: new TrailGuard(this, 'TrailGuard') });
 */
export class TrailGuardDashboard extends Construct {
  /** The dashboard; add widgets of your own to it. */
  public readonly dashboard: Dashboard;

  /** @throws if the guard is known to be of another account or Region */
  constructor(scope: Construct, id: string, props: TrailGuardDashboardProps) {
    super(scope, id);
    const { guard, dashboardName, defaultInterval = Duration.days(7) } = props;
    requireSameEnvironment(this, guard);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      ...(dashboardName === undefined ? {} : { dashboardName }),
      defaultInterval,
      // A sweep in each interval, a comparison in each hour: only at its own period does a graph show that one is missing.
      periodOverride: PeriodOverride.INHERIT,
      widgets: [...incidentRows(guard), ...healthRows(guard)],
    });
  }
}

function requireSameEnvironment(scope: Construct, guard: TrailGuard): void {
  const here = Stack.of(scope);
  const there = Stack.of(guard);
  const differs = (a: string, b: string) => a !== b && !Token.isUnresolved(a) && !Token.isUnresolved(b);
  if (differs(here.account, there.account) || differs(here.region, there.region)) {
    throw invalidProp({
      prop: 'guard',
      given: `'${guard.node.path}', which is in ${there.region} of account ${there.account}`,
      allowed: `a guard in ${here.region} of account ${here.account}, those of the stack`,
      cure: 'Make the dashboard in the stack of its guard.',
    });
  }
}
