import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as iam from '@aws-sdk/client-iam';
import { type Attack, type Attacks, DENY_ALL, DENY_ALL_BY_ROLE } from './attack';

const DENY_POLICY = 'arn:aws:iam::aws:policy/AWSDenyAll';
const BOUNDARY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** All of what the role may do. */
const deletePolicies: Attack = async ({ iam: client }, { guard: { role: RoleName } }) => {
  const { PolicyNames = [] } = await client.send(new iam.ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
};

const detachPolicy: Attack = async ({ iam: client }, { guard: { role: RoleName } }) => {
  await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: BOUNDARY }));
  await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: BOUNDARY }));
};

/** On what the guard may do, on the stack that it is, and on other witnesses of the same account. */
export const GUARD_CONTROL_ATTACKS: Attacks = {
  'guard-role-policy-detached': detachPolicy,
  'guard-role-policy-deleted': deletePolicies,
  'guard-role-policy-changed': (hands, { guard: { role: RoleName } }) =>
    hands.iam.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'quiet', PolicyDocument: DENY_ALL_BY_ROLE })),
  'guard-role-policy-attached': (hands, { guard: { role: RoleName } }) =>
    hands.iam.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: DENY_POLICY })),
  'guard-role-bounded': (hands, { guard: { role: RoleName } }) =>
    hands.iam.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: BOUNDARY })),
  'guard-role-trust-changed': (hands, { guard: { role: RoleName } }) =>
    hands.iam.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: DENY_ALL })),
  'guard-role-deleted': (hands, { guard: { role: RoleName } }) =>
    hands.iam.send(new iam.DeleteRoleCommand({ RoleName })),
  'guard-stack-deleted': (hands, { guard: { stackName: StackName } }) =>
    hands.cloudFormation.send(new cloudFormation.DeleteStackCommand({ StackName })),
  'guard-stack-updated': (hands, { guard: { stackName: StackName } }) =>
    hands.cloudFormation.send(new cloudFormation.UpdateStackCommand({ StackName, UsePreviousTemplate: true })),
  'guard-change-set-executed': (hands, { guard: { stackName: StackName } }) =>
    hands.cloudFormation.send(new cloudFormation.ExecuteChangeSetCommand({ StackName, ChangeSetName: 'quiet' })),
  'guardduty-detector-deleted': ({ record }) =>
    record('guardduty.amazonaws.com', 'DeleteDetector', { detectorId: '12abc34d567e8fa901bc2d34e56789f0' }),
  'guardduty-detector-disabled': ({ record }) =>
    record('guardduty.amazonaws.com', 'UpdateDetector', {
      detectorId: '12abc34d567e8fa901bc2d34e56789f0',
      enable: false,
    }),
  'config-recorder-stopped': ({ record }) =>
    record('config.amazonaws.com', 'StopConfigurationRecorder', { configurationRecorderName: 'default' }),
  'config-recorder-deleted': ({ record }) =>
    record('config.amazonaws.com', 'DeleteConfigurationRecorder', { configurationRecorderName: 'default' }),
  'config-delivery-channel-deleted': ({ record }) =>
    record('config.amazonaws.com', 'DeleteDeliveryChannel', { deliveryChannelName: 'default' }),
  'security-hub-disabled': ({ record }) => record('securityhub.amazonaws.com', 'DisableSecurityHub', {}),
};
