import type { CloudTrailRecord } from '../common/record';
import { safeText } from '../common/text';

/** Parameters that name something, at any depth: `userName`, `roleArn`, `instanceId`, `dBSnapshotIdentifier`, `bucket`. */
const NAMING = /(?:^|[a-z0-9])(?:[Nn]ames?|[Aa]rn|ARN|[Ii]ds?|ID|[Ii]dentifier|[Bb]ucket|[Tt]arget|[Cc]idrIp|[Pp]ath)$/;
const NOT_NAMING = /token|request|reference|version/i;

/** Parameters may be 100 KB of an attacker's. */
const MAXIMUM_VISITS = 200;
const MAXIMUM_DEPTH = 6;
const MAXIMUM_NAMES = 3;

/** What a call was made on, in short: its parameters that name something or, without any, the resources of the record. */
export function targetOfCall({ requestParameters, resources }: CloudTrailRecord): string | undefined {
  const found = namesIn(requestParameters);
  const names = found.length > 0 ? found : (resources ?? []).flatMap(({ ARN }) => (ARN ? [ARN] : []));
  const text = [...new Set(names)].slice(0, MAXIMUM_NAMES).join(', ');
  return text === '' ? undefined : safeText(text, 128);
}

/** Level by level: what a call is on stands in front. */
function namesIn(parameters: CloudTrailRecord['requestParameters']): string[] {
  const found: string[] = [];
  let level: [string, unknown][] = Object.entries(parameters ?? {});
  for (let depth = 0, visits = 0; depth < MAXIMUM_DEPTH && level.length > 0; depth++) {
    const next: [string, unknown][] = [];
    for (const [key, value] of level) {
      if (++visits > MAXIMUM_VISITS || found.length >= MAXIMUM_NAMES) {
        return found;
      }
      if (typeof value === 'object' && value !== null) {
        // What a list has its name for, each of its values has.
        next.push(...Object.entries(value).map<[string, unknown]>(([name, inner]) => [indexed(key, name), inner]));
      } else if (typeof value === 'string' && value !== '' && NAMING.test(key) && !NOT_NAMING.test(key)) {
        found.push(value);
      }
    }
    level = next;
  }
  return found;
}

function indexed(key: string, name: string): string {
  return /^\d+$/.test(name) ? key : name;
}
