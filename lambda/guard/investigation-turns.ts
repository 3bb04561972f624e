import type { RecentRequests } from './recent-requests';
import type { Store } from './store';

export interface TurnDependencies {
  readonly store: Store;
  readonly now: () => Date;
}

/**
 * Longer than one investigation can last: without an answer by then, the investigator is asked again, and another one has
 * its turn.
 */
export const ANSWER_MILLISECONDS = 20 * 60_000;

/**
 * How many investigations there are at a time. All functions share the account's concurrency, which is ten in small
 * accounts, and all questions share two calls of event history a second: whoever makes many incidents must not keep the
 * guard itself from running.
 */
const TURNS = 3;

/** How often a write is tried on top of what other runs wrote. */
const TRIES = 5;

/** Takes a turn; undefined where others have them all. Its time is its name. */
export async function takeTurn({ store, now }: TurnDependencies): Promise<number | undefined> {
  const time = now().getTime();
  const isTaken = await change(store, (at) => {
    const running = at.filter((each) => time - each < ANSWER_MILLISECONDS);
    return running.length < TURNS ? [...running, time] : undefined;
  });
  return isTaken ? time : undefined;
}

/** Gives a turn back. One that is not comes back by itself. */
export async function giveBackTurn(turn: number, { store }: TurnDependencies): Promise<void> {
  await change(store, (at) => {
    const index = at.indexOf(turn);
    return index < 0 ? undefined : at.toSpliced(index, 1);
  });
}

async function change(
  store: Store,
  next: (at: RecentRequests['at']) => RecentRequests['at'] | undefined,
): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const recent = await store.recentRequests('investigation');
    const at = next(recent.at);
    if (at === undefined) {
      return false;
    }
    if (await store.saveRecentRequests('investigation', { at, version: recent.version + 1 }, recent)) {
      return true;
    }
  }
  return false;
}
