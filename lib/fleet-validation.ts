import { Token } from 'aws-cdk-lib';
import { requireEachLike } from './each-like';
import type { FleetGuardOptions } from './fleet-guard-options';
import type { FleetLimit } from './fleet-limit';
import { StackSetCaller } from './hub-stack-set';
import { invalidProp } from './invalid-prop';
import type { TrailGuardFleetProps } from './trail-guard-fleet-props';

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
const UNIT = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/;

const ACCOUNT = /^\d{12}$/;

/** A name may have 128 characters; that of the management account's stack set is longer. */
const STACK_SET_NAME = /^TrailGuard[A-Za-z0-9-]{0,100}$/;

/** @throws if a property is wrong, with the value and the cure */
export function validateFleetProps(props: TrailGuardFleetProps): void {
  requireEachLike('organizationalUnitIds', props.organizationalUnitIds, {
    pattern: UNIT,
    once: true,
    allowed: 'ids such as ou-ab12-cdef3456 of an organizational unit, or r-ab12 of the root',
    cure: 'Begin with an organizational unit for tests. `aws organizations list-roots` tells the root.',
  });
  requireEachLike('excludedAccounts', props.excludedAccounts, {
    pattern: ACCOUNT,
    once: true,
    allowed: 'ids of accounts: 12 digits',
    cure: 'Leave it out to have guards in every account of the organizational units.',
  });
  validateName(props.stackSetName);
  validateConcurrency(props.maximumConcurrency);
  validateManagementAccount(props);
  validateRetention(props);
  validateRepairs(props.guard);
}

function validateName(name: string | undefined): void {
  if (name !== undefined && !STACK_SET_NAME.test(name)) {
    throw invalidProp({
      prop: 'stackSetName',
      given: Token.isUnresolved(name) ? 'known at deployment only' : `'${name}'`,
      allowed: "'TrailGuard' and up to 100 letters, digits and hyphens",
      cure: 'The names of all guards begin with it, by which TrailGuardPolicy and the hub know them.',
    });
  }
}

function validateConcurrency(limit: FleetLimit | undefined): void {
  if (limit?.value === 0) {
    throw invalidProp({
      prop: 'maximumConcurrency',
      given: '0',
      allowed: 'one account or one percent, or more',
      cure: 'Leave it out for 25 percent of the accounts.',
    });
  }
}

function validateManagementAccount({ callAs, managementAccount }: TrailGuardFleetProps): void {
  if (managementAccount && callAs === StackSetCaller.DELEGATED_ADMIN) {
    throw invalidProp({
      prop: 'managementAccount',
      given: 'true, with StackSetCaller.DELEGATED_ADMIN',
      allowed: 'true only with StackSetCaller.SELF',
      cure: 'A delegated administrator cannot reach the management account: put a TrailGuard into a stack there.',
    });
  }
}

function validateRetention({ automaticDeployment, retainOnAccountRemoval }: TrailGuardFleetProps): void {
  if (automaticDeployment === false && retainOnAccountRemoval !== undefined) {
    throw invalidProp({
      prop: 'retainOnAccountRemoval',
      given: `${retainOnAccountRemoval}, without automatic deployment`,
      allowed: 'given only with automatic deployment',
      cure: 'Leave it out: without automatic deployment CloudFormation removes nothing from accounts that leave.',
    });
  }
}

/** What a repair names is in one account. */
function validateRepairs({ repairs = [] }: FleetGuardOptions = {}): void {
  const named = repairs.find(({ value }) => value !== '');
  if (named !== undefined) {
    throw invalidProp({
      prop: 'guard.repairs',
      given: `Repair.${named.kind}(), of a resource that only one account has`,
      allowed: 'repairs that name nothing, such as Repair.eventDataStores()',
      cure: 'Put a TrailGuard of its own into that account, and exclude it from the fleet.',
    });
  }
}
