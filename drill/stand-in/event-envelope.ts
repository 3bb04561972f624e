import { randomUUID } from 'node:crypto';
import type { CloudTrailRecord } from './cloudtrail-record';
import type { BusEvent } from './event-target';
import { type Json, text } from './json';
import { parseJson } from './protocol';

/** A CloudTrail record as EventBridge delivers it (AWS facts 3). */
export function eventOf(record: CloudTrailRecord): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${record.eventSource.replace('.amazonaws.com', '')}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}

/** An entry of PutEvents. The account is EventBridge's word: nobody can choose it. */
export function customEvent(entry: Json, account: string, region: string): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': text(entry.DetailType) ?? '',
    source: text(entry.Source) ?? '',
    account,
    time: new Date().toISOString().replace(/\.\d+/, ''),
    region,
    resources: entry.Resources ?? [],
    detail: parseJson(text(entry.Detail) ?? ''),
  };
}
