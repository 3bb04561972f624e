import type { ConfigurationField } from '../../lib/contract/trail-configuration';
import { errorText } from '../common/error-text';
import { type CloudTrailRecord, isByRole, readRecords } from '../common/record';
import type { TrailArn } from '../common/scope';
import { techniquesOfRecord, trailOf } from '../common/target';
import { callsThatChange } from './changes';
import type { Run } from './guard';

/** Event history is searched at most this far back: a change that nobody saw for longer is found by other means. */
const SEARCH_MILLISECONDS = 24 * 3600 * 1000;

/** A comparison may be a little older than a call that it did not show yet. */
export const OVERLAP_MILLISECONDS = 15 * 60_000;

/** Whether a call can have changed a field. */
export function explains(record: CloudTrailRecord, field: ConfigurationField): boolean {
  return techniquesOfRecord(record).some(({ fields }) => fields?.includes(field));
}

/**
 * Finds in event history, for each field, the last successful call on the trail that can have changed it. The guard's own
 * calls put fields back and do not count.
 */
export async function changersOf(
  fields: readonly ConfigurationField[],
  trail: TrailArn,
  since: Date,
  run: Run,
): Promise<Map<ConfigurationField, CloudTrailRecord>> {
  const found = new Map<ConfigurationField, CloudTrailRecord>();
  // One after the other: LookupEvents takes two calls a second.
  for (const eventName of callsThatChange(fields)) {
    const record = await lastCallOn(trail, eventName, since, run);
    for (const field of record === undefined ? [] : fields) {
      const other = found.get(field);
      if (record && explains(record, field) && (other === undefined || other.eventTime <= record.eventTime)) {
        found.set(field, record);
      }
    }
  }
  return found;
}

/** The last successful call of one kind on the trail; undefined too where event history cannot be read. */
export async function lastCallOn(
  trail: TrailArn,
  eventName: string,
  since: Date,
  run: Run,
): Promise<CloudTrailRecord | undefined> {
  const now = run.now();
  // Records count in whole seconds: one of the second that the search begins in may be of before or after.
  const begin = Math.floor(since.getTime() / 1000) * 1000;
  const from = new Date(Math.max(begin, now.getTime() - SEARCH_MILLISECONDS));
  try {
    return readRecords(await run.trails.history(eventName, from, now)).find((record) => isChange(record, trail, run));
  } catch (error) {
    run.log.warn({ event: 'event-history-unreadable', trail: trail.arn, error: errorText(error) });
    return undefined;
  }
}

function isChange(record: CloudTrailRecord, trail: TrailArn, run: Run): boolean {
  return !record.errorCode && !isByRole(record, run.ownRoleArn) && trailOf(record, run.policy)?.arn === trail.arn;
}
