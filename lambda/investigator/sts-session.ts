import type { Actor, Incident } from '../../lib/contract/incident';
import { actorOf } from '../common/actor';
import type { CloudTrailRecord } from '../common/record';

/** A temporary credential that somebody got from STS, and what is known of its making. */
export interface StsSession {
  readonly accessKeyId: string;
  readonly arn: string | undefined;
  readonly isConsole: boolean;
  readonly usedAt: Date;
  readonly createdAt: Date | undefined;
  /** The calls that can have made it. */
  readonly calls: readonly string[];
}

/** The session in which a call was made; none for what is no session, or was begun by signing in. */
export function sessionOfRecord(record: CloudTrailRecord): StsSession | undefined {
  const { eventTime, sessionCredentialFromConsole, userIdentity } = record;
  const created = Date.parse(userIdentity.sessionContext?.attributes?.creationDate ?? '');
  return sessionOf(actorOf(record), {
    isConsole: sessionCredentialFromConsole === 'true',
    usedAt: new Date(eventTime),
    createdAt: Number.isNaN(created) ? undefined : new Date(created),
  });
}

/** The same while history does not show the call itself: it lags, and the session may have begun long before. */
export function sessionOfIncident({ actor, call, detectedAt }: Incident): StsSession | undefined {
  const usedAt = new Date(call?.eventTime ?? detectedAt);
  return actor && sessionOf(actor, { isConsole: false, usedAt, createdAt: undefined });
}

function sessionOf(
  { type, arn, accessKeyId }: Actor,
  known: Pick<StsSession, 'isConsole' | 'usedAt' | 'createdAt'>,
): StsSession | undefined {
  const calls = type === 'IAMUser' && known.isConsole ? undefined : CALLS[type];
  return accessKeyId?.startsWith('ASIA') && calls ? { accessKeyId, arn, calls, ...known } : undefined;
}

const CALLS: Readonly<Partial<Record<string, readonly string[]>>> = {
  AssumedRole: ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'],
  FederatedUser: ['GetFederationToken'],
  IAMUser: ['GetSessionToken'],
};
