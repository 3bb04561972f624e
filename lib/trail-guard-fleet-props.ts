import type { FleetGuardOptions } from './fleet-guard-options';
import type { FleetLimit } from './fleet-limit';
import type { HubConnection } from './hub-connection';
import type { StackSetCaller } from './hub-stack-set';

/** How the Regions of a fleet follow each other when its guards change. */
export enum RegionConcurrency {
  /** All at once: done soonest. */
  PARALLEL = 'PARALLEL',
  /** One after the other, in the order of `regions`: what goes wrong in one does not reach the next. */
  SEQUENTIAL = 'SEQUENTIAL',
}

/** Where a fleet is, and what its guards are like. */
export interface TrailGuardFleetProps {
  /**
   * Ids of the organizational units, or of the root, whose accounts get guards, those of units below them too. Never the
   * management account.
   */
  readonly organizationalUnitIds: string[];

  /**
   * Ids of accounts in them that get none.
   *
   * @default - none
   */
  readonly excludedAccounts?: string[];

  /**
   * The Regions in which each account gets a guard. A Region that has to be opted into can be named if all accounts have
   * enabled it, and the management account too. Without us-east-1, what is done to the guards' roles is noticed by their
   * sweeps only.
   *
   * @default - the 17 Regions that every account has without opting in
   */
  readonly regions?: string[];

  /**
   * The hub that the guards report to. They have no alarms of their own then: the hub notices when one goes quiet.
   *
   * @default - none: each guard has its own alarms, and is on its own
   */
  readonly hub?: HubConnection;

  /**
   * What the guards are like.
   *
   * @default - as a TrailGuard without properties
   */
  readonly guard?: FleetGuardOptions;

  /**
   * As what this account deploys the stack set: as the organization's management account, or as a delegated administrator
   * for CloudFormation StackSets. The organization must trust CloudFormation
   * (`aws cloudformation activate-organizations-access`).
   *
   * @default StackSetCaller.SELF - this is the management account
   */
  readonly callAs?: StackSetCaller;

  /**
   * Whether the management account gets guards too, by a stack set of its own. Only the management account can do so.
   *
   * @default - true with StackSetCaller.SELF, false with StackSetCaller.DELEGATED_ADMIN
   */
  readonly managementAccount?: boolean;

  /**
   * Name of the stack set: `TrailGuard` and up to 100 letters, digits and hyphens. Protected by `TrailGuardPolicy`, as
   * everything is that has such a name.
   *
   * @default 'TrailGuard'
   */
  readonly stackSetName?: string;

  /**
   * Whether accounts that join the organizational units get guards by themselves.
   *
   * @default true
   */
  readonly automaticDeployment?: boolean;

  /**
   * Whether the guards stay in an account that leaves the organizational units; they are not updated any more then. To
   * move an account must not be a way to be rid of its guards.
   *
   * @default - true with automatic deployment, without which CloudFormation removes nothing by itself
   */
  readonly retainOnAccountRemoval?: boolean;

  /**
   * In how many accounts of a Region guards are changed at the same time: at least one.
   *
   * @default FleetLimit.percentage(25)
   */
  readonly maximumConcurrency?: FleetLimit;

  /**
   * In how many accounts of a Region a change may fail before it is stopped.
   *
   * @default FleetLimit.percentage(10)
   */
  readonly failureTolerance?: FleetLimit;

  /**
   * Whether all Regions are changed at once.
   *
   * @default RegionConcurrency.PARALLEL
   */
  readonly regionConcurrency?: RegionConcurrency;
}
