import { setTimeout as sleep } from 'node:timers/promises';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Incident } from '../lib/contract/incident';
import { TABLE } from '../lib/contract/table';
import type { Technique } from '../lib/contract/techniques';
import { askForSweep } from './ask-for-sweep';
import type { OwnAttack } from './attacks/attack';
import type { Play } from './play';
import type { RemotePlace } from './remote-place';
import { trailState } from './trail-state';

const POLL_MILLISECONDS = 500;

/** What can be seen of the guard's answer from outside. */
interface Seen {
  readonly isIntact: boolean;
  /** `unreadable` where the caller may not read the guard's table. */
  readonly incident: Incident | 'unreadable' | undefined;
}

/**
 * Attacks the drill's own trail and waits for the answer; if none comes, the guard is asked to sweep once.
 *
 * @returns why it could not be played, where the call was refused
 */
export async function playRemotely(
  technique: Technique,
  attack: OwnAttack,
  place: RemotePlace,
  intact: string,
  signal: AbortSignal,
): Promise<Play | string> {
  const { cloudTrail, s3, trail, lambda, guard, timeoutSeconds } = place;
  const { number, name, target, id, response } = technique;
  const expected = response === 'start' || response === 'restore' ? 'restored' : 'reported';
  const started = Date.now();
  try {
    await attack({ cloudTrail, s3 }, trail.target);
  } catch (error) {
    return `the call was refused: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`;
  }
  const look = () => see(technique, place, intact, started);
  const isDone = ({ isIntact, incident }: Seen): boolean =>
    incident === 'unreadable' ? isIntact : isIntact && incident !== undefined && incident.outcome === expected;

  let seen = await waitFor(look, isDone, timeoutSeconds, signal);
  const isAsked = !isDone(seen);
  if (isAsked) {
    await askForSweep(lambda, guard);
    seen = await waitFor(look, isDone, 0, signal);
  }
  const seconds = (Date.now() - started) / 1000;
  await trail.mendPolicy(id);

  const { incident, isIntact } = seen;
  const known = incident === 'unreadable' ? undefined : incident;
  const isSeen = known !== undefined || (incident === 'unreadable' && expected === 'restored' && isIntact);
  const notes = [
    ...(incident === 'unreadable'
      ? ["the guard's table is not readable from here: what it told is in its message"]
      : []),
    ...(isAsked && isSeen ? ['its event did not come in time: found by a sweep that the drill asked for'] : []),
  ];
  return {
    number,
    name,
    target,
    technique: id,
    playedAs: 'event',
    expected,
    ...(isSeen ? { noticedBy: isAsked ? 'sweep' : (known?.detectedBy ?? 'event') } : {}),
    ...(known ? { outcome: known.outcome } : isSeen ? { outcome: 'restored' } : {}),
    verified: isIntact,
    passed: isSeen && isDone(seen),
    seconds,
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

async function waitFor(
  look: () => Promise<Seen>,
  isDone: (seen: Seen) => boolean,
  seconds: number,
  signal: AbortSignal,
): Promise<Seen> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (isDone(seen) || Date.now() >= deadline) {
      return seen;
    }
    await sleep(POLL_MILLISECONDS, undefined, { signal });
  }
}

async function see(technique: Technique, place: RemotePlace, intact: string, since: number): Promise<Seen> {
  const state = await trailState(place.cloudTrail, place.trail.arn).catch(unlessGone);
  return { isIntact: state === intact, incident: await incidentOf(technique, place, since) };
}

/** From the guard's table: what it wrote there is what it tells. */
async function incidentOf(
  { id }: Technique,
  { dynamoDb, guard, trail }: RemotePlace,
  since: number,
): Promise<Seen['incident']> {
  const incidents: Incident[] = [];
  try {
    const query = {
      TableName: guard.tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#kind = :kind AND begins_with(#id, :trail)',
      ExpressionAttributeNames: { '#kind': TABLE.PARTITION_KEY, '#id': TABLE.SORT_KEY },
      ExpressionAttributeValues: { ':kind': { S: 'incident' }, ':trail': { S: trail.arn } },
    };
    for await (const { Items = [] } of paginateQuery({ client: dynamoDb }, query)) {
      incidents.push(...Items.map(({ incident }) => JSON.parse(incident?.S ?? 'null') as Incident));
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException') {
      return 'unreadable';
    }
    throw error;
  }
  // Clocks differ a little.
  return incidents.findLast(
    ({ technique, detectedAt }) => technique.id === id && Date.parse(detectedAt) > since - 1_000,
  );
}

function unlessGone(error: unknown): undefined {
  if (!(error instanceof Error && error.name === 'TrailNotFoundException')) {
    throw error;
  }
}
