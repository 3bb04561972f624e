import { changeRecentRequests } from './change-requests';
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

/** Takes a turn; undefined where others have them all. Its time is its name. */
export async function takeTurn({ store, now }: TurnDependencies): Promise<number | undefined> {
  const time = now().getTime();
  const isTaken = await changeRecentRequests(
    'investigation',
    (at) => {
      const running = at.filter((each) => time - each < ANSWER_MILLISECONDS);
      return running.length < TURNS ? [...running, time] : undefined;
    },
    store,
  );
  return isTaken ? time : undefined;
}

/** Gives a turn back. One that is not comes back by itself. */
export async function giveBackTurn(turn: number, { store }: TurnDependencies): Promise<void> {
  await changeRecentRequests(
    'investigation',
    (at) => {
      const index = at.indexOf(turn);
      return index < 0 ? undefined : at.toSpliced(index, 1);
    },
    store,
  );
}
