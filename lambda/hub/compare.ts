import { parseExpected } from './expected-item';
import { SHARD_NAMES } from './guard-ids';
import { parseHeard } from './heartbeat';
import type { Run } from './hub';
import { judge, type Status, type Verdict, type WantedVersion } from './judge';
import { merged } from './merge';
import type { Write } from './table';

/** Of a guard that stands otherwise than was told last. */
export interface News {
  readonly id: string;
  /** `back`: it is as it should be again. */
  readonly status: Status | 'back';
  readonly detail: string;
}

export interface Comparison {
  /** Guards that must exist, by how they stand. */
  readonly counts: Readonly<Record<Status, number>>;
  readonly news: readonly News[];
  /** What to write down when the news were told. */
  readonly writes: readonly Write[];
  /** Heard of, though nobody says that they must exist. */
  readonly unexpected: number;
  /** That most of the guards have. */
  readonly mostHave?: string;
}

/** More are not told apart: whoever rules a member account may have it send any. */
const MOST_VERSIONS = 1_000;

/** All guards that must exist against all that were heard of, partition by partition, each in the order of ids. */
export async function compare(wanted: WantedVersion | undefined, run: Run): Promise<Comparison> {
  const { table, policy, now } = run;
  const counts: Record<Status, number> = {
    'never-came-up': 0,
    quiet: 0,
    withdrawn: 0,
    'with-problems': 0,
    'out-of-date': 0,
    pending: 0,
    alive: 0,
  };
  const news: News[] = [];
  const writes: Write[] = [];
  const versions = new Map<string, number>();
  let unexpected = 0;
  const context = {
    now: now().getTime(),
    heartbeatSeconds: policy.heartbeatSeconds,
    ...(wanted ? { wanted } : {}),
  };
  for (const shard of SHARD_NAMES) {
    const kinds = [`expected#${shard}`, `heard#${shard}`, `told#${shard}`] as const;
    for await (const { id, items } of merged(kinds.map((kind) => table.ofKind(kind)))) {
      const [expectedItem, heardItem, toldItem] = items;
      if (expectedItem === undefined) {
        unexpected += heardItem ? 1 : 0;
        if (toldItem) writes.push({ kind: kinds[2], id });
        continue;
      }
      const heard = heardItem && parseHeard(heardItem);
      const verdict = judge(parseExpected(expectedItem), heard, context);
      counts[verdict.status]++;
      if (heard && verdict.status !== 'quiet' && (versions.has(heard.version) || versions.size < MOST_VERSIONS)) {
        versions.set(heard.version, (versions.get(heard.version) ?? 0) + 1);
      }
      const told = toldItem?.status?.S;
      const next = newsOf(verdict, told);
      if (next === undefined) continue;
      news.push({ id, ...next });
      writes.push(...writesOf(id, kinds, verdict, context.now));
    }
  }
  const [most] = [...versions].sort(([, a], [, b]) => b - a);
  return { counts, news, writes, unexpected, ...(most ? { mostHave: most[0] } : {}) };
}

/** What is as it was told last is not told again. */
function newsOf({ status, detail }: Verdict, told: string | undefined): Omit<News, 'id'> | undefined {
  switch (status) {
    case 'pending':
      return undefined;
    case 'alive':
      return told === undefined ? undefined : { status: 'back', detail: `was told as ${told}` };
    default:
      return told === status ? undefined : { status, detail };
  }
}

/** A guard that was withdrawn is forgotten. */
function writesOf(
  id: string,
  kinds: readonly [string, string, string],
  { status, detail }: Verdict,
  now: number,
): Write[] {
  const [, , told] = kinds;
  switch (status) {
    case 'withdrawn':
      return kinds.map((kind) => ({ kind, id }));
    case 'alive':
      return [{ kind: told, id }];
    default:
      return [{ kind: told, id, item: { status: { S: status }, detail: { S: detail }, at: { N: String(now) } } }];
  }
}
