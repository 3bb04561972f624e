import type { Item } from '../guard/table';
import type { Instance } from './stack-sets';

/** A guard that must exist, as it is remembered. Times in epoch milliseconds. */
export interface Expected {
  /** The stack set that deploys it, or the hub's own deployment, which names it. */
  readonly source: string;
  /** Since when it must exist. */
  readonly since: number;
  readonly status: Instance['status'];
  readonly reason?: string;
  /** When its instance was first seen deployed. */
  readonly deployedAt?: number;
  /** Since when nothing deploys it any more. */
  readonly withdrawnAt?: number;
}

export function expectedItem({ source, since, status, reason, deployedAt, withdrawnAt }: Expected): Item {
  return {
    source: { S: source },
    since: { N: String(since) },
    status: { S: status },
    ...(reason === undefined ? {} : { reason: { S: reason } }),
    ...(deployedAt === undefined ? {} : { deployedAt: { N: String(deployedAt) } }),
    ...(withdrawnAt === undefined ? {} : { withdrawnAt: { N: String(withdrawnAt) } }),
  };
}

export function parseExpected(item: Item): Expected {
  const status = item.status?.S;
  return {
    source: item.source?.S ?? '',
    since: Number(item.since?.N ?? 0),
    status: status === 'deploying' || status === 'failed' ? status : 'deployed',
    ...(item.reason?.S === undefined ? {} : { reason: item.reason.S }),
    ...(item.deployedAt?.N === undefined ? {} : { deployedAt: Number(item.deployedAt.N) }),
    ...(item.withdrawnAt?.N === undefined ? {} : { withdrawnAt: Number(item.withdrawnAt.N) }),
  };
}

/**
 * What is to be remembered of a guard that is listed, or not listed any more; undefined where that is what is known. While
 * an update is rolled out to a guard that was deployed before, nothing of that changes.
 */
export function changed(
  known: Expected | undefined,
  listed: (Instance & { readonly source: string }) | undefined,
  now: number,
): Expected | undefined {
  if (listed === undefined) {
    return known === undefined || known.withdrawnAt !== undefined ? undefined : { ...known, withdrawnAt: now };
  }
  const stays = known !== undefined && known.withdrawnAt === undefined ? known : undefined;
  const status = listed.status === 'deploying' && stays?.deployedAt !== undefined ? 'deployed' : listed.status;
  const deployedAt = stays?.deployedAt ?? (status === 'deployed' ? now : undefined);
  const next: Expected = {
    source: listed.source,
    since: stays?.since ?? now,
    status,
    ...(status === 'failed' && listed.reason !== undefined ? { reason: listed.reason } : {}),
    ...(deployedAt === undefined ? {} : { deployedAt }),
  };
  return stays && JSON.stringify(expectedItem(stays)) === JSON.stringify(expectedItem(next)) ? undefined : next;
}
