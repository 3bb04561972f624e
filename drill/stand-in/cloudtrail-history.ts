import { AwsError } from './aws-error';
import type { CloudTrailRecord } from './cloudtrail-record';
import { resourcesOf } from './cloudtrail-resources';
import { epochSeconds, isJson, type Json } from './json';

export interface HistoryOptions {
  /** How long it takes until LookupEvents finds an event, for all or for each. AWS promises no time (AWS facts 2.6). */
  historyLagMs: number | ((record: CloudTrailRecord) => number);
  /** LookupEvents calls allowed in a second; AWS allows 2 an account and Region (AWS facts 2.6). */
  lookupEventsPerSecond: number;
}

interface Remembered {
  readonly at: number;
  readonly userName: string;
  readonly record: CloudTrailRecord;
}

const day = 86_400_000;

/** Event history: management events of 90 days, a Region at a time, whatever the trails do (AWS facts 1.3, 2.6). */
export class EventHistory {
  readonly #remembered: Remembered[] = [];
  readonly #lookups = new Map<string, number[]>();

  constructor(private readonly options: HistoryOptions) {}

  add(record: CloudTrailRecord, userName: string, at = Date.now()): void {
    this.#remembered.push({ at, userName, record });
  }

  get records(): CloudTrailRecord[] {
    return this.#remembered.map(({ record }) => record);
  }

  lookup(parameters: Json, region: string, accountId: string): Json {
    this.#throttle(region);
    const { from, to, limit, fits } = readQuery(parameters);
    const { historyLagMs } = this.options;
    const lag = typeof historyLagMs === 'number' ? () => historyLagMs : historyLagMs;
    const now = Date.now();
    const found = this.#remembered
      .filter(
        ({ at, record }) =>
          at + lag(record) <= now &&
          record.awsRegion === region &&
          record.recipientAccountId === accountId &&
          Date.parse(record.eventTime) >= from &&
          Date.parse(record.eventTime) <= to,
      )
      .filter(fits)
      .reverse()
      .sort((a, b) => Date.parse(b.record.eventTime) - Date.parse(a.record.eventTime));
    // The token names the last event of the page before and the query: AWS wants the same query with each page.
    const { NextToken, MaxResults: _pageSize, ...query } = parameters;
    const start = NextToken === undefined ? 0 : readToken(NextToken, query, found);
    const page = found.slice(start, start + limit);
    const last = page.at(-1);
    return {
      Events: page.map(({ record, userName }) => event(record, userName)),
      ...(last && start + limit < found.length && { NextToken: writeToken(query, last) }),
    };
  }

  #throttle(region: string): void {
    const now = Date.now();
    const recent = (this.#lookups.get(region) ?? []).filter((at) => at > now - 1000);
    if (recent.length >= this.options.lookupEventsPerSecond) throw new AwsError('ThrottlingException', 'Rate exceeded');
    this.#lookups.set(region, [...recent, now]);
  }
}

function readQuery(parameters: Json): {
  from: number;
  to: number;
  limit: number;
  fits: (remembered: Remembered) => boolean;
} {
  const { StartTime, EndTime, MaxResults = 50, LookupAttributes = [] } = parameters;
  const from = Math.max(typeof StartTime === 'number' ? StartTime * 1000 : 0, Date.now() - 90 * day);
  const to = typeof EndTime === 'number' ? EndTime * 1000 : Number.POSITIVE_INFINITY;
  if (from > to) {
    throw new AwsError('InvalidTimeRangeException', 'The start time must be before the end time.');
  }
  if (typeof MaxResults !== 'number' || MaxResults < 1 || MaxResults > 50) {
    throw new AwsError('InvalidMaxResultsException', 'MaxResults must be between 1 and 50.');
  }
  if (!Array.isArray(LookupAttributes) || LookupAttributes.length > 1) {
    throw new AwsError('InvalidLookupAttributesException', 'Only one lookup attribute is allowed.');
  }
  const attribute: unknown = LookupAttributes[0];
  return { from, to, limit: MaxResults, fits: isJson(attribute) ? attributeFilter(attribute) : () => true };
}

function attributeFilter({ AttributeKey, AttributeValue }: Json): (remembered: Remembered) => boolean {
  const resources = ({ record }: Remembered, part: 'ResourceName' | 'ResourceType') =>
    resourcesOf(record).map((resource) => resource[part]);
  const read: Record<string, (remembered: Remembered) => unknown[]> = {
    EventId: ({ record }) => [record.eventID],
    EventName: ({ record }) => [record.eventName],
    EventSource: ({ record }) => [record.eventSource],
    ReadOnly: ({ record }) => [String(record.readOnly)],
    Username: ({ userName }) => [userName],
    AccessKeyId: ({ record }) => [record.userIdentity.accessKeyId],
    ResourceName: (remembered) => resources(remembered, 'ResourceName'),
    ResourceType: (remembered) => resources(remembered, 'ResourceType'),
  };
  const values = read[String(AttributeKey)];
  if (!values) throw new AwsError('InvalidLookupAttributesException', `Unknown lookup attribute: ${AttributeKey}`);
  return (remembered) => values(remembered).includes(AttributeValue);
}

function event(record: CloudTrailRecord, userName: string): Json {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    AccessKeyId: record.userIdentity.accessKeyId,
    EventTime: epochSeconds(Date.parse(record.eventTime)),
    EventSource: record.eventSource,
    // Of a service by itself there is none.
    ...(userName !== '' && { Username: userName }),
    Resources: resourcesOf(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}

function writeToken(query: Json, { record }: Remembered): string {
  return Buffer.from(JSON.stringify([record.eventID, JSON.stringify(query)])).toString('base64');
}

function readToken(token: unknown, query: Json, found: readonly Remembered[]): number {
  const [eventId, ofQuery] = decode(token);
  const index = found.findIndex(({ record }) => record.eventID === eventId);
  if (index < 0 || ofQuery !== JSON.stringify(query)) {
    throw new AwsError('InvalidNextTokenException', 'Invalid token');
  }
  return index + 1;
}

function decode(token: unknown): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(String(token), 'base64').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
