import type { StandIn } from './stand-in';
import { variablesOf } from './stand-in/lambda-settings';

/** The guard's own parts, as an attacker finds them. */
export interface GuardTarget {
  readonly stackName: string;
  /** Of the rule on trails. */
  readonly rule: string;
  readonly rules: readonly string[];
  readonly schedule: string;
  readonly scheduleGroup: string;
  readonly function: string;
  readonly role: string;
  readonly topicArn: string;
  readonly tableName: string;
  readonly tableArn: string;
  readonly queueUrl: string;
  readonly alarms: readonly string[];
  readonly logGroup: string;
}

/** The deployed guard: its schedule invokes it, and all else hangs on the function. */
export function guardTarget(standIn: StandIn): GuardTarget {
  const { accountId, region, partition } = standIn.world;
  const [schedule] = standIn.scheduler.schedules;
  if (schedule === undefined) throw new Error('no guard is deployed: there is no schedule');
  const guard = standIn.functions.get(schedule.target.arn);
  const { Role, LoggingConfig } = guard.state.configuration;
  const variables = variablesOf(guard.state.configuration);
  const tableName = variables.TRAIL_GUARD_TABLE_NAME ?? '';
  const rules = standIn.bus.rules.all.map(({ name }) => name);
  const onTrails = standIn.bus.rules.all.find(({ pattern }) => JSON.stringify(pattern).includes('StopLogging'));
  return {
    stackName: standIn.stack.stackName,
    rule: onTrails?.name ?? '',
    rules,
    schedule: schedule.name,
    scheduleGroup: schedule.groupName,
    function: guard.name,
    role: String(Role).split('/').at(-1) ?? '',
    topicArn: variables.TRAIL_GUARD_TOPIC_ARN ?? '',
    tableName,
    tableArn: `arn:${partition}:dynamodb:${region}:${accountId}:table/${tableName}`,
    queueUrl: standIn.queues.find(guard.async.onFailureQueue ?? '')?.url ?? '',
    alarms: standIn.alarms.names,
    logGroup: String((LoggingConfig as { LogGroup?: unknown } | undefined)?.LogGroup),
  };
}
