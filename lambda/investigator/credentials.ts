import type { CredentialFinding } from '../../lib/contract/investigation';
import type { CloudTrailRecord } from '../common/record';
import { optionalText, safeText } from '../common/text';
import { nameOf } from './call-finding';
import { CREDENTIAL_CALLS, type CredentialCall } from './credential-calls';

/** The new way in that a successful call made, if it is a call that makes one. */
export function credentialOf(record: CloudTrailRecord, guardRoleArn?: string): CredentialFinding | undefined {
  const call = credentialCall(record);
  if (call === undefined || record.errorCode || call.only?.(record) === false) {
    return undefined;
  }
  const of = optionalText(call.of?.(record), 128);
  return {
    kind: call.kind,
    id: safeText(call.id(record) ?? 'not recorded', 128),
    ...(of === undefined ? {} : { of }),
    eventId: safeText(record.eventID, 64),
    at: new Date(record.eventTime).toISOString(),
    by: nameOf(record, guardRoleArn),
  };
}

/** Names come from the record: what every object has is no call. */
function credentialCall({ eventSource, eventName }: CloudTrailRecord): CredentialCall | undefined {
  const calls = Object.hasOwn(CREDENTIAL_CALLS, eventSource) ? CREDENTIAL_CALLS[eventSource] : undefined;
  return calls && Object.hasOwn(calls, eventName) ? calls[eventName] : undefined;
}
