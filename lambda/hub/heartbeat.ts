import * as v from 'valibot';
import type { WatchedGuard } from '../../lib/contract/hub';
import { schemaIssues } from '../common/record';
import { safeText } from '../common/text';
import type { Item } from '../guard/table';
import type { HubEvent } from './event';
import { REGION } from './guard-ids';

/** A guard's last sign of life. */
export interface Heard extends WatchedGuard {
  /** When SQS took it, which nobody can choose. Epoch milliseconds. */
  readonly at: number;
  readonly version: string;
  /** What the guard says. */
  readonly sentAt: string;
  readonly trails: number;
  readonly problems: readonly string[];
}

const PROBLEMS = 10;

const text = (length: number) =>
  v.pipe(
    v.string(),
    v.transform((value) => safeText(value, length)),
  );

const HeartbeatSchema = v.object({
  schemaVersion: v.pipe(v.string(), v.regex(/^1\.\d{1,4}$/)),
  account: v.string(),
  region: v.pipe(v.string(), v.regex(REGION)),
  version: v.pipe(text(128), v.minLength(1)),
  sentAt: v.pipe(v.string(), v.isoTimestamp()),
  trails: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
  problems: v.pipe(
    v.array(text(256)),
    v.transform((problems) => problems.slice(0, PROBLEMS)),
  ),
});

/** @returns why not, where it is none */
export function readHeartbeat({ account, detail }: HubEvent, receivedAt: Date): Heard | string {
  const parsed = v.safeParse(HeartbeatSchema, detail);
  if (!parsed.success) {
    return `not a heartbeat, of account ${account}: ${schemaIssues(parsed.issues)}`;
  }
  const { schemaVersion: _, ...heartbeat } = parsed.output;
  return heartbeat.account === account
    ? { ...heartbeat, at: receivedAt.getTime() }
    : `account ${account} sent a heartbeat of account ${heartbeat.account}`;
}

/** Guards that are gone are forgotten. */
const KEEP_SECONDS = 90 * 24 * 3600;

export function heardItem({ at, version, sentAt, trails, problems }: Heard): Item {
  return {
    at: { N: String(at) },
    version: { S: version },
    sentAt: { S: sentAt },
    trails: { N: String(trails) },
    ...(problems.length > 0 ? { problems: { L: problems.map((S) => ({ S })) } } : {}),
    expiresAt: { N: String(Math.floor(at / 1000) + KEEP_SECONDS) },
  };
}

/** What the census needs of it. */
export function parseHeard(item: Item): Pick<Heard, 'at' | 'version' | 'problems'> {
  return {
    at: Number(item.at?.N ?? 0),
    version: item.version?.S ?? '',
    problems: (item.problems?.L ?? []).flatMap(({ S }) => S ?? []),
  };
}
