import { lookupErrorKind, whyLookupFailed } from './lookup-error';

/** LookupEvents takes two calls a second of an account in a Region: half of that is left to the guard itself. */
const PAUSE_MILLISECONDS = 1_000;

const FIRST_WAIT_MILLISECONDS = 1_000;
const LONGEST_WAIT_MILLISECONDS = 20_000;

/** How often what may pass is tried; throttling is waited for until the deadline. */
const TRANSIENT_ATTEMPTS = 4;

export interface Pace {
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => Date;
  /** No call is begun after it. */
  readonly deadline: Date;
  readonly pauseMilliseconds?: number;
}

/** An answer or, in words, why there is none. */
export type Called<T> = { readonly answer: T; readonly failure?: never } | { readonly failure: string };

export interface PacedCalls {
  call<T>(region: string, send: () => Promise<T>): Promise<Called<T>>;
  /** How many were sent, repeated ones included. */
  readonly calls: number;
}

/** Makes calls in one Region one after another, in different Regions at once, and repeats what may pass. */
export function createPacedCalls(pace: Pace): PacedCalls {
  const { sleep, now, deadline, pauseMilliseconds = PAUSE_MILLISECONDS } = pace;
  const turns = new Map<string, Promise<unknown>>();
  const latest = new Map<string, number>();
  let calls = 0;

  /** False, without waiting, where the time would be over by then. */
  const waited = async (milliseconds: number): Promise<boolean> => {
    if (now().getTime() + milliseconds >= deadline.getTime()) {
      return false;
    }
    if (milliseconds > 0) {
      await sleep(milliseconds);
    }
    return true;
  };

  const inTurn = async <T>(region: string, send: () => Promise<T>): Promise<Called<T>> => {
    let failure = '';
    let transients = 0;
    for (let attempt = 0; ; attempt++) {
      const since = now().getTime() - (latest.get(region) ?? Number.NEGATIVE_INFINITY);
      if (!(await waited(Math.max(0, pauseMilliseconds - since)))) {
        return { failure: failure === '' ? OUT_OF_TIME : `${failure} until ${OUT_OF_TIME}` };
      }
      latest.set(region, now().getTime());
      calls += 1;
      try {
        return { answer: await send() };
      } catch (error) {
        failure = whyLookupFailed(error);
        const kind = lookupErrorKind(error);
        transients += kind === 'transient' ? 1 : 0;
        if (kind === 'final' || transients >= TRANSIENT_ATTEMPTS) {
          return { failure };
        }
      }
      if (!(await waited(Math.min(FIRST_WAIT_MILLISECONDS * 2 ** attempt, LONGEST_WAIT_MILLISECONDS)))) {
        return { failure: `${failure} until ${OUT_OF_TIME}` };
      }
    }
  };

  return {
    call(region, send) {
      const turn = (turns.get(region) ?? Promise.resolve()).then(() => inTurn(region, send));
      turns.set(region, turn);
      return turn;
    },
    get calls() {
      return calls;
    },
  };
}

const OUT_OF_TIME = 'the time for the investigation was over';
