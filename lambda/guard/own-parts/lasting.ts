import type { IncidentCheck } from '../../../lib/contract/incident';
import { isUnreadableTrigger, type Look } from './look';
import type { OwnItem } from './own-items';

/** What may be over in a moment, and is told once where it is not. */
export interface Lasting {
  readonly kind: 'unreadable' | 'unconfirmed';
  /** The part, or the endpoint of a subscription. */
  readonly what: string;
  readonly error?: string;
}

/** Permissions and services fail for a while. A person who was sent a mail needs a while to see it. */
const PATIENCE_MILLISECONDS = { unreadable: 24 * 3_600_000, unconfirmed: 3_600_000 } as const;

/** How the stack is called among the parts. */
export const STACK = 'stack';

export function lastingOf({ inspection: { unreadable, unconfirmed } }: Look, isStackUnreadable: boolean): Lasting[] {
  return [
    ...(isStackUnreadable ? [{ kind: 'unreadable', what: STACK } as const] : []),
    ...unreadable.map(({ part, error }) => ({ kind: 'unreadable', what: part, error }) as const),
    ...unconfirmed.map((what) => ({ kind: 'unconfirmed', what }) as const),
  ];
}

/** What is remembered of it from now on, and what is to be told now. */
export function follow(
  known: OwnItem['lasting'],
  present: readonly Lasting[],
  { scope }: Look,
  now: Date,
): { readonly next: OwnItem['lasting']; readonly due: readonly Lasting[] } {
  // Of what was not looked at, nothing new is known.
  const isLookedAt = (key: string) =>
    scope === 'all' || key === keyOf({ kind: 'unreadable', what: STACK }) || isUnreadableTrigger(key);
  const next = Object.fromEntries(Object.entries(known).filter(([key]) => !isLookedAt(key)));
  const due: Lasting[] = [];
  for (const one of present) {
    const key = keyOf(one);
    const { since, told } = known[key] ?? { since: now.toISOString(), told: false };
    const isDue = !told && now.getTime() - Date.parse(since) >= PATIENCE_MILLISECONDS[one.kind];
    next[key] = { since, told: told || isDue };
    due.push(...(isDue ? [one] : []));
  }
  return { next, due };
}

export function lastingCheck({ kind, what, error }: Lasting): IncidentCheck {
  return kind === 'unreadable'
    ? { check: `${what} is as the template says`, result: 'unknown', ...(error === undefined ? {} : { detail: error }) }
    : { check: `The subscription of ${what} is confirmed`, result: 'failed' };
}

function keyOf({ kind, what }: Lasting): string {
  return `${kind}: ${what}`;
}
