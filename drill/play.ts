import type { Outcome } from '../lib/contract/incident';
import type { Technique } from '../lib/contract/techniques';

/**
 * How a technique is played.
 * - `event`: as an attacker would.
 * - `event-lost`: so, and its event does not arrive.
 * - `denied`: the attacker has no permission.
 * - `repairs-off`: by a guard that may mend nothing but trails.
 * - `deployment`: by somebody of whom the guard was told that they deploy it.
 */
export type PlayedAs = 'event' | 'event-lost' | 'denied' | 'repairs-off' | 'deployment';

/** What is to be brought about; `witnessed` by EventBridge alone, where the guard's function is out of action. */
export type Expected = 'restored' | 'reported' | 'attempted' | 'witnessed' | 'expected';

/** One technique, played once. */
export interface Play extends Pick<Technique, 'number' | 'name' | 'target'> {
  /** The technique's id. */
  readonly technique: string;
  readonly playedAs: PlayedAs;
  readonly expected: Expected;
  /** Which way in noticed it, and named the technique; absent where none did. */
  readonly noticedBy?: 'event' | 'sweep' | 'hourly comparison' | 'witness';
  /** Of the incident that tells of it. */
  readonly outcome?: Outcome | 'witnessed';
  /**
   * Read back from outside: the trail logs and is exactly what it was, and, if that was to be restored, delivers, or the
   * guard's own parts are what they were.
   */
  readonly verified: boolean;
  readonly passed: boolean;
  /** From the call to the guard's rest. */
  readonly seconds: number;
  /** API calls that the guard made. */
  readonly calls?: number;
  /** Why not, or what to know about it. */
  readonly note?: string;
}

/** A technique that could not be played here, and why. */
export interface NotPlayed extends Pick<Technique, 'number' | 'name'> {
  readonly technique: string;
  readonly reason: string;
}
