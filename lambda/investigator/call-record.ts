import type { Incident } from '../../lib/contract/incident';
import type { History, HistoryRecord } from './history';

/** How far around its time the record is looked for. */
const SEARCH_MILLISECONDS = 60_000;

/** The call's whole record; undefined where event history does not show it (yet). */
export async function recordOfCall({ call, region }: Incident, history: History): Promise<HistoryRecord | undefined> {
  if (call === undefined) {
    return undefined;
  }
  const time = Date.parse(call.eventTime);
  const { records } = await history.lookup({
    region,
    from: new Date(time - SEARCH_MILLISECONDS),
    to: new Date(time + SEARCH_MILLISECONDS),
    attribute: { key: 'EventId', value: call.eventId },
    pages: 1,
  });
  return records[0];
}
