import { DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { CRITICAL, HIGH, MEDIUM } from './ratings';
import type { Technique } from './technique';

const ON_ROLE = {
  eventSource: 'iam.amazonaws.com',
  target: 'guard',
  targetParameters: ['roleName'],
  // The guard may not write its own permissions: whoever got hold of it could give itself any.
  response: 'report',
  shape: 'published',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: CRITICAL,
  effect: 'The guard may be denied what it needs to put a trail back.',
} as const satisfies Partial<Technique>;

const ON_STACK = {
  eventSource: 'cloudformation.amazonaws.com',
  target: 'guard',
  targetParameters: ['stackName', 'changeSetName'],
  response: 'report',
  shape: 'published',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
} as const satisfies Partial<Technique>;

const OTHER_WITNESS = {
  target: 'account',
  targetParameters: [],
  response: 'report',
  shape: 'published',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: HIGH,
  effect: 'Another witness of what happens in the account is blinded.',
} as const satisfies Partial<Technique>;

/** Calls on what the guard may do, on the stack that it is, and on other witnesses of the same account. */
export const GUARD_CONTROL_TECHNIQUES: readonly Technique[] = [
  {
    ...ON_ROLE,
    number: 'G11a',
    id: 'guard-role-policy-detached',
    name: "Managed policy detached from a role of the guard's",
    eventName: 'DetachRolePolicy',
  },
  {
    ...ON_ROLE,
    number: 'G11b',
    id: 'guard-role-policy-deleted',
    name: "Policy of a role of the guard's deleted",
    eventName: 'DeleteRolePolicy',
  },
  {
    ...ON_ROLE,
    number: 'G11c',
    id: 'guard-role-policy-changed',
    name: "Policy of a role of the guard's changed",
    eventName: 'PutRolePolicy',
  },
  {
    ...ON_ROLE,
    number: 'G11d',
    id: 'guard-role-policy-attached',
    name: "Managed policy attached to a role of the guard's",
    eventName: 'AttachRolePolicy',
  },
  {
    ...ON_ROLE,
    number: 'G11e',
    id: 'guard-role-bounded',
    name: "Permissions boundary put on a role of the guard's",
    eventName: 'PutRolePermissionsBoundary',
  },
  {
    ...ON_ROLE,
    number: 'G11f',
    id: 'guard-role-trust-changed',
    name: "Trust policy of a role of the guard's changed",
    eventName: 'UpdateAssumeRolePolicy',
  },
  {
    ...ON_ROLE,
    number: 'G11g',
    id: 'guard-role-deleted',
    name: "Role of the guard's deleted",
    eventName: 'DeleteRole',
  },
  {
    ...ON_STACK,
    number: 'G13a',
    id: 'guard-stack-deleted',
    name: "Guard's stack deleted",
    eventName: 'DeleteStack',
    ratings: CRITICAL,
    effect: 'CloudFormation removes the whole guard.',
  },
  {
    ...ON_STACK,
    number: 'G13b',
    id: 'guard-stack-updated',
    name: "Guard's stack updated",
    eventName: 'UpdateStack',
    ratings: MEDIUM,
    effect: 'The guard is what the new template says: a deployment, or somebody who rewrites it.',
  },
  {
    ...ON_STACK,
    number: 'G13c',
    id: 'guard-change-set-executed',
    name: "Change set of the guard's stack executed",
    eventName: 'ExecuteChangeSet',
    ratings: MEDIUM,
    effect: 'The guard is what the new template says: a deployment, or somebody who rewrites it.',
  },
  {
    ...OTHER_WITNESS,
    number: 'G14a',
    id: 'guardduty-detector-deleted',
    name: 'GuardDuty detector deleted',
    eventSource: 'guardduty.amazonaws.com',
    eventName: 'DeleteDetector',
  },
  {
    ...OTHER_WITNESS,
    number: 'G14b',
    id: 'guardduty-detector-disabled',
    name: 'GuardDuty detector disabled',
    eventSource: 'guardduty.amazonaws.com',
    eventName: 'UpdateDetector',
    when: { enable: 'false' },
  },
  {
    ...OTHER_WITNESS,
    number: 'G14c',
    id: 'config-recorder-stopped',
    name: 'AWS Config recorder stopped',
    eventSource: 'config.amazonaws.com',
    eventName: 'StopConfigurationRecorder',
  },
  {
    ...OTHER_WITNESS,
    number: 'G14d',
    id: 'config-recorder-deleted',
    name: 'AWS Config recorder deleted',
    eventSource: 'config.amazonaws.com',
    eventName: 'DeleteConfigurationRecorder',
  },
  {
    ...OTHER_WITNESS,
    number: 'G14e',
    id: 'config-delivery-channel-deleted',
    name: 'AWS Config delivery channel deleted',
    eventSource: 'config.amazonaws.com',
    eventName: 'DeleteDeliveryChannel',
  },
  {
    ...OTHER_WITNESS,
    number: 'G14f',
    id: 'security-hub-disabled',
    name: 'Security Hub disabled',
    eventSource: 'securityhub.amazonaws.com',
    eventName: 'DisableSecurityHub',
  },
];
