import { errorText } from '../common/error-text';
import type { Log } from '../common/log';

/** What was found out or, where that failed, what was not and why. */
export type Determined<T> =
  | { readonly value: T; readonly undetermined: readonly [] }
  | { readonly value?: undefined; readonly undetermined: readonly [string] };

/** One thing to find out. */
export interface Question {
  /** In words that `undetermined` can begin with: "the age of the access key". */
  readonly what: string;
  /** The IAM action that finds it out. */
  readonly action: string;
}

/** Finds something out; a failure is an answer too and stops nothing. */
export async function determine<T>(
  { what, action }: Question,
  log: Log,
  read: () => Promise<T>,
): Promise<Determined<T>> {
  try {
    return { value: await read(), undetermined: [] };
  } catch (error) {
    log.warn({ event: 'not-determined', what, action, error: errorText(error) });
    return { undetermined: [`${what}: ${action} ${whyFailed(error)}`] };
  }
}

/** Only where there is something to say. */
export function undeterminedOf(...parts: readonly { readonly undetermined?: readonly string[] }[]): {
  readonly undetermined?: readonly string[];
} {
  const undetermined = parts.flatMap((part) => part.undetermined ?? []);
  return undetermined.length > 0 ? { undetermined } : {};
}

function whyFailed(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (/^(AccessDenied|UnauthorizedOperation|AuthFailure|NotAuthorized)/.test(name)) {
    return 'was denied';
  }
  if (/Throttl|TooManyRequests|RequestLimitExceeded|LimitExceededException/.test(name)) {
    return 'was throttled';
  }
  if (name === 'TimeoutError' || name === 'AbortError') {
    return 'did not answer in time';
  }
  return `failed (${errorText(error)})`;
}
