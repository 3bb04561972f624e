import {
  type CloudTrailClient,
  type Event,
  type LookupAttributeKey,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import * as v from 'valibot';
import { type CloudTrailRecord, RecordSchema } from '../common/record';
import { createPacedCalls, type Pace } from './paced-calls';
import { secondText, wholeSecond } from './seconds';

/** A record of event history: what is read of it, and the whole of it as CloudTrail wrote it. */
export interface HistoryRecord {
  readonly record: CloudTrailRecord;
  readonly raw: string;
}

/** For how long records are kept. A minute less than 90 days, for the time it takes to ask. */
export const HISTORY_MILLISECONDS = 90 * 86_400_000 - 60_000;

/** LookupEvents takes one attribute. */
export interface HistoryQuestion {
  readonly region: string;
  readonly from: Date;
  /** The second in which it lies is looked up too. */
  readonly to: Date;
  readonly attribute?: {
    readonly key: Exclude<LookupAttributeKey, 'ReadOnly' | 'ResourceType'>;
    readonly value: string;
  };
  /** How many are read at most, of 50 records each. */
  readonly pages: number;
}

export interface LookedUp {
  /** Newest first, none twice. */
  readonly records: readonly HistoryRecord[];
  /** How many pages were read. */
  readonly pages: number;
  /** What is missing and why. */
  readonly incomplete?: string;
  /** Where more pages were left: records up to this time were not all read. */
  readonly unreadUntil?: Date;
}

/** Event history does not depend on trails and cannot be switched off; it keeps management events for 90 days. */
export interface History {
  /** Never fails: what could be read is returned, with what is missing. */
  lookup(question: HistoryQuestion): Promise<LookedUp>;
  /** How many calls it took so far, repeated ones included. */
  readonly calls: number;
}

export interface HistoryOptions extends Pace {
  /** Clients that repeat nothing by themselves: what is repeated here keeps the pace. */
  readonly clientOf: (region: string) => CloudTrailClient;
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export function createHistory({ clientOf, ...pace }: HistoryOptions): History {
  const paced = createPacedCalls(pace);
  return {
    async lookup(question) {
      const request = requestOf(question);
      const pages: Event[][] = [];
      let token: string | undefined;
      while (pages.length < question.pages) {
        const command = new LookupEventsCommand({ ...request, NextToken: token });
        const called = await paced.call(question.region, () => clientOf(question.region).send(command));
        if (called.failure !== undefined) {
          return lookedUp(question, pages, { reason: called.failure });
        }
        pages.push(called.answer.Events ?? []);
        token = called.answer.NextToken;
        if (token === undefined || token === '') {
          return lookedUp(question, pages);
        }
      }
      return lookedUp(question, pages, {
        reason: `the limit of pages (${question.pages}) was reached`,
        isPageLimit: true,
      });
    },
    get calls() {
      return paced.calls;
    },
  };
}

/** The same with each page. A second more than is wanted: no answer depends on whether the end belongs to it. */
function requestOf({ from, to, attribute }: HistoryQuestion) {
  return {
    StartTime: new Date(wholeSecond(from)),
    EndTime: new Date(wholeSecond(to) + 1_000),
    MaxResults: 50,
    ...(attribute ? { LookupAttributes: [{ AttributeKey: attribute.key, AttributeValue: attribute.value }] } : {}),
  };
}

/** Why reading ended before its end. */
interface Stopped {
  readonly reason: string;
  readonly isPageLimit?: true;
}

function lookedUp({ region, from, to }: HistoryQuestion, pages: readonly Event[][], stopped?: Stopped): LookedUp {
  const isWanted = (time: Date | string) =>
    wholeSecond(time) >= wholeSecond(from) && wholeSecond(time) <= wholeSecond(to);
  const read = pages.flat().map((event) => ({ event, found: readEvent(event) }));
  const unreadable = read.filter(({ event, found }) => !found && isWanted(event.EventTime ?? to)).length;
  const records = read
    .flatMap(({ found }) => (found && isWanted(found.record.eventTime) ? [found] : []))
    .sort((a, b) => wholeSecond(b.record.eventTime) - wholeSecond(a.record.eventTime));
  const oldest = records.at(-1)?.record.eventTime;
  const incomplete = [
    ...(stopped ? [`${stopped.reason}: ${whatIsMissing(oldest)}`] : []),
    ...(unreadable > 0
      ? [`records that could not be read, as they are not what CloudTrail writes: ${unreadable}`]
      : []),
  ];
  return {
    records: [...new Map(records.map((found) => [found.record.eventID, found])).values()],
    pages: pages.length,
    ...(incomplete.length > 0 ? { incomplete: `event history of ${region}: ${incomplete.join('; ')}` } : {}),
    ...(stopped?.isPageLimit ? { unreadUntil: new Date(oldest ?? to) } : {}),
  };
}

/** Records come newest first, and more than one may be of the second in which reading stopped. */
function whatIsMissing(oldest: string | undefined): string {
  return oldest === undefined
    ? 'nothing of it was read'
    : `records up to ${secondText(wholeSecond(oldest))} were not all read`;
}

function readEvent({ CloudTrailEvent: raw = '' }: Event): HistoryRecord | undefined {
  try {
    return { record: v.parse(RecordSchema, JSON.parse(raw)), raw };
  } catch {
    // Counted by the caller.
    return undefined;
  }
}
