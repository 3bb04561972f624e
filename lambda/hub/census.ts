import { HUB_METRIC } from '../../lib/contract/hub';
import { censusMessage } from './census-message';
import { type CensusState, endTurn, readState, saveState, sourcesOf, takeTurn } from './census-state';
import { compare } from './compare';
import { refreshExpected } from './expected';
import type { Run } from './hub';
import type { WantedVersion } from './judge';

/** Stack sets change seldom, and to list them costs a call for each 100 instances. */
const LISTING_INTERVAL_MILLISECONDS = 55 * 60_000;

/**
 * Compares the guards that must exist with those that were heard of, and tells what is new in one message. It is written
 * down when it was told: whatever fails before that, the next census tells it. Where the message was taken and the table
 * fails then, the next census tells it once more.
 */
export async function census(run: Run): Promise<void> {
  if (!(await takeTurn(run))) {
    run.log.warn({ event: 'census-already-running' });
    return;
  }
  try {
    await countGuards(run);
  } finally {
    await endTurn(run);
  }
}

async function countGuards(run: Run): Promise<void> {
  const { policy, table, publish, count, log } = run;
  const before = await readState(run);
  const listing = await listingOf(before, run);
  const wanted = wantedFrom(policy.guardVersion ?? before.wanted?.version, before.wanted, run);
  const comparison = await compare(wanted, run);
  const message = censusMessage(comparison, { before: before.unlisted, now: listing.unlisted }, policy);
  if (message) {
    await publish(message);
  }
  const left = await table.writeAll(comparison.writes);
  const next = wantedFrom(policy.guardVersion ?? comparison.mostHave, wanted, run);
  await saveState({ ...listing, ...(next ? { wanted: next } : {}) }, run);
  if (left.length > 0) {
    throw new Error(`The table did not take what was told of ${left.length} guards: it will be told again.`);
  }
  const { counts, unexpected, news } = comparison;
  log.info({ event: 'census', ...counts, unexpected, news: news.length, unlisted: listing.unlisted });
  const { withdrawn, ...standing } = counts;
  count({
    [HUB_METRIC.GUARDS_EXPECTED]: Object.values(standing).reduce((sum, guards) => sum + guards, 0),
    [HUB_METRIC.GUARDS_QUIET]: counts.quiet + counts['never-came-up'],
    [HUB_METRIC.GUARDS_OUTDATED]: counts['out-of-date'],
    [HUB_METRIC.CENSUSES_COMPLETED]: 1,
  });
}

/** What could not be listed is tried again by the next census. */
async function listingOf(before: CensusState, run: Run): Promise<CensusState> {
  const sources = sourcesOf(run.policy);
  const time = run.now().getTime();
  const isDue = time - before.listedAt >= LISTING_INTERVAL_MILLISECONDS;
  if (!isDue && before.unlisted.length === 0 && before.sources === sources) {
    return before;
  }
  const unlisted = await refreshExpected(run);
  for (const reason of unlisted) {
    run.log.error({ event: 'stack-set-not-listed', reason });
  }
  return { listedAt: time, sources, unlisted };
}

function wantedFrom(version: string | undefined, before: WantedVersion | undefined, { now }: Run) {
  return version === undefined || version === before?.version ? before : { version, since: now().getTime() };
}
