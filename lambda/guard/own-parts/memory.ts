import { METRIC } from '../../../lib/contract/metrics';
import { errorText } from '../../common/error-text';
import type { Run } from '../guard';
import type { OwnItem, OwnMemory } from './own-items';

/** Undefined where the table is unreachable, which never keeps the guard from looking at itself. */
export async function readMemory(run: Run): Promise<OwnMemory | undefined> {
  try {
    return await run.store.own();
  } catch (error) {
    unreachable(error, run);
    return undefined;
  }
}

/** Writes only what is new. What could not be written is found out again. */
export async function saveMemory(memory: OwnMemory | undefined, next: OwnItem, run: Run): Promise<void> {
  if (memory === undefined || JSON.stringify(memory.item) === JSON.stringify(next)) {
    return;
  }
  await run.store.saveOwn(next).catch((error: unknown) => unreachable(error, run));
}

export function unreachable(error: unknown, { count, log }: Run): void {
  count(METRIC.STATE_FAILURES);
  log.error({ event: 'table-unreachable', error: errorText(error) });
}
