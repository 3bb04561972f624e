import type { RepairAction } from '../guard/delivery/repairs';

/**
 * Does one thing and tells what became of it.
 *
 * @param doIt what it returns is told as the detail
 */
export async function attempt(action: string, doIt: () => Promise<string | undefined>): Promise<RepairAction> {
  try {
    const detail = await doIt();
    return { action, result: 'succeeded', ...(detail === undefined ? {} : { detail }) };
  } catch (error) {
    return failed(action, error);
  }
}

export function failed(action: string, error: unknown): RepairAction {
  return { action, result: 'failed', detail: explained(error) };
}

export function notDone(action: string, detail: string): RepairAction {
  return { action, result: 'not-done', detail };
}

const ELSEWHERE =
  'The guard may not: where it belongs to another account (a log archive), only that account can mend it';

/** What an error means for a person. */
const MEANINGS: Readonly<Record<string, string>> = {
  AccessDenied: ELSEWHERE,
  AccessDeniedException: ELSEWHERE,
  MethodNotAllowed: ELSEWHERE,
  NoSuchBucket: 'The bucket is gone, and whoever makes one of this name next gets the logs: make it again',
};

function explained(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const meaning = Object.hasOwn(MEANINGS, error.name) ? `. ${MEANINGS[error.name]}` : '';
  return `${error.name}: ${error.message}${meaning}`;
}

export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
