import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import { type Delivery, readTarget, type Target } from './delivery';
import { epochSeconds, isJson, type Json, text } from './json';
import { type ApiCall, restJsonProtocol, type Service } from './protocol';
import type { Resource } from './template';
import type { World } from './world';

class Schedule {
  readonly name: string;
  readonly groupName: string;
  readonly arn: string;
  readonly expression: string;
  readonly everyMs: number;
  readonly input: string;
  readonly target: Target;
  readonly targetProperties: Json;
  readonly flexibleTimeWindow: unknown;
  /** `ENABLED` or `DISABLED`: a drill may change it, as an attacker would. */
  state: string;
  /** When the guard was deployed; a drill may set it back. */
  createdAt = Date.now();

  constructor({ properties, ref, attributes, logicalId }: Resource) {
    const { ScheduleExpression, GroupName, State, Target: target, FlexibleTimeWindow } = properties;
    const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(ScheduleExpression)) ?? [];
    if (count === undefined || !isJson(target)) {
      throw new Error(`${logicalId}: the stand-in has rate(...) schedules only, got: ${ScheduleExpression}`);
    }
    this.name = ref;
    this.arn = String(attributes.Arn);
    this.groupName = text(GroupName) ?? 'default';
    this.expression = String(ScheduleExpression);
    this.everyMs = Number(count) * ({ minute: 60_000, hour: 3_600_000 }[unit] ?? 86_400_000);
    this.state = text(State) ?? 'ENABLED';
    this.input = text(target.Input) ?? '{}';
    this.target = readTarget(target, logicalId);
    this.targetProperties = target;
    this.flexibleTimeWindow = FlexibleTimeWindow;
  }

  /** GetSchedule's answer. */
  describe(): Json {
    return {
      Arn: this.arn,
      Name: this.name,
      GroupName: this.groupName,
      State: this.state,
      ScheduleExpression: this.expression,
      FlexibleTimeWindow: this.flexibleTimeWindow,
      Target: this.targetProperties,
      CreationDate: epochSeconds(this.createdAt),
      LastModificationDate: epochSeconds(this.createdAt),
    };
  }
}

/** EventBridge Scheduler: independent of EventBridge rules and of trails (AWS facts 4). */
export class Scheduler implements Service {
  readonly signingName = 'scheduler';
  readonly schedules: Schedule[] = [];
  readonly #timers: NodeJS.Timeout[] = [];

  /** GET /schedules/{Name}?groupName= */
  readonly protocol = restJsonProtocol(({ method, url }) => {
    const [, name] = /^\/schedules\/([^/]+)$/.exec(url.pathname) ?? [];
    if (method !== 'GET' || name === undefined) return { operation: `${method} ${url.pathname}`, parameters: {} };
    const GroupName = url.searchParams.get('groupName') ?? 'default';
    return { operation: 'GetSchedule', parameters: { Name: decodeURIComponent(name), GroupName } };
  });

  constructor(
    private readonly world: World,
    private readonly delivery: Delivery,
  ) {}

  addSchedule(resource: Resource): void {
    this.schedules.push(new Schedule(resource));
  }

  handle({ operation, parameters }: ApiCall): Json {
    if (operation !== 'GetSchedule') {
      throw new AwsError('UnknownOperationException', `the stand-in does not know ${operation}`);
    }
    const { Name, GroupName } = parameters;
    const found = this.schedules.find(({ name, groupName }) => name === Name && groupName === GroupName);
    if (found) return found.describe();
    throw new AwsError('ResourceNotFoundException', `Schedule ${Name} does not exist.`, 404);
  }

  /** Fires every enabled schedule once, now. */
  fire(): void {
    for (const schedule of this.schedules) this.#fire(schedule);
  }

  /** Lets time run: `timeScale` 60 makes a minute of one second. */
  start(timeScale = 1): void {
    this.pause();
    for (const schedule of this.schedules) {
      this.#timers.push(setInterval(() => this.#fire(schedule), schedule.everyMs / timeScale));
    }
  }

  pause(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  #fire(schedule: Schedule): void {
    if (schedule.state !== 'ENABLED') return;
    const scheduledTime = new Date().toISOString().replace(/\.\d+/, '');
    const payload = schedule.input
      .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
      .replaceAll('<aws.scheduler.scheduled-time>', scheduledTime)
      .replaceAll('<aws.scheduler.execution-id>', randomUUID())
      .replaceAll('<aws.scheduler.attempt-number>', '1');
    this.world.timeline.add({ kind: 'schedule', name: schedule.name, scheduledTime });
    this.delivery.deliver(schedule.target, payload, schedule.arn, ({ kind, code, message, attempts }) => ({
      SCHEDULE_ARN: schedule.arn,
      TARGET_ARN: schedule.target.arn,
      SCHEDULED_TIME: scheduledTime,
      ERROR_CODE: code,
      ERROR_MESSAGE: message,
      ...(kind === 'error' && { EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts' }),
      RETRY_ATTEMPTS: String(attempts),
    }));
  }
}
