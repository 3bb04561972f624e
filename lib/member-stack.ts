import {
  type App,
  BootstraplessSynthesizer,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Duration,
  Fn,
  Stack,
} from 'aws-cdk-lib';
import type { FleetGuardOptions } from './fleet-guard-options';
import { iamRegion } from './fleet-regions';
import { GlobalEventsForwarder } from './global-events-forwarder';
import type { HubConnection } from './hub-connection';
import { TrailGuard } from './trail-guard';

/** Parameter of the template whose guards report to a hub. */
export const HUB_PARAMETER = 'HubEventBusArn';

/** Output that tells the version of the guard, as its heartbeats do. */
export const VERSION_OUTPUT = 'Version';

/** In thousands of accounts what idling costs counts: half as often as a guard of its own. */
const SWEEP_INTERVAL = Duration.minutes(10);

export interface MemberStackProps {
  readonly guard: FleetGuardOptions;
  /** Its event bus is the value of the template's parameter. */
  readonly hub?: HubConnection;
  /** Where the fleet is. */
  readonly regions: readonly string[];
}

/** What a stack set makes in each account and Region: a guard, for whichever account and Region that is. */
export class MemberStack extends Stack {
  constructor(app: App, id: string, { guard, hub, regions }: MemberStackProps) {
    super(app, id, {
      analyticsReporting: false,
      // No rule and no parameter about a bootstrapped environment, and an error where an asset would be needed.
      synthesizer: new BootstraplessSynthesizer(),
    });
    const { investigation = true, ...options } = guard;
    const { version } = new TrailGuard(this, 'TrailGuard', {
      sweepInterval: SWEEP_INTERVAL,
      ...options,
      investigation: { enabled: investigation },
      ...(hub ? this.reportTo(hub) : {}),
    });
    this.forwardCallsToIam(regions);
    this.templateOptions.description = `Keeps CloudTrail logging on. TrailGuard ${version}`;
    new CfnOutput(this, VERSION_OUTPUT, { value: version, description: 'Version of the guard' });
  }

  /** From the one Region that records them: there the template has more in it than elsewhere. */
  private forwardCallsToIam(regions: readonly string[]): void {
    const home = iamRegion(regions);
    const others = regions.filter((region) => region !== home);
    if (regions.includes(home) && others.length > 0) {
      const forwarder = new GlobalEventsForwarder(this, 'GlobalEvents', { regions: others });
      forwarder.onlyIf(
        new CfnCondition(this, 'RecordsCallsToIam', { expression: Fn.conditionEquals(this.region, home) }),
      );
    }
  }

  /** What the hub notices takes no alarms. */
  private reportTo(hub: HubConnection) {
    const parameter = new CfnParameter(this, HUB_PARAMETER, { description: "ARN of the hub's event bus" });
    return { hub: { ...hub, eventBusArn: parameter.valueAsString }, alarms: false };
  }
}
