import { techniquesOf } from '../../lib/contract/techniques';
import type { CloudTrailRecord } from '../common/record';
import { SENSITIVE_CALLS, type SensitiveCalls } from './sensitive-calls';

/** What the guard watches for, whatever it was made on. */
const BLINDING = 'defense impairment: what trails deliver through';

/** Why a responder wants to see the call, whether it succeeded or was refused; nothing for most calls. */
export function sensitivityOf(record: CloudTrailRecord): string | undefined {
  const why = SENSITIVE_CALLS.find((calls) => isOneOf(record, calls))?.why;
  return why ?? (techniquesOf(record.eventSource, record.eventName).length > 0 ? BLINDING : undefined);
}

export function isSensitive(record: CloudTrailRecord): boolean {
  return sensitivityOf(record) !== undefined;
}

function isOneOf(record: CloudTrailRecord, { calls, directOnly, parameter }: SensitiveCalls): boolean {
  const names = Object.hasOwn(calls, record.eventSource) ? (calls[record.eventSource] ?? []) : [];
  return (
    names.some((name) => matches(record, name)) &&
    !(directOnly && isByService(record)) &&
    (parameter === undefined || record.requestParameters?.[parameter] === true)
  );
}

/** What is not said to read only counts as a write. */
function matches({ eventName, readOnly }: CloudTrailRecord, name: string): boolean {
  if (name === '*') {
    return readOnly !== true;
  }
  return name.endsWith('*') ? eventName.startsWith(name.slice(0, -1)) : eventName === name;
}

function isByService({ userIdentity: { type, invokedBy } }: CloudTrailRecord): boolean {
  return type === 'AWSService' || Boolean(invokedBy);
}
