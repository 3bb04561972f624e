import type { CloudTrailRecord } from '../common/record';
import { wholeSecond } from './seconds';

/**
 * A way to make calls that a successful call made.
 * - `key`: an access key, a session's or a long-lived one.
 * - `session`: a session by its ARN, begun at that time or later: in the console, it uses other keys than the minted one.
 * - `user`: a new user, whatever the credential.
 * - `password`: sign-ins of a user to the console since then.
 */
export type Minted =
  | { readonly kind: 'key'; readonly accessKeyId: string }
  | { readonly kind: 'session'; readonly arn: string; readonly since: number }
  | { readonly kind: 'user'; readonly arn: string }
  | { readonly kind: 'password'; readonly userName: string; readonly since: number };

/** Calls of STS that answer with a session's credentials. */
export const SESSION_CALLS: readonly string[] = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'GetFederationToken',
  'GetSessionToken',
];

/** What a call made; nothing if it failed. */
export function mintedBy(record: CloudTrailRecord): Minted[] {
  if (record.errorCode) {
    return [];
  }
  const since = wholeSecond(record.eventTime);
  if (record.eventSource === 'sts.amazonaws.com' && SESSION_CALLS.includes(record.eventName)) {
    const arn = textAt(record, 'assumedRoleUser', 'arn') ?? textAt(record, 'federatedUser', 'arn');
    return [...keys(sessionKeyOf(record)), ...(arn ? [{ kind: 'session', arn, since } as const] : [])];
  }
  if (record.eventSource !== 'iam.amazonaws.com') {
    return [];
  }
  switch (record.eventName) {
    case 'CreateAccessKey':
      return keys(textAt(record, 'accessKey', 'accessKeyId'));
    case 'CreateUser': {
      const arn = textAt(record, 'user', 'arn');
      return arn ? [{ kind: 'user', arn }] : [];
    }
    case 'CreateLoginProfile':
    case 'UpdateLoginProfile': {
      const userName = record.requestParameters?.userName;
      return typeof userName === 'string' ? [{ kind: 'password', userName, since }] : [];
    }
    default:
      return [];
  }
}

/** The access key that a call of STS answered with. */
export function sessionKeyOf(record: CloudTrailRecord): string | undefined {
  return textAt(record, 'credentials', 'accessKeyId');
}

/** Two levels into the answer. */
export function textAt({ responseElements }: CloudTrailRecord, name: string, field: string): string | undefined {
  const value = responseElements?.[name];
  const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function keys(accessKeyId: string | undefined): Minted[] {
  return accessKeyId === undefined ? [] : [{ kind: 'key', accessKeyId }];
}
