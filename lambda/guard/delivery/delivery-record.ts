import { parameterAt } from '../../../lib/contract/techniques/parameters';
import type { CloudTrailRecord } from '../../common/record';

/** What of a record tells which resource was touched, and how. */
export type DeliveryRecord = Pick<
  CloudTrailRecord,
  'eventName' | 'awsRegion' | 'recipientAccountId' | 'requestParameters' | 'resources'
>;

/** What is at the end of a path with dots; nothing where the path leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
  return isObject(value) ? parameterAt(value, path) : undefined;
}

export function resourceArns(record: DeliveryRecord): string[] {
  return (record.resources ?? []).flatMap(({ ARN }) => ARN ?? []);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
