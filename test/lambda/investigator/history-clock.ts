import { createHistory, type History } from '../../../lambda/investigator/history';
import type { HistoryServer } from './history-server';

/** Time that passes only where somebody sleeps. */
export interface Clock {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly slept: number[];
}

export function clockAt(start: string): Clock {
  let time = Date.parse(start);
  const slept: number[] = [];
  return {
    now: () => new Date(time),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
    },
    slept,
  };
}

export const NOW = '2026-03-02T10:30:00.000Z';

/** Event history of the server, with an hour to read it. */
export function historyOf(server: HistoryServer, clock: Clock = clockAt(NOW), minutes = 60): History {
  const deadline = new Date(clock.now().getTime() + minutes * 60_000);
  return createHistory({ clientOf: server.clientOf, sleep: clock.sleep, now: clock.now, deadline });
}
