import { errorText } from '../common/error-text';

/** What to do about a failed LookupEvents. */
export type LookupErrorKind = 'throttled' | 'transient' | 'final';

/** What an SDK's error may tell about itself. */
interface SdkError {
  readonly name?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Without a status there was no answer, or one that broke off: worth another try, as what the service says of itself. */
export function lookupErrorKind(error: unknown): LookupErrorKind {
  const { name = '', $metadata } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 429 || /Throttl|TooManyRequests|RequestLimitExceeded/.test(String(name))) {
    return 'throttled';
  }
  return status >= 400 && status < 500 ? 'final' : 'transient';
}

/** In words that a responder understands. */
export function whyLookupFailed(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (/^AccessDenied/.test(name)) {
    return 'cloudtrail:LookupEvents was denied';
  }
  return lookupErrorKind(error) === 'throttled'
    ? 'cloudtrail:LookupEvents was throttled'
    : `cloudtrail:LookupEvents failed (${errorText(error)})`;
}
