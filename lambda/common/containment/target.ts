import type { Actor } from '../../../lib/contract/incident';
import type { Target } from './action';
import { ownerOf, type Principal, parsePrincipal } from './principal';

const LONG_LIVED_KEY = /^AKIA[A-Z0-9]{12,60}$/;

const IN_IDENTITY_CENTER =
  'The session is one of IAM Identity Center, whose roles only Identity Center can change: disable the user and revoke ' +
  'the active sessions there.';

/** What would stop the actor, or why nothing that this account's IAM has would. */
export function targetOf(actor: Actor, account: string): Target | string {
  if (actor.accountId !== undefined && actor.accountId !== account) {
    return 'The caller belongs to another account: only that account can act on it.';
  }
  switch (actor.type) {
    case 'Root':
      return (
        'Nothing inside an account limits its root user: change the password, delete its access keys, check its MFA. In a ' +
        'member account a service control policy denies it.'
      );
    case 'IAMUser':
      return onUser(principalOf(actor.arn, 'user', account), actor);
    case 'FederatedUser':
      return onFederatedUser(actor, account);
    case 'AssumedRole':
      return onRole(principalOf(actor.sessionIssuerArn, 'role', account), actor);
    case 'AWSService':
      return 'An AWS service made the call: find out first who made it do so.';
    case 'AWSAccount':
      return 'The caller belongs to another account: only that account can act on it.';
    case 'IdentityCenterUser':
      return IN_IDENTITY_CENTER;
    default:
      return `The caller is of the type ${actor.type}: it is no user or role of this account.`;
  }
}

function onUser(principal: Principal | string, { userName, accessKeyId }: Actor): Target | string {
  if (typeof principal === 'string') {
    return principal;
  }
  if (userName !== undefined && userName !== principal.name) {
    return 'The record names two different users.';
  }
  return accessKeyId !== undefined && LONG_LIVED_KEY.test(accessKeyId)
    ? { kind: 'deactivate-access-key', principal, accessKeyId }
    : { kind: 'deny-user', principal };
}

/** Of GetFederationToken: it has no more than the user who called that, so denying the user denies it. */
function onFederatedUser({ sessionIssuerArn }: Actor, account: string): Target | string {
  if (sessionIssuerArn?.endsWith(':root')) {
    return 'A session that the root user made for somebody cannot be ended: it expires. Delete the root access keys.';
  }
  const principal = principalOf(sessionIssuerArn, 'user', account);
  return typeof principal === 'string' ? principal : { kind: 'deny-user', principal };
}

function onRole(principal: Principal | string, { arn }: Actor): Target | string {
  if (typeof principal === 'string') {
    return principal;
  }
  if (arn !== undefined && arn.split(':')[5]?.split('/')[1] !== principal.name) {
    return 'The record names two different roles.';
  }
  switch (ownerOf(principal)) {
    case 'service':
      return 'The role is linked to an AWS service, and only that service can change it.';
    case 'Identity Center':
      return IN_IDENTITY_CENTER;
    default:
      return { kind: 'revoke-role-sessions', principal };
  }
}

function principalOf(arn: string | undefined, type: Principal['type'], account: string): Principal | string {
  const principal = arn === undefined ? undefined : parsePrincipal(arn);
  if (principal?.type !== type) {
    return `The record does not name the caller's ${type} in a way that a command could be made of.`;
  }
  return principal.account === account
    ? principal
    : 'The caller belongs to another account: only that account can act on it.';
}
