import { Annotations } from 'aws-cdk-lib';
import { CfnStackSet } from 'aws-cdk-lib/aws-cloudformation';
import { Construct } from 'constructs';
import { FleetLimit } from './fleet-limit';
import { FleetManagementAccount } from './fleet-management-account';
import { fleetRegions, iamRegion } from './fleet-regions';
import { FleetTemplate } from './fleet-template';
import { validateFleetProps } from './fleet-validation';
import { StackSetCaller, type StackSetToWatch } from './hub-stack-set';
import { RegionConcurrency, type TrailGuardFleetProps } from './trail-guard-fleet-props';

/**
 * A guard in every account of an organization and in every Region, by CloudFormation StackSets: accounts that join get one
 * by themselves. For a stack in the organization's management account, or in a delegated administrator's for CloudFormation
 * StackSets.
 *
 * Each guard is a `TrailGuard` of its own: what one account does reaches no other, and the fleet keeps working when the
 * account that deployed it does not.
 *
 * @example
 * new TrailGuardFleet(this, 'Fleet', { organizationalUnitIds: ['ou-ab12-cdef3456'] });
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs.html
 */
export class TrailGuardFleet extends Construct {
  /** Of the stack set over the organizational units. */
  public readonly stackSetName: string;
  /** Of the stack set over the organizational units. */
  public readonly stackSetId: string;
  /** Of the stack set over the management account; undefined if that gets no guards. */
  public readonly managementAccountStackSetId?: string;
  /** All stack sets of the fleet, for `TrailGuardHub.watchStackSet()`. */
  public readonly stackSets: StackSetToWatch[];
  /** Of the guards, as their stacks and heartbeats tell it. */
  public readonly version: string;

  /** @throws if a property is wrong, with the value and the cure */
  constructor(scope: Construct, id: string, props: TrailGuardFleetProps) {
    super(scope, id);
    validateFleetProps(props);
    const { callAs = StackSetCaller.SELF, stackSetName = 'TrailGuard', guard = {}, hub } = props;
    const regions = fleetRegions(props.regions);
    this.warnWithoutIam(regions);

    const template = new FleetTemplate(this, 'Template', { guard, regions, ...(hub ? { hub } : {}) });
    this.version = template.version;
    const description = `TrailGuard ${template.version}: keeps CloudTrail logging on`;
    const stackSet = new CfnStackSet(this, 'StackSet', {
      stackSetName,
      description,
      templateUrl: template.url,
      ...(template.parameters ? { parameters: template.parameters } : {}),
      permissionModel: 'SERVICE_MANAGED',
      callAs,
      // For roles, none of which has a name of its own.
      capabilities: ['CAPABILITY_IAM'],
      autoDeployment: autoDeployment(props),
      managedExecution: { Active: true },
      stackInstancesGroup: [{ deploymentTargets: deploymentTargets(props), regions: [...regions] }],
      operationPreferences: operationPreferences(props, regions),
    });
    this.stackSetName = stackSetName;
    this.stackSetId = stackSet.ref;
    this.stackSets = [{ stackSetName, callAs }];

    if (props.managementAccount ?? callAs === StackSetCaller.SELF) {
      const name = `${stackSetName}-Management`;
      const account = new FleetManagementAccount(this, 'ManagementAccount', {
        stackSetName: name,
        description,
        template,
        regions,
      });
      this.managementAccountStackSetId = account.stackSet.ref;
      this.stackSets.push({ stackSetName: name });
    } else {
      Annotations.of(this).addInfoV2(
        'cdk-trail-guard:management-account',
        'Stack sets of an organization pass over its management account, and only there can an organization trail be put back: the management account needs a TrailGuard of its own, in a stack there.',
      );
    }
  }

  private warnWithoutIam(regions: readonly string[]): void {
    const region = iamRegion(regions);
    if (!regions.includes(region)) {
      Annotations.of(this).addWarningV2(
        'cdk-trail-guard:iam-region',
        `Calls to IAM are recorded in ${region} only, which is not among the fleet's Regions: what is done to the guards' roles is noticed by their sweeps only.`,
      );
    }
  }
}

function autoDeployment(props: TrailGuardFleetProps): CfnStackSet.AutoDeploymentProperty {
  const { automaticDeployment = true, retainOnAccountRemoval = true } = props;
  return automaticDeployment
    ? { enabled: true, retainStacksOnAccountRemoval: retainOnAccountRemoval }
    : { enabled: false };
}

function deploymentTargets(props: TrailGuardFleetProps): CfnStackSet.DeploymentTargetsProperty {
  const { organizationalUnitIds, excludedAccounts } = props;
  return {
    organizationalUnitIds: [...organizationalUnitIds],
    ...(excludedAccounts ? { accountFilterType: 'DIFFERENCE', accounts: [...excludedAccounts] } : {}),
  };
}

/** The number of accounts at the same time is as given, also where the tolerance is smaller. */
function operationPreferences(
  props: TrailGuardFleetProps,
  regions: readonly string[],
): CfnStackSet.OperationPreferencesProperty {
  const concurrency = props.maximumConcurrency ?? FleetLimit.percentage(25);
  const tolerance = props.failureTolerance ?? FleetLimit.percentage(10);
  const order = props.regionConcurrency ?? RegionConcurrency.PARALLEL;
  return {
    concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
    ...(concurrency.kind === 'percentage'
      ? { maxConcurrentPercentage: concurrency.value }
      : { maxConcurrentCount: concurrency.value }),
    ...(tolerance.kind === 'percentage'
      ? { failureTolerancePercentage: tolerance.value }
      : { failureToleranceCount: tolerance.value }),
    regionConcurrencyType: order,
    ...(order === RegionConcurrency.SEQUENTIAL ? { regionOrder: [...regions] } : {}),
  };
}
