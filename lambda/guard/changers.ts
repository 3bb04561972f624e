import type { ConfigurationField } from '../../lib/contract/trail-configuration';
import { matchingException } from '../common/exceptions';
import type { CloudTrailRecord } from '../common/record';
import { techniquesOfRecord } from '../common/target';
import { changersOf, explains } from './attribute-change';
import type { Changed } from './change-incident';
import type { FieldChange } from './changes';
import type { Run } from './guard';
import type { CallSignal } from './signal';

type Records = ReadonlyMap<ConfigurationField, CloudTrailRecord>;

/** The call that led here, for the fields that it can have changed. */
export function recordsOfCall({ cause: { call }, fields }: Changed): Records {
  const explained = call === undefined ? [] : fields.filter(({ field }) => explains(call.record, field));
  return new Map(explained.map(({ field }) => [field, (call as CallSignal).record]));
}

/** Before a restore, event history is asked only where an exception might apply: nothing else is worth the wait. */
export async function recordsBefore(changed: Changed, losses: readonly FieldChange[], run: Run): Promise<Records> {
  const known = recordsOfCall(changed);
  const open = losses.filter(({ field }) => !known.has(field)).map(({ field }) => field);
  if (open.length === 0 || run.policy.exceptions.length === 0) {
    return known;
  }
  return new Map([...(await changersOf(open, changed.trail, changed.cause.since, run)), ...known]);
}

export function expectedFields(
  losses: readonly FieldChange[],
  records: Records,
  trailArn: string,
  { policy }: Run,
): { fields: FieldChange[]; reason: string } {
  const matches = losses.flatMap((change) => {
    const record = records.get(change.field);
    const techniques = record && techniquesOfRecord(record).filter(({ fields }) => fields?.includes(change.field));
    const exception = record && matchingException(policy.exceptions, record, trailArn, techniques);
    return exception ? [{ change, reason: exception.reason }] : [];
  });
  return { fields: matches.map(({ change }) => change), reason: matches[0]?.reason ?? '' };
}

/** With what event history knows of the losses that nothing explains yet. */
export async function explained({ records, trail, cause }: Changed, losses: readonly FieldChange[], run: Run) {
  const open = losses.filter(({ field }) => !records?.has(field)).map(({ field }) => field);
  const found = open.length > 0 ? await changersOf(open, trail, cause.since, run) : [];
  return new Map([...(records ?? []), ...found]);
}
