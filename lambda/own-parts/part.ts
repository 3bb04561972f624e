import type { PartKind } from '../guard/own-parts/own-parts';
import type { Difference } from './compare/difference';

/** A call that puts something back. */
export type Step = () => Promise<unknown>;

/** One part of the guard: how it is read, how it differs, how it is put back. */
export interface Part<State> {
  readonly kind: PartKind;
  /** Its name or ARN. */
  readonly name: string;
  /** @throws what is told as unreadable */
  read(): Promise<State>;
  /** Pure. */
  compare(state: State): Difference[];
  /** The calls that put back what can be put back of the differences, in their order. */
  mend(state: State, differences: readonly Difference[]): Step[];
  /** What an inspection tells besides. */
  tell?(state: State): Told;
  /** What a person has to know of what was put back. */
  afterwards?(differences: readonly Difference[]): string | undefined;
}

export interface Told {
  /** Lambda's CodeSha256. */
  readonly code?: string;
  /** Endpoints of subscriptions. */
  readonly unconfirmed?: readonly string[];
}

/** Takes a part without looking at what its state is. */
export type AnyPart = <Result>(use: <State>(part: Part<State>) => Result) => Result;

export function anyPart<State>(part: Part<State>): AnyPart {
  return (use) => use(part);
}

/**
 * Waits for what may be gone.
 *
 * @param errors how AWS calls it
 * @returns nothing where it is gone
 */
export async function unlessGone<T>(errors: readonly string[], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && errors.includes(error.name)) {
      return undefined;
    }
    throw error;
  }
}
