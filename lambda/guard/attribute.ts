import type { GuardPolicy } from '../../lib/contract/policy';
import { errorText } from '../common/error-text';
import type { Log } from '../common/log';
import { type CloudTrailRecord, readRecords } from '../common/record';
import { resolveTrail, type TrailArn } from '../common/scope';
import { CLOCK_TOLERANCE_MILLISECONDS } from './restore';
import type { Trails } from './trails';

/** How far around the trail's own timestamp event history is searched. */
const SEARCH_MILLISECONDS = 2 * 60_000;

/** Event history is usually complete after about 15 minutes; what is not there by then is not waited for. */
export const HISTORY_COMPLETE_MILLISECONDS = 30 * 60_000;

/** Whether a record is of the call that stopped (or started) the trail at that time. */
export function tellsOf(record: CloudTrailRecord, at: Date): boolean {
  return distance(record, at) <= CLOCK_TOLERANCE_MILLISECONDS;
}

/**
 * Finds in event history the successful call on the trail nearest to a time. Event history does not depend on trails
 * and cannot be switched off, but it lags.
 *
 * @param eventName a CloudTrail call with the trail in its parameter `name`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
 */
async function attribute(
  eventName: string,
  trail: TrailArn,
  at: Date,
  policy: GuardPolicy,
  trails: Trails,
): Promise<CloudTrailRecord | undefined> {
  const from = new Date(at.getTime() - SEARCH_MILLISECONDS);
  const to = new Date(at.getTime() + SEARCH_MILLISECONDS);
  return readRecords(await trails.history(eventName, from, to))
    .filter((record) => !record.errorCode && tellsOf(record, at) && names(record, trail, policy))
    .sort((a, b) => distance(a, at) - distance(b, at))[0];
}

function names(record: CloudTrailRecord, trail: TrailArn, policy: GuardPolicy): boolean {
  const name = record.requestParameters?.name;
  return typeof name === 'string' && resolveTrail(policy, name)?.arn === trail.arn;
}

function distance(record: CloudTrailRecord, at: Date): number {
  return Math.abs(new Date(record.eventTime).getTime() - at.getTime());
}

/** Who did it or, where that is not known, why not. */
export type Attribution =
  | { readonly record: CloudTrailRecord; readonly actorNote?: never }
  | { readonly record?: never; readonly actorNote: string };

/** The same, where a failure of event history must not stop anything. */
export async function attributeSafely(
  eventName: string,
  trail: TrailArn,
  at: Date,
  { policy, trails, log }: { policy: GuardPolicy; trails: Trails; log: Log },
): Promise<Attribution> {
  try {
    const record = await attribute(eventName, trail, at, policy, trails);
    return record ? { record } : { actorNote: `Event history does not show (yet) who called ${eventName}.` };
  } catch (error) {
    log.warn({ event: 'event-history-unreadable', trail: trail.arn, error: errorText(error) });
    return { actorNote: `Event history could not be read (${errorText(error)}).` };
  }
}
