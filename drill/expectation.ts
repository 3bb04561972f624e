import type { Technique } from '../lib/contract/techniques';
import type { Expected, PlayedAs } from './play';

/** After these the guard's function does nothing any more, or may do nothing. */
const SILENCING = [
  'guard-function-deleted',
  'guard-code-changed',
  'guard-concurrency-changed',
  'guard-role-policy-deleted',
  'guard-role-policy-changed',
  'guard-role-policy-attached',
  'guard-role-bounded',
  'guard-role-deleted',
];

/** Without its schedule the guard does not look; without its function nobody does. */
const ONLY_BY_EVENT = ['guard-schedule-changed', 'guard-schedule-deleted', ...SILENCING];

/** Without the event it is told as the change that it might be as well. */
const TOLD_AS_ANOTHER = ['guard-retries-updated'];

/** What the guard is to bring about. */
export function expectedOf({ id, response }: Technique, playedAs: PlayedAs): Expected {
  if (playedAs === 'denied') {
    return 'attempted';
  }
  if (playedAs === 'deployment') {
    return 'expected';
  }
  if (SILENCING.includes(id)) {
    return 'witnessed';
  }
  return response === 'report' || playedAs === 'repairs-off' ? 'reported' : 'restored';
}

/** Whether the guard finds it without being told. */
export function isFoundBySweep({ id, response }: Technique): boolean {
  const isOther = [...ONLY_BY_EVENT, ...TOLD_AS_ANOTHER].includes(id);
  return ['start', 'restore', 'protect'].includes(response) && !isOther;
}
