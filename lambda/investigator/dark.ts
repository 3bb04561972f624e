import type { Incident } from '../../lib/contract/incident';
import type { DarkFinding, DarkWindowFinding } from '../../lib/contract/investigation';
import { safeText } from '../common/text';
import { counted } from './counts';
import { actorsOf } from './dark-actors';
import { readDark } from './dark-records';
import type { History, HistoryRecord } from './history';
import type { KeepList } from './list';
import { suspectsOf } from './suspects';
import { tellCalls } from './told';

const PAGES_PER_REGION = 60;
const MAXIMUM_SENSITIVE = 200;
const MAXIMUM_CREDENTIALS = 50;
const MAXIMUM_ACTORS = 50;
const MAXIMUM_SERVICES = 30;

/** What event history never has. */
const NOT_IN_HISTORY =
  'data events (objects in S3, invocations of functions, items of tables and the like) and network activity events: ' +
  'event history keeps management events only';

export interface DarkOptions {
  readonly regions: readonly string[];
  readonly history: History;
  /** When it is asked. */
  readonly now: Date;
  /** Whether the windows are closed for so long that history shows all that was done in them. */
  readonly caughtUp: boolean;
  /** Under which the guard's own calls are recorded. */
  readonly guardRoleArn?: string;
  /** Records that were read for another question, as those of the suspect's activity. */
  readonly known?: readonly HistoryRecord[];
  readonly pagesPerRegion?: number;
  /** Keeps the whole list. */
  readonly list?: KeepList;
}

/**
 * What everybody did while a trail did not record it, from event history, which does not depend on trails. History tells
 * times in whole seconds: what is of the second in which a window opens or closes counts as in it. Nothing is claimed to
 * be complete that was not read to its end.
 */
export async function darkOf(
  incident: Incident,
  windows: readonly DarkWindowFinding[],
  options: DarkOptions,
): Promise<DarkFinding> {
  const { regions, history, now, caughtUp, guardRoleArn, known = [], pagesPerRegion = PAGES_PER_REGION } = options;
  const { records, incomplete } = await readDark({ incident, windows, regions, history, now, pagesPerRegion, known });
  const kept = records.length > 0 ? await options.list?.(incident, windows, records) : undefined;
  const read = records.map(({ record }) => record);
  const suspects = suspectsOf(incident, [...read, ...known.map(({ record }) => record)]);
  const told = tellCalls(read, {
    suspects,
    guardRoleArn,
    maximumSensitive: MAXIMUM_SENSITIVE,
    maximumCredentials: MAXIMUM_CREDENTIALS,
  });
  const isOpen = windows.some(({ to }) => to === undefined);
  return {
    windows,
    regions,
    complete: incomplete.length === 0 && regions.length > 0 && caughtUp && !isOpen,
    total: read.length,
    errors: read.filter(({ errorCode }) => errorCode).length,
    actors: actorsOf(read, suspects, guardRoleArn, MAXIMUM_ACTORS),
    services: counted(
      read.map(({ eventSource }) => safeText(eventSource, 64)),
      MAXIMUM_SERVICES,
    ),
    sensitive: told.sensitive,
    credentials: told.credentials,
    ...(kept?.list ? { list: kept.list } : {}),
    undetermined: [
      ...incomplete,
      ...(isOpen ? [`what happens from ${now.toISOString()} on: the trail is not seen to be back`] : []),
      ...(caughtUp ? [] : ['the latest calls: event history may take 15 minutes to show them']),
      ...otherAccounts(incident),
      ...told.cut,
      ...(kept?.undetermined ?? []),
      NOT_IN_HISTORY,
    ],
  };
}

/** An account's event history is its own. */
function otherAccounts({ trail, account, evidence }: Incident): string[] {
  const isOfOthers = evidence?.IsOrganizationTrail === true || (trail.arn ?? '').split(':')[4] !== account;
  return trail.arn !== undefined && isOfOthers
    ? [`what was done in other accounts of the organization: event history of ${account} has its own calls only`]
    : [];
}
