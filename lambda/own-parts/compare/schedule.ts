import type { GetScheduleCommandOutput, UpdateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { SchedulePart } from '../../../lib/contract/own-parts';
import { type Difference, deleted } from './difference';
import { sameJson } from './meaning';

/** As EventBridge Scheduler tells it. */
export type ScheduleState = Omit<GetScheduleCommandOutput, '$metadata'>;

/** The fields that decide when the schedule calls whom, in words. */
const FIELDS = {
  State: 'state',
  ScheduleExpression: 'expression',
  FlexibleTimeWindow: 'time window',
  StartDate: 'start date',
  EndDate: 'end date',
  ActionAfterCompletion: 'action after completion',
  KmsKeyArn: 'key',
} as const satisfies Partial<Record<keyof ScheduleState, string>>;

const TARGET_FIELDS = {
  Arn: 'target',
  RoleArn: "target's role",
  Input: 'input',
  DeadLetterConfig: 'dead-letter queue',
  RetryPolicy: 'retries',
} as const satisfies Partial<Record<keyof NonNullable<ScheduleState['Target']>, string>>;

/** How the schedule differs. Nothing of it is beyond repair. */
export function compareSchedule(schedule: SchedulePart, state: ScheduleState | undefined): Difference[] {
  if (state === undefined) {
    return [deleted('guard-schedule-deleted', true)];
  }
  const wanted = scheduleOf(schedule);
  return [
    // What the service says of a schedule without them.
    ...differing(FIELDS, wanted, { ActionAfterCompletion: 'NONE', ...state }),
    ...differing(TARGET_FIELDS, wanted.Target ?? {}, state.Target ?? {}),
  ];
}

function differing<Name extends string>(
  fields: Readonly<Partial<Record<Name, string>>>,
  wanted: Readonly<Partial<Record<Name, unknown>>>,
  actual: Readonly<Partial<Record<Name, unknown>>>,
): Difference[] {
  return (Object.keys(fields) as Name[])
    .filter((name) => !sameJson(wanted[name], actual[name]))
    .map((name) => ({
      technique: 'guard-schedule-changed',
      field: fields[name] ?? name,
      expected: wanted[name],
      actual: actual[name],
      repairable: true,
    }));
}

/** As UpdateSchedule and CreateSchedule take it: what is left out is removed. */
export function scheduleOf({ name, groupName, expression, description, target }: SchedulePart) {
  return {
    Name: name,
    GroupName: groupName,
    Description: description,
    State: 'ENABLED',
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      DeadLetterConfig: { Arn: target.deadLetterArn },
      RetryPolicy: {
        MaximumEventAgeInSeconds: Number(target.maximumEventAgeInSeconds),
        MaximumRetryAttempts: Number(target.maximumRetryAttempts),
      },
    },
  } satisfies UpdateScheduleCommandInput;
}
