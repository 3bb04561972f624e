import { createHash } from 'node:crypto';
import type { HubFunctionPolicy } from '../../lib/contract/hub';
import type { Item } from '../guard/table';
import type { Run } from './hub';
import type { WantedVersion } from './judge';
import { keyText } from './table';

/** What one census leaves to the next. */
export interface CensusState {
  /** When the guards that must exist were listed last. Epoch milliseconds. */
  readonly listedAt: number;
  /** Stack sets and guards that the hub was deployed with then. */
  readonly sources: string;
  readonly wanted?: WantedVersion;
  /** What could not be listed, as it was told. */
  readonly unlisted: readonly string[];
}

const STATE = { kind: 'census', id: 'state' };
const TURN = { kind: 'census', id: 'turn' };

export async function readState({ table }: Run): Promise<CensusState> {
  const item = (await table.getAll([STATE])).get(keyText(STATE)) ?? {};
  const { version, since } = { version: item.version?.S, since: item.versionSince?.N };
  return {
    listedAt: Number(item.listedAt?.N ?? 0),
    sources: item.sources?.S ?? '',
    ...(version === undefined ? {} : { wanted: { version, since: Number(since ?? 0) } }),
    unlisted: (item.unlisted?.L ?? []).flatMap(({ S }) => S ?? []),
  };
}

export async function saveState({ listedAt, sources, wanted, unlisted }: CensusState, { table }: Run): Promise<void> {
  const item: Item = {
    listedAt: { N: String(listedAt) },
    sources: { S: sources },
    ...(wanted ? { version: { S: wanted.version }, versionSince: { N: String(wanted.since) } } : {}),
    unlisted: { L: unlisted.map((S) => ({ S })) },
  };
  await table.put(STATE, item, {});
}

/** Stack sets that were added are not left waiting. */
export function sourcesOf({ stackSets, guards }: HubFunctionPolicy): string {
  return createHash('sha256')
    .update(JSON.stringify([stackSets, guards]))
    .digest('hex');
}

/**
 * One census at a time: what it tells it writes down when it was told, so two at once would tell twice. Whoever dies with
 * the turn cannot last longer than it.
 *
 * @returns false if another one has it
 */
export function takeTurn({ table, owner, endsAt, now }: Run): Promise<boolean> {
  return table.put(
    TURN,
    { owner: { S: owner }, until: { N: String(endsAt.getTime()) } },
    {
      ConditionExpression: 'attribute_not_exists(#id) OR #until <= :now OR #owner = :owner',
      ExpressionAttributeNames: { '#id': 'id', '#until': 'until', '#owner': 'owner' },
      ExpressionAttributeValues: { ':now': { N: String(now().getTime()) }, ':owner': { S: owner } },
    },
  );
}

export async function endTurn({ table, owner }: Run): Promise<void> {
  await table.update(TURN, {
    UpdateExpression: 'SET #until = :past',
    ConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#until': 'until', '#owner': 'owner' },
    ExpressionAttributeValues: { ':past': { N: '0' }, ':owner': { S: owner } },
  });
}
