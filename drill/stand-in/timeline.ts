import { EventEmitter } from 'node:events';
import type { Json } from './json';

/** An API call that the stand-in received. `outcome` is `ok`, an error code, or what became of the answer. */
export interface ApiEntry {
  readonly kind: 'api';
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly caller: string;
  readonly parameters: Json;
  readonly outcome: string;
  readonly durationMs: number;
}

/** An event on its way over the event bus. `lost` never arrived; `held` waits for `bus.release()`. */
export interface EventEntry {
  readonly kind: 'event';
  readonly name: string;
  readonly source: string;
  readonly eventId: string;
  readonly disposition: 'matched' | 'unmatched' | 'lost' | 'held';
  readonly rules: readonly string[];
  readonly reason?: string;
}

export interface InvocationEntry {
  readonly kind: 'invocation';
  readonly phase: 'start' | 'end' | 'failed';
  readonly functionName: string;
  readonly requestId: string;
  readonly attempt: number;
  readonly coldStart: boolean;
  readonly durationMs?: number;
  readonly error?: string;
}

export interface ScheduleEntry {
  readonly kind: 'schedule';
  readonly name: string;
  readonly scheduledTime: string;
}

export interface MessageEntry {
  readonly kind: 'message';
  readonly topic: string;
  readonly subject?: string;
  readonly messageId: string;
}

export interface DeadLetterEntry {
  readonly kind: 'deadLetter';
  readonly queue: string;
  readonly from: string;
  readonly reason: string;
}

export type Happening = ApiEntry | EventEntry | InvocationEntry | ScheduleEntry | MessageEntry | DeadLetterEntry;
export type TimelineEntry = Happening & { readonly at: number };

/** Everything that happened, in order. Emits `entry` for each, so that a terminal can follow along. */
export class Timeline extends EventEmitter<{ entry: [TimelineEntry] }> {
  readonly entries: TimelineEntry[] = [];

  add(happening: Happening): void {
    const entry = { at: Date.now(), ...happening };
    this.entries.push(entry);
    this.emit('entry', entry);
  }

  of<Kind extends Happening['kind']>(kind: Kind): (Extract<Happening, { kind: Kind }> & { readonly at: number })[] {
    return this.entries.filter(
      (entry): entry is Extract<Happening, { kind: Kind }> & { readonly at: number } => entry.kind === kind,
    );
  }

  /** API calls, for instance all that `cloudtrail` got, or only its `StartLogging`. */
  calls(service: string, operation?: string): (ApiEntry & { readonly at: number })[] {
    return this.of('api').filter(
      (call) => call.service === service && (operation === undefined || call.operation === operation),
    );
  }

  /** Resolves with the first entry, past or to come, that fits. */
  until(fits: (entry: TimelineEntry) => boolean, timeoutMs = 10_000): Promise<TimelineEntry> {
    const past = this.entries.find(fits);
    if (past) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      const look = (entry: TimelineEntry): void => {
        if (!fits(entry)) return;
        this.off('entry', look);
        clearTimeout(timer);
        resolve(entry);
      };
      const timer = setTimeout(() => {
        this.off('entry', look);
        reject(new Error(`nothing that fits happened within ${timeoutMs} ms`));
      }, timeoutMs);
      timer.unref();
      this.on('entry', look);
    });
  }
}
