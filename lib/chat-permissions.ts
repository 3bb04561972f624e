import { type IManagedPolicy, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * The role that Amazon Q Developer assumes for a channel: without permissions. Notifications come through its
 * service-linked role; a channel's role is for commands that people type, and there are none to type here.
 */
export function chatRole(scope: Construct): Role {
  return new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('chatbot.amazonaws.com'),
    description: 'TrailGuard: for a chat channel that only reads notifications; it has no permissions',
  });
}

/**
 * What nobody in the channel can get past, also not with a role of their own. Without it AWS sets AdministratorAccess, and
 * whoever gets into the channel, or the role, would hold the account.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
 */
export function chatGuardrails(): IManagedPolicy[] {
  return [ManagedPolicy.fromAwsManagedPolicyName('AWSDenyAll')];
}
