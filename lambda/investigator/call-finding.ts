import type { CallFinding } from '../../lib/contract/investigation';
import { type CloudTrailRecord, isByRole } from '../common/record';
import { optionalText, safeText } from '../common/text';
import { targetOfCall } from './call-target';
import { knownActor } from './known-actor';

/** Whoever made a call, by the name that people know it by. The guard's own calls are told as such. */
export function nameOf(record: CloudTrailRecord, guardRoleArn?: string): string {
  return guardRoleArn !== undefined && isByRole(record, guardRoleArn)
    ? 'this guard itself'
    : knownActor(record).displayName;
}

/** A call as it is told. */
export function callFinding(record: CloudTrailRecord, guardRoleArn?: string): CallFinding {
  const errorCode = optionalText(record.errorCode ?? undefined, 64);
  const on = targetOfCall(record);
  return {
    eventId: safeText(record.eventID, 64),
    eventName: safeText(record.eventName, 64),
    eventSource: safeText(record.eventSource, 64),
    at: new Date(record.eventTime).toISOString(),
    region: safeText(record.awsRegion || 'unknown', 32),
    by: nameOf(record, guardRoleArn),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(on === undefined ? {} : { on }),
  };
}
