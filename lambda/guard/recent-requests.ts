import * as v from 'valibot';
import type { Item } from './table';

/** What is limited: how often somebody is stopped, and how many investigations there are at a time. */
export type Limited = 'containment' | 'investigation';

/** When it was requested. Version 0: never yet. */
export interface RecentRequests {
  /** Epoch milliseconds. */
  readonly at: readonly number[];
  readonly version: number;
}

const NumberSchema = v.object({ N: v.pipe(v.string(), v.transform(Number), v.number()) });
const Schema = v.object({ version: NumberSchema, at: v.object({ L: v.array(NumberSchema) }) });

/** @throws if it cannot be read: what was requested before is not known then, and nothing more is */
export function parseRecentRequests(item: Item | undefined): RecentRequests {
  if (item === undefined) {
    return { at: [], version: 0 };
  }
  const { version, at } = v.parse(Schema, item);
  return { version: version.N, at: at.L.map(({ N }) => N) };
}

export function recentRequestsItem({ at, version }: RecentRequests): Item {
  return { version: { N: String(version) }, at: { L: at.map((time) => ({ N: String(time) })) } };
}
