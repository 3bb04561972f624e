import { AwsError } from './aws-error';
import { readTarget, type Target } from './event-target';
import { epochSeconds, isJson, type Json, text } from './json';
import type { Resource } from './template';

const day = 86_400_000;

/** A schedule of EventBridge Scheduler. */
export class Schedule {
  readonly name: string;
  readonly groupName: string;
  readonly expression: string;
  readonly everyMs: number;
  readonly input: string;
  readonly target: Target;
  /** `ENABLED` or `DISABLED`: a drill may change it, as an attacker would. */
  state: string;
  /** When the guard was deployed; a drill may set it back. */
  createdAt = Date.now();
  readonly modifiedAt = Date.now();

  /** @param definition as CreateSchedule takes it */
  constructor(
    readonly arn: string,
    private readonly definition: Json,
  ) {
    const { Name, ScheduleExpression, GroupName, State, Target: target } = definition;
    const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(ScheduleExpression)) ?? [];
    if (count === undefined || !isJson(target)) {
      const message = `the stand-in has rate(...) schedules only, got: ${ScheduleExpression}`;
      throw new AwsError('ValidationException', message);
    }
    this.name = String(Name);
    this.groupName = text(GroupName) ?? 'default';
    this.expression = String(ScheduleExpression);
    this.everyMs = Number(count) * ({ minute: 60_000, hour: 3_600_000 }[unit] ?? day);
    this.state = text(State) ?? 'ENABLED';
    this.input = text(target.Input) ?? '{}';
    this.target = readTarget(target);
  }

  static of({ properties, ref, attributes, logicalId }: Resource): Schedule {
    try {
      return new Schedule(String(attributes.Arn), { ...properties, Name: ref });
    } catch (error) {
      throw new Error(`${logicalId}: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** GetSchedule's answer. */
  describe(): Json {
    const { ScheduleExpressionTimezone = 'UTC', Description, ActionAfterCompletion = 'NONE' } = this.definition;
    const { FlexibleTimeWindow, Target: target, KmsKeyArn, StartDate, EndDate } = this.definition;
    return {
      Arn: this.arn,
      Name: this.name,
      GroupName: this.groupName,
      State: this.state,
      ScheduleExpression: this.expression,
      ScheduleExpressionTimezone,
      FlexibleTimeWindow,
      ActionAfterCompletion,
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }, ...(target as Json) },
      ...(Description !== undefined && { Description }),
      ...(KmsKeyArn !== undefined && { KmsKeyArn }),
      ...(StartDate !== undefined && { StartDate }),
      ...(EndDate !== undefined && { EndDate }),
      CreationDate: epochSeconds(this.createdAt),
      LastModificationDate: epochSeconds(this.modifiedAt),
    };
  }
}
