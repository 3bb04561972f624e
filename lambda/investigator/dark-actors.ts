import type { DarkFinding } from '../../lib/contract/investigation';
import type { CloudTrailRecord } from '../common/record';
import { nameOf } from './call-finding';
import { compareTexts } from './counts';
import { knownActor } from './known-actor';
import { isSensitive } from './sensitive';
import type { Suspects } from './suspects';

type DarkActor = DarkFinding['actors'][number];

/**
 * Who was active: the suspected actor first, then those with the most sensitive calls. The same user is told twice where
 * some calls are the suspect's, by a key that they made, and some are not. The sums stay what they are.
 */
export function actorsOf(
  records: readonly CloudTrailRecord[],
  suspects: Suspects,
  guardRoleArn: string | undefined,
  maximum: number,
): DarkActor[] {
  const actors = new Map<string, DarkActor>();
  for (const record of records) {
    const { arn, principalId } = knownActor(record);
    const name = nameOf(record, guardRoleArn);
    const isSuspect = suspects.has(record);
    const key = JSON.stringify([arn ?? principalId ?? '', name, isSuspect]);
    const known = actors.get(key) ?? { name, ...(arn ? { arn } : {}), isSuspect, calls: 0, errors: 0, sensitive: 0 };
    actors.set(key, {
      ...known,
      calls: known.calls + 1,
      errors: known.errors + (record.errorCode ? 1 : 0),
      sensitive: known.sensitive + (isSensitive(record) ? 1 : 0),
    });
  }
  const all = [...actors.values()].sort(
    (a, b) =>
      Number(b.isSuspect) - Number(a.isSuspect) ||
      b.sensitive - a.sensitive ||
      b.calls - a.calls ||
      compareTexts(a.arn ?? a.name, b.arn ?? b.name),
  );
  return all.length <= maximum ? all : [...all.slice(0, maximum), others(all.slice(maximum))];
}

function others(rest: readonly DarkActor[]): DarkActor {
  const sum = (field: 'calls' | 'errors' | 'sensitive') => rest.reduce((total, actor) => total + actor[field], 0);
  return {
    name: `${rest.length} others`,
    isSuspect: rest.some(({ isSuspect }) => isSuspect),
    calls: sum('calls'),
    errors: sum('errors'),
    sensitive: sum('sensitive'),
  };
}
