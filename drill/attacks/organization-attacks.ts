import * as organizations from '@aws-sdk/client-organizations';
import type { Attacks } from './attack';

const ServicePrincipal = 'cloudtrail.amazonaws.com';
const PolicyId = 'p-examplepolicy';
const RootId = 'r-a1b2';

/** On the organization and the account. */
export const ORGANIZATION_ATTACKS: Attacks = {
  'trusted-access-disabled': (hands) =>
    hands.organizations.send(new organizations.DisableAWSServiceAccessCommand({ ServicePrincipal })),
  'delegated-administrator-deregistered': (hands, { account: AccountId }) =>
    hands.organizations.send(
      new organizations.DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }),
    ),
  'organization-left': (hands) => hands.organizations.send(new organizations.LeaveOrganizationCommand({})),
  'account-removed': (hands, { account: AccountId }) =>
    hands.organizations.send(new organizations.RemoveAccountFromOrganizationCommand({ AccountId })),
  'organization-policy-detached': (hands) =>
    hands.organizations.send(new organizations.DetachPolicyCommand({ PolicyId, TargetId: RootId })),
  'organization-policy-updated': (hands) =>
    hands.organizations.send(new organizations.UpdatePolicyCommand({ PolicyId, Content: '{}' })),
  'organization-policy-deleted': (hands) =>
    hands.organizations.send(new organizations.DeletePolicyCommand({ PolicyId })),
  'organization-policy-type-disabled': (hands) =>
    hands.organizations.send(
      new organizations.DisablePolicyTypeCommand({ RootId, PolicyType: 'SERVICE_CONTROL_POLICY' }),
    ),
  'account-moved': (hands, { account: AccountId }) =>
    hands.organizations.send(
      new organizations.MoveAccountCommand({ AccountId, SourceParentId: RootId, DestinationParentId: 'r-a1b3' }),
    ),
  'member-account-closed': (hands, { account: AccountId }) =>
    hands.organizations.send(new organizations.CloseAccountCommand({ AccountId })),
  'account-closed': ({ record }, { account }) =>
    record('account.amazonaws.com', 'CloseAccount', { accountId: account }),
  'region-disabled': ({ record }) => record('account.amazonaws.com', 'DisableRegion', { RegionName: 'me-south-1' }),
};
