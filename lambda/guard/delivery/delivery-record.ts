import { parameterAt } from '../../../lib/contract/techniques/parameters';
import type { Technique } from '../../../lib/contract/techniques/technique';
import type { CloudTrailRecord } from '../record';

/** What of a record tells which resource was touched, and how. */
export type DeliveryRecord = Pick<
  CloudTrailRecord,
  'eventName' | 'awsRegion' | 'recipientAccountId' | 'requestParameters' | 'resources'
>;

/** What is at the end of a path with dots; nothing where the path leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
  return isObject(value) ? parameterAt(value, path) : undefined;
}

/** The target as the caller named it. A denied call names none. */
export function targetOf(technique: Technique, record: DeliveryRecord): string | undefined {
  return technique.targetParameters
    .map((path) => valueAt(record.requestParameters, path))
    .find((value): value is string => typeof value === 'string' && value !== '');
}

export function resourceArns(record: DeliveryRecord): string[] {
  return (record.resources ?? []).flatMap(({ ARN }) => ARN ?? []);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
