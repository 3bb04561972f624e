import { DATA_DESTRUCTION, DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { MEDIUM } from './ratings';
import type { Technique } from './technique';

// Rated as Elastic's rules for accounts that leave or are closed, which are the only ones. Calls of Organizations are
// recorded in us-east-1 only, most of them in the management account.
const ORGANIZATION = {
  eventSource: 'organizations.amazonaws.com',
  target: 'organization',
  targetParameters: [],
  response: 'report',
  shape: 'api-model',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: MEDIUM,
} as const satisfies Partial<Technique>;

const POLICY = {
  ...ORGANIZATION,
  effect: 'A policy that protects the trails or the guard may no longer apply.',
} as const satisfies Partial<Technique>;

const ACCOUNT = { ...ORGANIZATION, target: 'account', targetParameters: ['accountId'] } as const;

export const ORGANIZATION_TECHNIQUES: readonly Technique[] = [
  {
    ...ORGANIZATION,
    number: 'O1',
    id: 'trusted-access-disabled',
    name: 'Trusted access of CloudTrail disabled',
    eventName: 'DisableAWSServiceAccess',
    when: { servicePrincipal: 'cloudtrail.amazonaws.com' },
    response: 'repair',
    effect: 'The trails of the organization record the management account only.',
  },
  {
    ...ORGANIZATION,
    number: 'O2',
    id: 'delegated-administrator-deregistered',
    name: "CloudTrail's delegated administrator deregistered by Organizations",
    eventName: 'DeregisterDelegatedAdministrator',
    when: { servicePrincipal: 'cloudtrail.amazonaws.com' },
    effect: 'The security account can no longer manage the trails of the organization.',
  },
  {
    ...ACCOUNT,
    number: 'O3',
    id: 'organization-left',
    name: 'Organization left',
    eventName: 'LeaveOrganization',
    targetParameters: [],
    effect: 'The trails and the policies of the organization no longer cover the account.',
    shape: 'published',
  },
  {
    ...ACCOUNT,
    number: 'O4',
    id: 'account-removed',
    name: 'Account removed from the organization',
    eventName: 'RemoveAccountFromOrganization',
    effect: 'The trails and the policies of the organization no longer cover the account.',
  },
  {
    ...POLICY,
    number: 'O5a',
    id: 'organization-policy-detached',
    name: 'Policy of the organization detached',
    eventName: 'DetachPolicy',
  },
  {
    ...POLICY,
    number: 'O5b',
    id: 'organization-policy-updated',
    name: 'Policy of the organization updated',
    eventName: 'UpdatePolicy',
  },
  {
    ...POLICY,
    number: 'O5c',
    id: 'organization-policy-deleted',
    name: 'Policy of the organization deleted',
    eventName: 'DeletePolicy',
  },
  {
    ...POLICY,
    number: 'O5d',
    id: 'organization-policy-type-disabled',
    name: 'Service or resource control policies disabled',
    eventName: 'DisablePolicyType',
    when: { policyType: '*_CONTROL_POLICY' },
    effect: 'No policy of this type applies any more, whatever it protects.',
  },
  {
    ...ACCOUNT,
    number: 'O5e',
    id: 'account-moved',
    name: 'Account moved to another organizational unit',
    eventName: 'MoveAccount',
    effect: 'A policy that protects the trails or the guard may no longer apply.',
  },
  {
    ...ACCOUNT,
    number: 'O6a',
    id: 'member-account-closed',
    name: 'Member account closed',
    eventName: 'CloseAccount',
    effect: 'The account is suspended, and with it its trails and its guard.',
    attack: DATA_DESTRUCTION,
  },
  {
    ...ACCOUNT,
    number: 'O6b',
    id: 'account-closed',
    name: 'Account closed',
    eventSource: 'account.amazonaws.com',
    eventName: 'CloseAccount',
    effect: 'The account is suspended, and with it its trails and its guard.',
    attack: DATA_DESTRUCTION,
  },
  {
    ...ACCOUNT,
    number: 'O7',
    id: 'region-disabled',
    name: 'Region disabled',
    eventSource: 'account.amazonaws.com',
    eventName: 'DisableRegion',
    targetParameters: ['AccountId'],
    effect: 'The trails and the guard whose home is in the Region stop working.',
  },
];
