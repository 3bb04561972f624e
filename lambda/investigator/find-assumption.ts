import type { CloudTrailRecord } from '../common/record';
import { safeText } from '../common/text';
import type { History, HistoryQuestion, HistoryRecord, LookedUp } from './history';
import { sessionKeyOf, textAt } from './minted';
import type { StsSession } from './sts-session';

export interface FoundAssumption {
  readonly record?: CloudTrailRecord;
  readonly undetermined: readonly string[];
}

/** Around the time at which a session was created. */
const SEARCH_MILLISECONDS = 2 * 60_000;

/** No session lasts longer. */
const LONGEST_SESSION_MILLISECONDS = 36 * 3_600_000;

const PAGES = 10;

/** How many Regions are asked before all the others at once. */
const FIRST_REGIONS = 2;

type Attribute = NonNullable<HistoryQuestion['attribute']>;

/**
 * Finds the call that answered with a session's credentials. Event history lists the key among the resources of that
 * call, though AWS does not promise so: without it, the calls around the session's time of creation are looked through.
 */
export async function findAssumption(
  session: StsSession,
  { regions, history }: { readonly regions: readonly string[]; readonly history: History },
): Promise<FoundAssumption> {
  const { createdAt, usedAt } = session;
  const span = createdAt
    ? {
        from: new Date(createdAt.getTime() - SEARCH_MILLISECONDS),
        to: new Date(createdAt.getTime() + SEARCH_MILLISECONDS),
      }
    : { from: new Date(usedAt.getTime() - LONGEST_SESSION_MILLISECONDS), to: usedAt };
  const byResource: Attribute[] = [{ key: 'ResourceName', value: session.accessKeyId }];
  const byName = createdAt ? session.calls.map((value): Attribute => ({ key: 'EventName', value })) : [];
  const looked: LookedUp[] = [];
  for (const some of [regions.slice(0, FIRST_REGIONS), regions.slice(FIRST_REGIONS)]) {
    for (const attributes of [byResource, byName]) {
      const answers = await Promise.all(
        some.flatMap((region) =>
          attributes.map((attribute) => history.lookup({ region, ...span, attribute, pages: PAGES })),
        ),
      );
      looked.push(...answers);
      const record = answers.flatMap(({ records }) => records).find((found) => hasMade(session, found))?.record;
      if (record) {
        return { record, undetermined: [] };
      }
    }
  }
  return session.isConsole ? likely(session, looked) : notFound(session, looked);
}

function hasMade({ accessKeyId }: StsSession, { record }: HistoryRecord): boolean {
  return !record.errorCode && record.eventSource === 'sts.amazonaws.com' && sessionKeyOf(record) === accessKeyId;
}

/** The console uses other keys than the one that was minted: the session's name and time are all there is. */
function likely(session: StsSession, looked: readonly LookedUp[]): FoundAssumption {
  const distance = ({ eventTime }: CloudTrailRecord) =>
    Math.abs(Date.parse(eventTime) - (session.createdAt ?? session.usedAt).getTime());
  const [record] = looked
    .flatMap(({ records }) => records.map((found) => found.record))
    .filter((found) => !found.errorCode && session.arn && textAt(found, 'assumedRoleUser', 'arn') === session.arn)
    .sort((a, b) => distance(a) - distance(b));
  return record
    ? {
        record,
        undetermined: [`whether ${safeText(record.eventName, 64)} began the session: told by its name and time`],
      }
    : notFound(session, looked);
}

function notFound({ arn, accessKeyId }: StsSession, looked: readonly LookedUp[]): FoundAssumption {
  const reasons = [...new Set(looked.flatMap(({ incomplete }) => incomplete ?? []))];
  const reason = reasons.length > 0 ? reasons.join('; ') : 'event history does not show it (yet)';
  return { undetermined: [`who began the session ${safeText(arn ?? accessKeyId, 128)}: ${reason}`] };
}
