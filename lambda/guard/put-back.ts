import type { IncidentAction, IncidentCheck } from '../../lib/contract/incident';
import type { TrailConfiguration } from '../../lib/contract/trail-configuration';
import { compareConfigurations } from './configuration/compare';
import { type RepairCall, repairCalls } from './configuration/repair-calls';
import type { ListedTrail } from './listed-trail';
import { failureText } from './obstacle';
import { readBack } from './read-back';
import type { RestoreDependencies } from './restore';

/** What came of putting a configuration back. Nothing is claimed that was not read back. */
export interface PutBack {
  readonly actions: readonly IncidentAction[];
  readonly checks: readonly IncidentCheck[];
  readonly result: 'restored' | 'restore-failed' | 'restore-unverified';
  /** As it was read back. */
  readonly configuration?: TrailConfiguration;
}

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
  const read = await readBack(trail, wanted, dependencies, failed ? [0] : undefined);
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
      return { action, result: 'failed', at: now().toISOString(), detail: failureText(error, wanted) };
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
