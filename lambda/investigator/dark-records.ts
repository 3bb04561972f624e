import type { Incident } from '../../lib/contract/incident';
import type { DarkWindowFinding } from '../../lib/contract/investigation';
import type { CloudTrailRecord } from '../common/record';
import { HISTORY_MILLISECONDS, type History, type HistoryRecord, type LookedUp } from './history';
import { secondText, wholeSecond } from './seconds';
import { suspectsOf } from './suspects';

/** Where the records of everybody are too many, the suspect's are asked for by themselves: so many keys and pages each. */
const SUSPECT_KEYS = 5;
const SUSPECT_PAGES = 5;

export interface DarkReading {
  readonly incident: Pick<Incident, 'actor'>;
  readonly windows: readonly DarkWindowFinding[];
  readonly regions: readonly string[];
  readonly history: History;
  /** What an open window is looked up until. */
  readonly now: Date;
  /** How many pages are read in a Region at most, shared by its windows. */
  readonly pagesPerRegion: number;
  /** Records that were read for another question: those of the dark count. */
  readonly known: readonly HistoryRecord[];
}

export interface DarkRecords {
  /** Oldest first, none twice. */
  readonly records: readonly HistoryRecord[];
  /** What is missing, and why. */
  readonly incomplete: readonly string[];
}

/** Everybody's calls in the windows, in all Regions at once. */
export async function readDark(reading: DarkReading): Promise<DarkRecords> {
  const { windows, now } = reading;
  const read = await Promise.all(reading.regions.map((region) => readRegion(region, reading)));
  const found = [...read.flatMap(({ records }) => records), ...reading.known];
  const inTheDark = found.filter(({ record }) => windows.some((window) => isIn(window, record, now)));
  const kept = now.getTime() - HISTORY_MILLISECONDS;
  const isTooOld = windows.some(({ from }) => Date.parse(from) < kept);
  const distinct = new Map(inTheDark.map((one) => [one.record.eventID, one]));
  return {
    // As read, the newest is first, also of those of one second.
    records: [...distinct.values()]
      .reverse()
      .sort((a, b) => Date.parse(a.record.eventTime) - Date.parse(b.record.eventTime)),
    incomplete: [
      ...(isTooOld ? [`what was before ${secondText(wholeSecond(new Date(kept)))}: event history keeps 90 days`] : []),
      ...new Set(read.flatMap(({ incomplete }) => incomplete)),
    ],
  };
}

/** The seconds in which the window opens and closes are in it: history does not know which part of them a call is of. */
export function isIn({ from, to }: DarkWindowFinding, { eventTime }: CloudTrailRecord, now: Date): boolean {
  const time = wholeSecond(eventTime);
  return time >= wholeSecond(from) && time <= wholeSecond(to ?? now);
}

/** The latest window first; what one leaves of the pages is for the others. */
async function readRegion(region: string, reading: DarkReading): Promise<DarkRecords> {
  const { windows, history, now, pagesPerRegion } = reading;
  const records: HistoryRecord[] = [];
  const incomplete: string[] = [];
  let left = pagesPerRegion;
  for (const [index, window] of [...windows].reverse().entries()) {
    const span = spanOf(window, now);
    if (span === undefined) {
      continue;
    }
    const pages = Math.max(1, Math.floor(left / (windows.length - index)));
    const everybody = await history.lookup({ region, ...span, pages });
    left -= everybody.pages;
    records.push(...everybody.records);
    if (everybody.incomplete !== undefined) {
      incomplete.push(everybody.incomplete);
    }
    if (everybody.unreadUntil !== undefined) {
      records.push(...(await readSuspect(region, { from: span.from, to: everybody.unreadUntil }, records, reading)));
    }
  }
  return { records, incomplete };
}

/** As far as history goes back. */
function spanOf({ from, to }: DarkWindowFinding, now: Date): { from: Date; to: Date } | undefined {
  const begin = Math.max(Date.parse(from), now.getTime() - HISTORY_MILLISECONDS);
  const end = to === undefined ? now : new Date(to);
  return begin > end.getTime() ? undefined : { from: new Date(begin), to: end };
}

/** Of the part that was not read; what is missing was said already. */
async function readSuspect(
  region: string,
  span: { readonly from: Date; readonly to: Date },
  records: readonly HistoryRecord[],
  { incident, history, known }: DarkReading,
): Promise<HistoryRecord[]> {
  const { accessKeyIds } = suspectsOf(
    incident,
    [...records, ...known].map(({ record }) => record),
  );
  const found: LookedUp[] = await Promise.all(
    accessKeyIds
      .slice(0, SUSPECT_KEYS)
      .map((value) =>
        history.lookup({ region, ...span, attribute: { key: 'AccessKeyId', value }, pages: SUSPECT_PAGES }),
      ),
  );
  return found.flatMap((one) => one.records);
}
