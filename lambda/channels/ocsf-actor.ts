import type { Actor } from '../../lib/contract/incident';
import type { Investigation } from '../../lib/contract/investigation';

/** Where OCSF has a word for CloudTrail's type of an identity. */
const USER_TYPES: Readonly<Record<string, object>> = {
  Root: { type_id: 2, type: 'Admin' },
  IAMUser: { type_id: 1, type: 'User' },
  IdentityCenterUser: { type_id: 1, type: 'User' },
  FederatedUser: { type_id: 1, type: 'User' },
  SAMLUser: { type_id: 1, type: 'User' },
  WebIdentityUser: { type_id: 1, type: 'User' },
  AWSService: { type_id: 4, type: 'Service' },
};

export function actorEvidence(actor: Actor, investigation: Investigation | undefined): object {
  const { type, displayName, arn, accountId, principalId, identityCenterUserId, invokedBy } = actor;
  const session = sessionOf(actor, investigation);
  const person = investigation?.who.person;
  const uidAlt = identityCenterUserId ?? principalId;
  return {
    user: {
      name: displayName,
      ...(USER_TYPES[type] ?? { type_id: 99, type }),
      ...(arn ? { uid: arn } : {}),
      ...(uidAlt ? { uid_alt: uidAlt } : {}),
      ...(person ? { full_name: person } : {}),
      ...(accountId ? { account: { uid: accountId, type_id: 10, type: 'AWS Account' } } : {}),
    },
    ...(session ? { session } : {}),
    ...(invokedBy ? { app_name: invokedBy } : {}),
  };
}

/** How the identity came to its credentials. */
function sessionOf(actor: Actor, investigation: Investigation | undefined): object | undefined {
  const { sessionIssuerArn, sessionName, accessKeyId, mfaAuthenticated } = actor;
  const isMfa = mfaAuthenticated ?? investigation?.who.mfaAuthenticated;
  const { credential, credentialCreatedAt } = investigation?.who ?? {};
  const session = {
    ...(sessionName ? { uid: sessionName } : {}),
    ...(sessionIssuerArn ? { issuer: sessionIssuerArn } : {}),
    ...(accessKeyId ? { credential_uid: accessKeyId } : {}),
    ...(isMfa === undefined ? {} : { is_mfa: isMfa }),
    ...(credential === 'temporary' && credentialCreatedAt ? { created_time: Date.parse(credentialCreatedAt) } : {}),
  };
  return Object.keys(session).length > 0 ? session : undefined;
}
