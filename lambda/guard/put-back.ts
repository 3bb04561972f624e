import type { IncidentAction, IncidentCheck } from '../../lib/contract/incident';
import type { ConfigurationField, TrailConfiguration } from '../../lib/contract/trail-configuration';
import { compareConfigurations } from './configuration/compare';
import { type RepairCall, repairCalls } from './configuration/repair-calls';
import { errorText } from './error-text';
import type { ListedTrail } from './listed-trail';
import { obstacleOf } from './obstacle';
import { filledIn } from './read-configuration';
import type { RestoreDependencies } from './restore';
import type { TrailArn } from './scope';

/** What came of putting a configuration back. Nothing is claimed that was not read back. */
export interface PutBack {
  readonly actions: readonly IncidentAction[];
  readonly checks: readonly IncidentCheck[];
  readonly result: 'restored' | 'restore-failed' | 'restore-unverified';
  /** As it was read back. */
  readonly configuration?: TrailConfiguration;
}

/** Changes of a trail are eventually consistent too. */
const READ_DELAYS = [0, 500, 1_000, 2_000, 4_000];

/** Turns the current configuration into the wanted one by the fewest calls, and reads back. */
export async function putBack(
  trail: ListedTrail,
  current: TrailConfiguration,
  wanted: TrailConfiguration,
  dependencies: RestoreDependencies,
): Promise<PutBack> {
  const actions: IncidentAction[] = [];
  for (const call of repairCalls(current, wanted)) {
    actions.push(...(await make(call, trail, wanted, dependencies)));
  }
  const failed = actions.some(({ result }) => result === 'failed');
  const read = await readBack(trail, wanted, dependencies, failed ? [0] : READ_DELAYS);
  const isBack = read.checks.every(({ result }) => result !== 'failed');
  const putBackFields = compareConfigurations(current, wanted).fields.map(({ field }) => field);
  const isCertain = isBack && read.unread !== 'all' && !putBackFields.some((field) => read.unread.includes(field));
  return {
    checks: read.checks,
    ...(read.configuration ? { configuration: read.configuration } : {}),
    actions,
    // A call may fail and the trail be as it should, because somebody else put it back.
    result: isCertain ? 'restored' : failed && !isBack ? 'restore-failed' : 'restore-unverified',
  };
}

/**
 * One call. UpdateTrail fails as a whole for one setting that cannot be (a key that was disabled): then its settings are
 * sent one by one, so that the others are put back all the same.
 */
async function make(
  call: RepairCall,
  trail: ListedTrail,
  wanted: TrailConfiguration,
  { trails, now }: RestoreDependencies,
): Promise<IncidentAction[]> {
  const attempt = async (part: RepairCall): Promise<IncidentAction> => {
    const action = actionName(part);
    try {
      await trails.change(trail, part);
      return { action, result: 'succeeded', at: now().toISOString() };
    } catch (error) {
      const obstacle = obstacleOf(error, wanted);
      const detail = obstacle === undefined ? errorText(error) : `${errorText(error)} ${obstacle}`;
      return { action, result: 'failed', at: now().toISOString(), detail };
    }
  };
  const whole = await attempt(call);
  const parts = whole.result === 'failed' ? partsOf(call) : [];
  if (parts.length < 2) {
    return [whole];
  }
  const actions: IncidentAction[] = [];
  for (const part of parts) {
    actions.push(await attempt(part));
  }
  return actions;
}

/** Settings that belong together are sent together. */
const TOGETHER: readonly (readonly string[])[] = [
  ['IncludeGlobalServiceEvents', 'IsMultiRegionTrail', 'EnableLogFileValidation'],
  ['S3BucketName', 'S3KeyPrefix'],
  ['KmsKeyId'],
  ['CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn'],
  ['SnsTopicName'],
  ['IsOrganizationTrail'],
];

function partsOf(call: RepairCall): RepairCall[] {
  if (call.operation !== 'UpdateTrail') {
    return [];
  }
  return TOGETHER.flatMap((names) => {
    const settings = Object.fromEntries(Object.entries(call.settings).filter(([name]) => names.includes(name)));
    return Object.keys(settings).length === 0 ? [] : [{ operation: 'UpdateTrail', settings }];
  });
}

function actionName(call: RepairCall): string {
  return call.operation === 'UpdateTrail'
    ? `cloudtrail:UpdateTrail (${Object.keys(call.settings).join(', ')})`
    : `cloudtrail:${call.operation}`;
}

/** What a trail was read to be, and which of its fields could not be read. */
export interface ReadBack extends Pick<PutBack, 'checks' | 'configuration'> {
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
