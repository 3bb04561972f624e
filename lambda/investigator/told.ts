import type { CallFinding, CredentialFinding } from '../../lib/contract/investigation';
import type { CloudTrailRecord } from '../common/record';
import { callFinding } from './call-finding';
import { credentialOf } from './credentials';
import { isSensitive } from './sensitive';
import type { Suspects } from './suspects';

export interface TellOptions {
  readonly suspects: Suspects;
  readonly guardRoleArn?: string;
  /** How many sensitive calls, and how many credentials, are told one by one. A message has room for so many. */
  readonly maximumSensitive: number;
  readonly maximumCredentials: number;
}

export interface ToldCalls {
  readonly sensitive: readonly CallFinding[];
  readonly credentials: readonly CredentialFinding[];
  /** What was left out. */
  readonly cut: readonly string[];
}

/** Sensitive calls and new ways in, the suspect's first, then by time. */
export function tellCalls(records: readonly CloudTrailRecord[], options: TellOptions): ToldCalls {
  const { suspects, guardRoleArn, maximumSensitive, maximumCredentials } = options;
  const byTime = [...records].sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime));
  const suspected = new Set(byTime.filter(suspects.has));
  const ordered = [...suspected, ...byTime.filter((record) => !suspected.has(record))];
  const sensitive = ordered.filter(isSensitive);
  const credentials = ordered.flatMap((record) => credentialOf(record, guardRoleArn) ?? []);
  return {
    sensitive: sensitive.slice(0, maximumSensitive).map((record) => callFinding(record, guardRoleArn)),
    credentials: credentials.slice(0, maximumCredentials),
    cut: [
      ...cut('sensitive calls', sensitive.length, maximumSensitive),
      ...cut('new credentials', credentials.length, maximumCredentials),
    ],
  };
}

function cut(what: string, total: number, maximum: number): string[] {
  return total > maximum ? [`${total - maximum} more ${what}: ${maximum} are told one by one`] : [];
}
