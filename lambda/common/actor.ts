import type { Actor } from '../../lib/contract/incident';
import type { CloudTrailRecord } from './record';
import { optionalText, safeText } from './text';

/**
 * Reads the actor from any shape of `userIdentity`: root, IAM user, role session, federated, Identity Center,
 * another account, an AWS service.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOf(record: CloudTrailRecord): Actor {
  const identity = record.userIdentity;
  const session = identity.sessionContext ?? undefined;
  const mfa = session?.attributes?.mfaAuthenticated;
  return withoutUndefined({
    type: safeText(identity.type ?? 'Unknown', 64),
    displayName: safeText(displayName(record), 128),
    arn: optionalText(identity.arn ?? undefined),
    accountId: optionalText(identity.accountId ?? undefined, 32),
    principalId: optionalText(identity.principalId ?? undefined, 128),
    userName: optionalText(identity.userName ?? undefined, 128),
    accessKeyId: optionalText(identity.accessKeyId ?? undefined, 64),
    sessionIssuerArn: optionalText(session?.sessionIssuer?.arn ?? undefined),
    sessionName: optionalText(sessionName(identity.arn ?? undefined), 64),
    mfaAuthenticated: mfa === undefined || mfa === null ? undefined : mfa === 'true',
    invokedBy: optionalText(identity.invokedBy ?? undefined, 128),
    identityCenterUserId: optionalText(identity.onBehalfOf?.userId ?? undefined, 64),
  });
}

function displayName(record: CloudTrailRecord): string {
  const identity = record.userIdentity;
  const issuer = identity.sessionContext?.sessionIssuer?.userName ?? roleName(identity.arn ?? undefined);
  switch (identity.type) {
    case 'Root':
      return `the root user of ${identity.accountId ?? 'an unknown account'}`;
    case 'AssumedRole':
      return `${sessionName(identity.arn ?? undefined) ?? 'an unnamed session'} (role ${issuer ?? 'unknown'})`;
    case 'AWSService':
      return `the AWS service ${identity.invokedBy ?? 'unknown'}`;
    case 'AWSAccount':
      return `somebody of account ${identity.accountId ?? 'unknown'}`;
    case 'IdentityCenterUser':
      return `Identity Center user ${identity.onBehalfOf?.userId ?? 'unknown'}`;
    default:
      return identity.userName || identity.arn || identity.principalId || identity.invokedBy || 'unknown';
  }
}

/** `arn:aws:sts::111122223333:assumed-role/Role/Session` names role and session. */
function roleName(arn: string | undefined): string | undefined {
  return assumedRole(arn)?.[0];
}

function sessionName(arn: string | undefined): string | undefined {
  return assumedRole(arn)?.[1];
}

function assumedRole(arn: string | undefined): string[] | undefined {
  const resource = arn?.split(':').slice(5).join(':');
  return resource?.startsWith('assumed-role/') ? resource.split('/').slice(1) : undefined;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
