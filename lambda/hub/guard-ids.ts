import type { WatchedGuard } from '../../lib/contract/hub';

/** Items of guards are spread over as many partitions, by account: one takes 1,000 writes a second. */
export const SHARDS = 16;

export const ACCOUNT = /^\d{12}$/;
/** Also Regions that are yet to come. */
export const REGION = /^[a-z]{2,4}(-[a-z]{2,16}){1,3}-\d{1,2}$/;

/** The last digits of an account id are as good as random. */
export function shardOf(account: string): string {
  return String(Number(account.slice(-4)) % SHARDS).padStart(2, '0');
}

export const SHARD_NAMES: readonly string[] = Array.from({ length: SHARDS }, (_, index) =>
  String(index).padStart(2, '0'),
);

export function guardId({ account, region }: WatchedGuard): string {
  return `${account}#${region}`;
}

export function guardOf(id: string): WatchedGuard {
  const [account = '', region = ''] = id.split('#');
  return { account, region };
}
