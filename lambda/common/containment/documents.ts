/** Names of the inline policies: fixed, so that doing it again changes nothing and a person knows what to delete. */
export const DENY_POLICY_NAME = 'TrailGuardContainment';
export const REVOKE_POLICY_NAME = 'TrailGuardRevokeOlderSessions';

const DENY_EVERYTHING = { Effect: 'Deny', Action: '*', Resource: '*' } as const;

/** Denies everything. */
export function denyDocument(): string {
  return documentOf(DENY_EVERYTHING);
}

/**
 * Denies everything to sessions that were begun before a time: what the console's "Revoke active sessions" attaches.
 *
 * @param issuedBefore ISO 8601
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function revokeDocument(issuedBefore: string): string {
  return documentOf({ ...DENY_EVERYTHING, Condition: { DateLessThan: { 'aws:TokenIssueTime': issuedBefore } } });
}

function documentOf(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
