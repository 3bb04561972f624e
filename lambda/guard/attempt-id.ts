import { createHash } from 'node:crypto';
import type { CloudTrailRecord } from '../common/record';

/**
 * One an hour for the same actor and error, however often it is tried. What the caller chooses (a session's name, the
 * names of things that do not exist) makes no difference, or it would be a way to flood whoever reads the messages.
 */
export function attemptId(about: string, { userIdentity, errorCode, eventTime }: CloudTrailRecord): string {
  const actor = userIdentity.sessionContext?.sessionIssuer?.arn ?? userIdentity.arn ?? userIdentity.principalId;
  const digest = createHash('sha256').update(`${actor}\n${errorCode}`).digest('hex').slice(0, 16);
  return `${about}#attempt:${digest}:${new Date(eventTime).toISOString().slice(0, 13)}`;
}
