import type { Item } from '../guard/table';
import { keyOf } from './table';

/** What the table has of one guard. */
export interface Merged {
  readonly id: string;
  readonly items: readonly (Item | undefined)[];
}

/** Lists of items in the order of their ids, side by side, one id at a time: as long as they like, a page each in memory. */
export async function* merged(lists: readonly AsyncIterable<Item>[]): AsyncGenerator<Merged> {
  const iterators = lists.map((list) => list[Symbol.asyncIterator]());
  const nextOf = async (iterator: AsyncIterator<Item>): Promise<Item | undefined> => {
    const { done, value } = await iterator.next();
    return done ? undefined : value;
  };
  const heads = await Promise.all(iterators.map(nextOf));
  for (let id = firstOf(heads); id !== undefined; id = firstOf(heads)) {
    const items = heads.map((item) => (item && keyOf(item).id === id ? item : undefined));
    yield { id, items };
    for (const [index, iterator] of iterators.entries()) {
      if (items[index] !== undefined) heads[index] = await nextOf(iterator);
    }
  }
}

function firstOf(heads: readonly (Item | undefined)[]): string | undefined {
  return heads.reduce<string | undefined>((first, item) => {
    const id = item && keyOf(item).id;
    return id !== undefined && (first === undefined || id < first) ? id : first;
  }, undefined);
}
