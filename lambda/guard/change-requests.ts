import type { Limited, RecentRequests } from './recent-requests';
import type { Store } from './store';

/** How often a write is tried on top of what other runs wrote. */
const TRIES = 5;

/** Changes them on top of what other runs wrote. False where `next` has nothing to change, or too many runs are at it. */
export async function changeRecentRequests(
  of: Limited,
  next: (at: RecentRequests['at']) => RecentRequests['at'] | undefined,
  store: Pick<Store, 'recentRequests' | 'saveRecentRequests'>,
): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const recent = await store.recentRequests(of);
    const at = next(recent.at);
    if (at === undefined) {
      return false;
    }
    if (await store.saveRecentRequests(of, { at, version: recent.version + 1 }, recent)) {
      return true;
    }
  }
  return false;
}
