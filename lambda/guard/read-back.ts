import type { IncidentCheck } from '../../lib/contract/incident';
import type { ConfigurationField, TrailConfiguration } from '../../lib/contract/trail-configuration';
import { errorText } from '../common/error-text';
import type { TrailArn } from '../common/scope';
import { compareConfigurations } from './configuration/compare';
import { filledIn } from './read-configuration';
import type { RestoreDependencies } from './restore';

/** Changes of a trail are eventually consistent too. */
const READ_DELAYS = [0, 500, 1_000, 2_000, 4_000];

/** What a trail was read to be, and which of its fields could not be read. */
export interface ReadBack {
  readonly checks: readonly IncidentCheck[];
  readonly configuration?: TrailConfiguration;
  readonly unread: readonly ConfigurationField[] | 'all';
}

/** Reads until the trail is as wanted; a check a field that differed or could not be read, one for all others. */
export async function readBack(
  trail: TrailArn,
  wanted: TrailConfiguration,
  { trails, sleep }: RestoreDependencies,
  delays: readonly number[] = READ_DELAYS,
): Promise<ReadBack> {
  let result: ReadBack = { checks: [], unread: 'all' };
  for (const delay of delays) {
    await sleep(delay);
    try {
      const listed = await trails.find(trail);
      if (listed === undefined) {
        result = { checks: [{ check: 'DescribeTrails lists the trail', result: 'failed' }], unread: 'all' };
        continue;
      }
      const read = await trails.configuration(listed);
      const configuration = filledIn(read, wanted);
      const unread = read.unread.map(({ field }) => field);
      result = { configuration, checks: checksOf(configuration, wanted, read.unread), unread };
    } catch (error) {
      const check = { check: 'The configuration is what it was', result: 'unknown', detail: errorText(error) } as const;
      result = { checks: [check], unread: 'all' };
      continue;
    }
    if (result.checks.every((check) => check.result !== 'failed')) {
      break;
    }
  }
  return result;
}

function checksOf(
  configuration: TrailConfiguration,
  wanted: TrailConfiguration,
  unread: readonly { readonly field: string; readonly reason: string }[],
): IncidentCheck[] {
  const differing = compareConfigurations(wanted, configuration).fields;
  return [
    ...(differing.length > 0
      ? []
      : [{ check: 'The configuration is what it was, field by field', result: 'passed' as const }]),
    ...differing.map(({ field, relation }) => ({
      check: `${field} is what it was`,
      result: 'failed' as const,
      detail: `it is ${relation}`,
    })),
    ...unread.map(({ field, reason }) => ({
      check: `${field} is what it was`,
      result: 'unknown' as const,
      detail: reason,
    })),
  ];
}
