import { createHash } from 'node:crypto';
import type { Json } from './json';

/**
 * Who calls. `accountId` is another account's id for a caller from outside, such as the management account; `invokedBy` a
 * service that calls in the name of somebody, such as cloudformation.amazonaws.com.
 */
export type Identity = { readonly accountId?: string; readonly sourceIp?: string; readonly invokedBy?: string } & (
  | { readonly type: 'IAMUser'; readonly userName: string; readonly session?: boolean }
  | { readonly type: 'Root' }
  | { readonly type: 'AssumedRole'; readonly roleArn: string; readonly sessionName: string }
  /** What GetFederationToken gives: `issuer` is the ARN of the user that called it. */
  | { readonly type: 'FederatedUser'; readonly name: string; readonly issuer: string }
  /** A service of AWS by itself: it can only be recorded. */
  | { readonly type: 'AWSService'; readonly service: string }
);

export interface IdentityDescription {
  readonly arn: string;
  /** As CloudTrail records it: LookupEvents searches by it. */
  readonly userName: string;
  /** `userIdentity` of the records (AWS facts 3). */
  readonly userIdentity: Json;
}

/** Ids in AWS are a four-letter prefix and a string of 16 or 17 capitals and digits. */
export const uniqueId = (prefix: string, of: string): string =>
  prefix + createHash('sha256').update(of).digest('hex').slice(0, 17).toUpperCase();

/** Keys of sessions begin otherwise than those of users and root. */
export const isTemporary = (identity: Identity): boolean =>
  identity.type === 'AssumedRole' ||
  identity.type === 'FederatedUser' ||
  (identity.type === 'IAMUser' && identity.session === true);

export function describeIdentity(
  identity: Identity,
  partition: string,
  accountId: string,
  accessKeyId: string,
): IdentityDescription {
  const iam = `arn:${partition}:iam::${accountId}`;
  const sts = `arn:${partition}:sts::${accountId}`;
  const common = { type: identity.type, accountId, accessKeyId };
  const attributes = { creationDate: new Date().toISOString().replace(/\.\d+/, ''), mfaAuthenticated: 'false' };
  switch (identity.type) {
    // Root has no userName unless the account has an alias (AWS facts 3).
    case 'Root': {
      const arn = `${iam}:root`;
      return { arn, userName: 'root', userIdentity: { ...common, principalId: accountId, arn } };
    }
    case 'IAMUser': {
      const { userName, session } = identity;
      const arn = `${iam}:user/${userName}`;
      const user = { ...common, principalId: uniqueId('AIDA', arn), arn, userName };
      return { arn, userName, userIdentity: session ? { ...user, sessionContext: { attributes } } : user };
    }
    // The session's ARN has the role's name without its path; the role's own ARN is in the session issuer.
    case 'AssumedRole': {
      const { roleArn, sessionName } = identity;
      const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
      const arn = `${sts}:assumed-role/${roleName}/${sessionName}`;
      const roleId = uniqueId('AROA', roleArn);
      const sessionIssuer = { type: 'Role', principalId: roleId, arn: roleArn, accountId, userName: roleName };
      const sessionContext = { sessionIssuer, attributes };
      const userIdentity = { ...common, principalId: `${roleId}:${sessionName}`, arn, sessionContext };
      return { arn, userName: sessionName, userIdentity };
    }
    case 'FederatedUser': {
      const { name, issuer } = identity;
      const arn = `${sts}:federated-user/${name}`;
      const userName = issuer.slice(issuer.lastIndexOf('/') + 1);
      const principalId = uniqueId('AIDA', issuer);
      const sessionIssuer = { type: 'IAMUser', principalId, arn: issuer, accountId, userName };
      const sessionContext = { sessionIssuer, attributes };
      return {
        arn,
        userName: name,
        userIdentity: { ...common, principalId: `${accountId}:${name}`, arn, sessionContext },
      };
    }
    case 'AWSService':
      return { arn: identity.service, userName: '', userIdentity: { type: 'AWSService', invokedBy: identity.service } };
  }
}
