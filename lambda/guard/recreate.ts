import type { IncidentAction, IncidentCheck } from '../../lib/contract/incident';
import type { ConfigurationField, TrailConfiguration } from '../../lib/contract/trail-configuration';
import { errorText } from '../common/error-text';
import type { TrailArn } from '../common/scope';
import { covers } from './configuration/coverage';
import { type CreateCall, callsAfterCreation, createCall } from './configuration/repair-calls';
import { failureText } from './obstacle';
import { readBack } from './read-back';
import { type RestoreDependencies, restore } from './restore';
import type { TrailStatus } from './trails';

/** What came of creating a deleted trail again. */
export interface Recreation {
  readonly actions: readonly IncidentAction[];
  readonly checks: readonly IncidentCheck[];
  readonly result: 'restored' | 'restore-failed' | 'restore-unverified';
  readonly status?: TrailStatus;
  readonly configuration?: TrailConfiguration;
}

/** What a trail can go without for a while, and the errors that say that it must. Better a trail without it than none. */
const DISPENSABLE: readonly { readonly errors: RegExp; readonly settings: readonly string[] }[] = [
  { errors: /CloudWatchLogs/, settings: ['CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn'] },
  { errors: /SnsTopic/, settings: ['SnsTopicName'] },
  { errors: /Kms|Encryption/, settings: ['KmsKeyId'] },
  {
    errors: /Organization|CloudTrailAccessNotEnabled|DependencyServiceAccess|ManagementAccountSLR/,
    settings: ['IsOrganizationTrail'],
  },
];

/**
 * Creates a deleted trail again under its own name, starts it, then gives it back its selectors and Insights. Started
 * before that: a new trail records every management event, and each second counts.
 */
export async function recreate(
  trail: TrailArn,
  wanted: TrailConfiguration,
  dependencies: RestoreDependencies,
): Promise<Recreation> {
  const { trails, now } = dependencies;
  const actions: IncidentAction[] = await create(trail, createCall(wanted), wanted, dependencies);
  if (actions.at(-1)?.result === 'failed') {
    const checks = [{ check: 'DescribeTrails lists the trail', result: 'failed' as const }];
    return { actions, checks, result: 'restore-failed' };
  }
  const started = await restore(trail, undefined, dependencies);
  actions.push(started.action);
  for (const call of callsAfterCreation(wanted)) {
    const action = `cloudtrail:${call.operation}`;
    try {
      await trails.change(trail, call);
      actions.push({ action, result: 'succeeded', at: now().toISOString() });
    } catch (error) {
      actions.push({ action, result: 'failed', at: now().toISOString(), detail: errorText(error) });
    }
  }
  const read = await readBack(trail, wanted, dependencies);
  const checks = [...started.checks, ...read.checks];
  const isBack = checks.every(({ result }) => result !== 'failed');
  const isCertain =
    started.checks.every(({ result }) => result === 'passed') &&
    read.unread !== 'all' &&
    !givenBack(wanted).some((field) => read.unread.includes(field));
  return {
    ...(read.configuration ? { configuration: read.configuration } : {}),
    ...(started.status ? { status: started.status } : {}),
    actions,
    checks,
    result: isBack && isCertain ? 'restored' : isBack ? 'restore-unverified' : 'restore-failed',
  };
}

/** What a new trail does not have by itself: what of it could not be read is not known to be back. */
function givenBack({
  Selectors,
  InsightSelectors,
  Tags,
  AggregationConfigurations,
}: TrailConfiguration): ConfigurationField[] {
  return [
    ...(covers({}, Selectors) && covers(Selectors, {}) ? [] : (['Selectors'] as const)),
    ...(InsightSelectors.length > 0 ? (['InsightSelectors'] as const) : []),
    ...(Object.keys(Tags).length > 0 ? (['Tags'] as const) : []),
    ...(AggregationConfigurations.length > 0 ? (['AggregationConfigurations'] as const) : []),
  ];
}

async function create(
  trail: TrailArn,
  call: CreateCall,
  wanted: TrailConfiguration,
  dependencies: RestoreDependencies,
): Promise<IncidentAction[]> {
  const { trails, now } = dependencies;
  const action = 'cloudtrail:CreateTrail';
  try {
    await trails.create(trail, call);
    return [{ action, result: 'succeeded', at: now().toISOString() }];
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'TrailAlreadyExistsException') {
      return [{ action, result: 'succeeded', at: now().toISOString(), detail: 'another run was faster' }];
    }
    const failed: IncidentAction = {
      action,
      result: 'failed',
      at: now().toISOString(),
      detail: failureText(error, wanted),
    };
    const without = DISPENSABLE.find(({ errors }) => errors.test(name))?.settings ?? [];
    const settings = Object.fromEntries(
      Object.entries(call.settings).filter(([setting]) => !without.includes(setting)),
    );
    return Object.keys(settings).length < Object.keys(call.settings).length
      ? [failed, ...(await create(trail, { ...call, settings } as CreateCall, wanted, dependencies))]
      : [failed];
  }
}
