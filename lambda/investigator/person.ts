import type { Actor } from '../../lib/contract/incident';
import { isPersonsRole } from './identity-center';
import type { Session } from './session';

/** A role of IAM Identity Center, or of a federation: MFA is asked for elsewhere, where CloudTrail does not see it. */
export function signsInElsewhere({ type, sessionIssuerArn }: Actor): boolean {
  return isPersonsRole(sessionIssuerArn) || ['SAMLUser', 'WebIdentityUser', 'IdentityCenterUser'].includes(type);
}

/** The human behind the session, where the record of one call names them. A role's session name can be anything. */
export function personOf(actor: Actor, session: Session): string | undefined {
  if (isPersonsRole(actor.sessionIssuerArn)) {
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
