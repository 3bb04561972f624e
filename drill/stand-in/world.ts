import type { Background } from './background';
import type { Callers } from './callers';
import type { Faults } from './faults';
import type { Timeline } from './timeline';

export type Json = Record<string, unknown>;

/** What every service of one stand-in shares: one account, one Region, one time line. */
export interface World {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly timeline: Timeline;
  readonly background: Background;
  readonly faults: Faults;
  readonly callers: Callers;
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** AWS APIs of the JSON protocols send times as seconds since 1970, with milliseconds as the fraction. */
export const epochSeconds = (at: number): number => at / 1000;
