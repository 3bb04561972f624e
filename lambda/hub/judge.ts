import { QUIET_AFTER_HEARTBEATS } from '../../lib/contract/hub';
import { duration } from '../common/duration';
import type { Expected } from './expected-item';
import type { Heard } from './heartbeat';

/**
 * How a guard stands, the worst first:
 * - `never-came-up`: it must exist, and was not heard of since.
 * - `quiet`: it was heard of, and is not any more.
 * - `withdrawn`: nothing deploys it any more, so nobody will miss it. Whoever takes guards away is told of.
 * - `with-problems`: it says that it cannot do all of its work.
 * - `out-of-date`: it has another version than it should.
 * - `pending`: it cannot be expected to have come up yet.
 * - `alive`.
 */
export type Status = 'never-came-up' | 'quiet' | 'withdrawn' | 'with-problems' | 'out-of-date' | 'pending' | 'alive';

export interface Verdict {
  readonly status: Status;
  /** Why, for people. */
  readonly detail: string;
}

/** The version that guards should have, and since when. */
export interface WantedVersion {
  readonly version: string;
  readonly since: number;
}

/** A stack set takes hours to reach every account. */
const ROLLED_OUT_MILLISECONDS = 6 * 3_600_000;
const DEPLOYED_MILLISECONDS = 24 * 3_600_000;

/** Pure: what the census says of a guard that must exist. */
export function judge(
  expected: Expected,
  heard: Pick<Heard, 'at' | 'version' | 'problems'> | undefined,
  {
    now,
    heartbeatSeconds,
    wanted,
  }: { readonly now: number; readonly heartbeatSeconds: number; readonly wanted?: WantedVersion },
): Verdict {
  const { withdrawnAt, since, deployedAt, status, reason = 'no reason was given' } = expected;
  const patience = QUIET_AFTER_HEARTBEATS * heartbeatSeconds * 1000;
  if (withdrawnAt !== undefined) {
    return { status: 'withdrawn', detail: `${expected.source} does not deploy it any more` };
  }
  if (heard !== undefined && now - heard.at <= patience) {
    return judgeAlive(heard, wanted, now);
  }
  const silence = heard && `last heard of at ${isoTime(heard.at)}, ${age(now - heard.at)} ago, as ${heard.version}`;
  if (heard !== undefined && heard.at >= since) {
    return { status: 'quiet', detail: silence ?? '' };
  }
  if (status === 'failed') {
    return { status: 'never-came-up', detail: reason };
  }
  if (deployedAt !== undefined && now - deployedAt > patience) {
    return silence === undefined
      ? { status: 'never-came-up', detail: `deployed at ${isoTime(deployedAt)}, never heard of` }
      : { status: 'quiet', detail: silence };
  }
  if (deployedAt === undefined && now - since > DEPLOYED_MILLISECONDS) {
    return { status: 'never-came-up', detail: `still not deployed, expected since ${isoTime(since)}` };
  }
  return { status: 'pending', detail: '' };
}

function judgeAlive(
  { version, problems }: Pick<Heard, 'version' | 'problems'>,
  wanted: WantedVersion | undefined,
  now: number,
): Verdict {
  if (problems.length > 0) {
    return { status: 'with-problems', detail: problems.join('; ') };
  }
  return wanted !== undefined && version !== wanted.version && now - wanted.since > ROLLED_OUT_MILLISECONDS
    ? { status: 'out-of-date', detail: `has ${version}, should have ${wanted.version}` }
    : { status: 'alive', detail: '' };
}

function age(milliseconds: number): string {
  return duration(milliseconds / 1000);
}

function isoTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
