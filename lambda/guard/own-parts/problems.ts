import type { Run } from '../guard';
import { findingKey } from './finding-words';
import type { Lasting } from './lasting';
import type { Finding } from './own-parts';

/** What of the guard is not as it should be, in words. */
export function problemsOf(remaining: readonly Finding[], lasting: readonly Lasting[]): string[] {
  return [
    ...remaining.map((finding) => `Not as the template says: ${findingKey(finding)}`),
    ...lasting.flatMap(({ kind, what }) => (kind === 'unreadable' ? [`Cannot be read: ${what}`] : [])),
  ];
}

/** Unknown is not fine: it is logged each time, and told where it stays so. */
export function logUnreadable(lasting: readonly Lasting[], { log }: Run): void {
  const unreadable = lasting.filter(({ kind }) => kind === 'unreadable');
  if (unreadable.length > 0) {
    log.warn({ event: 'own-parts-unreadable', parts: unreadable.map(({ what, error }) => `${what}: ${error ?? ''}`) });
  }
}
