import type { WatchedStackSet } from '../../lib/contract/hub';
import { errorText } from '../common/error-text';
import { changed, expectedItem, parseExpected } from './expected-item';
import { guardId, SHARD_NAMES, shardOf } from './guard-ids';
import type { Run } from './hub';
import type { Instance } from './stack-sets';
import { keyOf, type Write } from './table';

type Listed = Instance & { readonly source: string };

/** Guards that the hub's own deployment names. */
const DEPLOYMENT = 'deployment';

/** Part of the time of a census that listing may take: what is known already must be compared, too. */
const LISTING_SHARE = 0.75;

/**
 * Lists the guards that must exist, and writes the differences to what is known. What could not be listed stays as it is
 * known.
 *
 * @returns what could not be listed, and why
 */
export async function refreshExpected(run: Run): Promise<string[]> {
  const { policy, now } = run;
  const listed = new Map<string, Map<string, Listed>>(SHARD_NAMES.map((shard) => [shard, new Map()]));
  const add = (instance: Instance, source: string) => {
    const id = guardId(instance);
    const guards = listed.get(shardOf(instance.account));
    // In two stack sets it must exist all the same; the first says how it stands.
    if (guards && !guards.has(id)) guards.set(id, { ...instance, source });
  };
  for (const guard of policy.guards) {
    add({ ...guard, status: 'deployed' }, DEPLOYMENT);
  }
  const unlisted = new Map<string, string>();
  const until = now().getTime() + (run.endsAt.getTime() - now().getTime()) * LISTING_SHARE;
  for (const stackSet of policy.stackSets) {
    const source = sourceOf(stackSet);
    try {
      await listInto(stackSet, (instance) => add(instance, source), until, run);
    } catch (error) {
      unlisted.set(source, errorText(error));
    }
  }
  let left = 0;
  for (const shard of SHARD_NAMES) {
    left += await writeDifferences(shard, listed.get(shard) ?? new Map(), (source) => unlisted.has(source), run);
  }
  return [
    ...[...unlisted].map(([source, reason]) => `${source}: ${reason}`),
    ...(left > 0 ? ['all: the table did not take every guard that must exist, it is throttled'] : []),
  ];
}

async function listInto(
  stackSet: WatchedStackSet,
  add: (instance: Instance) => void,
  until: number,
  { stackSets, now }: Run,
): Promise<void> {
  for await (const instances of stackSets.instances(stackSet)) {
    instances.forEach(add);
    if (now().getTime() > until) {
      throw new Error('there was not enough time to list all instances');
    }
  }
}

/** @returns how many could not be written */
async function writeDifferences(
  shard: string,
  listed: Map<string, Listed>,
  isUnlisted: (source: string) => boolean,
  { table, now }: Run,
): Promise<number> {
  const kind = `expected#${shard}`;
  const time = now().getTime();
  const writes: Write[] = [];
  for await (const item of table.ofKind(kind)) {
    const { id } = keyOf(item);
    const known = parseExpected(item);
    const guard = listed.get(id);
    listed.delete(id);
    const next = guard === undefined && isUnlisted(known.source) ? undefined : changed(known, guard, time);
    if (next) writes.push({ kind, id, item: expectedItem(next) });
  }
  for (const [id, guard] of listed) {
    const next = changed(undefined, guard, time);
    if (next) writes.push({ kind, id, item: expectedItem(next) });
  }
  return (await table.writeAll(writes)).length;
}

function sourceOf({ name, region }: WatchedStackSet): string {
  return `stack set ${name} (${region})`;
}
