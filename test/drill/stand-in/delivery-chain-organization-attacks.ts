import * as organizations from '@aws-sdk/client-organizations';
import type { Attack, Json } from './delivery-chain-attack';

const ofOrganization = (
  eventName: string,
  call: (client: organizations.OrganizationsClient) => Promise<unknown>,
  requestParameters: Json,
): Attack => ({ eventName, call: (started) => call(started.organizations), requestParameters });
const ServicePrincipal = 'cloudtrail.amazonaws.com';
const AccountId = '444455556666';
const PolicyId = 'p-examplepolicy1';

export const organizationAttacks: readonly Attack[] = [
  ofOrganization(
    'EnableAWSServiceAccess',
    (client) => client.send(new organizations.EnableAWSServiceAccessCommand({ ServicePrincipal })),
    { servicePrincipal: ServicePrincipal },
  ),
  ofOrganization(
    'DisableAWSServiceAccess',
    (client) => client.send(new organizations.DisableAWSServiceAccessCommand({ ServicePrincipal })),
    { servicePrincipal: ServicePrincipal },
  ),
  ofOrganization(
    'DeregisterDelegatedAdministrator',
    (client) => client.send(new organizations.DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal })),
    { accountId: AccountId, servicePrincipal: ServicePrincipal },
  ),
  ofOrganization('LeaveOrganization', (client) => client.send(new organizations.LeaveOrganizationCommand({})), {}),
  ofOrganization(
    'RemoveAccountFromOrganization',
    (client) => client.send(new organizations.RemoveAccountFromOrganizationCommand({ AccountId })),
    { accountId: AccountId },
  ),
  ofOrganization(
    'DetachPolicy',
    (client) => client.send(new organizations.DetachPolicyCommand({ PolicyId, TargetId: 'r-a1b2' })),
    { policyId: PolicyId, targetId: 'r-a1b2' },
  ),
  ofOrganization(
    'UpdatePolicy',
    (client) => client.send(new organizations.UpdatePolicyCommand({ PolicyId, Content: '{}' })),
    { policyId: PolicyId, content: '{}' },
  ),
  ofOrganization('DeletePolicy', (client) => client.send(new organizations.DeletePolicyCommand({ PolicyId })), {
    policyId: PolicyId,
  }),
  ofOrganization(
    'DisablePolicyType',
    (client) =>
      client.send(
        new organizations.DisablePolicyTypeCommand({ RootId: 'r-a1b2', PolicyType: 'SERVICE_CONTROL_POLICY' }),
      ),
    { rootId: 'r-a1b2', policyType: 'SERVICE_CONTROL_POLICY' },
  ),
  ofOrganization(
    'MoveAccount',
    (client) =>
      client.send(
        new organizations.MoveAccountCommand({ AccountId, SourceParentId: 'r-a1b2', DestinationParentId: 'r-a1b3' }),
      ),
    { accountId: AccountId, sourceParentId: 'r-a1b2', destinationParentId: 'r-a1b3' },
  ),
  ofOrganization('CloseAccount', (client) => client.send(new organizations.CloseAccountCommand({ AccountId })), {
    accountId: AccountId,
  }),
];
