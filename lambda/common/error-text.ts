import { safeText } from './text';

/** An error in one harmless line. */
export function errorText(error: unknown): string {
  return safeText(error instanceof Error ? `${error.name}: ${error.message}` : String(error), 512);
}
