import type { Actor } from '../../lib/contract/incident';
import type { Session } from './session';

/** Only IAM Identity Center makes roles under this path; sessions of them are named after the person. */
const IDENTITY_CENTER_ROLE =
  /^arn:[a-z-]+:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\/(?:.+\/)?AWSReservedSSO_/;

/** A role of IAM Identity Center, or of a federation: MFA is asked for elsewhere, where CloudTrail does not see it. */
export function signsInElsewhere({ type, sessionIssuerArn }: Actor): boolean {
  return isOfIdentityCenter(sessionIssuerArn) || ['SAMLUser', 'WebIdentityUser', 'IdentityCenterUser'].includes(type);
}

/** The human behind the session, where the record of one call names them. A role's session name can be anything. */
export function personOf(actor: Actor, session: Session): string | undefined {
  if (isOfIdentityCenter(actor.sessionIssuerArn)) {
    return actor.sessionName;
  }
  switch (actor.type) {
    case 'SAMLUser':
    case 'WebIdentityUser':
      return actor.userName;
    case 'FederatedUser':
      return actor.arn?.split(':federated-user/')[1];
    case 'IdentityCenterUser':
      return actor.identityCenterUserId;
    default:
      return session.sourceIdentity ?? session.webIdentity;
  }
}

function isOfIdentityCenter(roleArn: string | undefined): boolean {
  return roleArn !== undefined && IDENTITY_CENTER_ROLE.test(roleArn);
}
