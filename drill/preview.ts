import type { Incident } from '../lib/contract/incident';
import { distPath } from './dist-path';

interface Preview {
  readonly decision: string;
  readonly reason?: string;
  readonly incident?: Incident;
  readonly subject?: string;
  readonly mail?: string;
}

/** Prints what the bundled guard would decide and say. */
export function runPreview(event: unknown, policy: unknown, { json }: { readonly json: boolean }): number {
  const bundle = require(distPath('lambda', 'preview', 'index.js')) as {
    preview(event: unknown, policy: unknown): Preview;
  };
  const { decision, reason, incident, subject, mail } = bundle.preview(event, policy);
  if (json) {
    console.log(JSON.stringify({ decision, reason, incident }, null, 2));
    return 0;
  }
  console.log(`Decision: ${decision}${reason === undefined ? '' : ` (${reason})`}`);
  if (subject !== undefined) {
    console.log(`\nThe message, if all goes well:\n\nSubject: ${subject}\n\n${mail}`);
  }
  return 0;
}
