import { GUARD_CONTROL_TECHNIQUES } from './guard-control-techniques';
import { GUARD_MEMORY_TECHNIQUES } from './guard-memory-techniques';
import { GUARD_TRIGGER_TECHNIQUES } from './guard-trigger-techniques';
import type { Technique } from './technique';

/** Calls on the guard itself: what calls it, what it runs as, what it tells through, what it remembers by. */
export const GUARD_TECHNIQUES: readonly Technique[] = [
  ...GUARD_TRIGGER_TECHNIQUES,
  ...GUARD_CONTROL_TECHNIQUES,
  ...GUARD_MEMORY_TECHNIQUES,
];
