import { IDENTITIES, type Json, OTHER_ACCOUNT } from '../fixtures/identities';
import { again, envelope, stopLogging, stopLoggingByArn } from '../fixtures/records';
import { ATTACKS } from './attacks';
import { eventOf, type GuardedAccount } from './guarded-account';

/** An event that tells of nothing that happened. */
export interface Forgery {
  readonly event: Json;
  /** On the account's event bus, or straight to the function by who may invoke it. */
  readonly onBus: boolean;
}

/**
 * Events that somebody made up: with a source of their own, as nobody can put one of AWS's on a bus; of another account,
 * forwarded with its number; and old ones again, invoked by hand.
 */
export function forged(what: string, which: number, world: GuardedAccount): Forgery[] {
  const record = recordOf(which, world);
  const both = (event: Json) => [true, false].map((onBus) => ({ event, onBus }));
  switch (what) {
    case 'custom source':
      return both(envelope(record, { source: 'mallory.cloudtrail' }));
    case 'other account':
      return both({ ...eventOf(record), account: OTHER_ACCOUNT });
    default: {
      // Of the day before, when the same was done and put back.
      const yesterday = new Date(world.clock.now().getTime() - 24 * 3_600_000).toISOString().slice(0, 19);
      return [{ event: eventOf(again(record, { eventTime: `${yesterday}Z` })), onBus: false }];
    }
  }
}

/** What he says happened: a stop, or one of the attacks on the guard. */
function recordOf(which: number, world: GuardedAccount): Json {
  const ids = Object.keys(ATTACKS);
  const [call] = ATTACKS[ids[(which * 7) % ids.length] ?? '']?.(world.template, { part: which, way: which }) ?? [];
  if (which % 3 === 0 || !call) {
    return which % 2 === 0 ? stopLogging() : stopLoggingByArn();
  }
  return world.account.recordOf(call.service, call.operation, call.input, IDENTITIES.IAMUser);
}
