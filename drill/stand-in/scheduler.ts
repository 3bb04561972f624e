import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import type { Delivery } from './delivery';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { type Json, text } from './json';
import { type ApiCall, parseJson, restJsonProtocol } from './protocol';
import { Schedule } from './schedule';
import type { Resource } from './template';
import type { World } from './world';

const operationsByMethod: Readonly<Record<string, string>> = {
  GET: 'GetSchedule',
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  DELETE: 'DeleteSchedule',
};

/** EventBridge Scheduler: independent of EventBridge rules and of trails (AWS facts 4). */
export class Scheduler implements RecordedService {
  readonly signingName = 'scheduler';
  readonly schedules: Schedule[] = [];
  readonly #timers: NodeJS.Timeout[] = [];

  /** `/schedules/{Name}`, with the group in the query or in the body. */
  readonly protocol = restJsonProtocol(({ method, url, body }) => {
    const [, name] = /^\/schedules\/([^/]+)$/.exec(url.pathname) ?? [];
    const operation = operationsByMethod[method];
    if (operation === undefined || name === undefined)
      return { operation: `${method} ${url.pathname}`, parameters: {} };
    const GroupName = url.searchParams.get('groupName') ?? 'default';
    return { operation, parameters: { Name: decodeURIComponent(name), GroupName, ...parseJson(body) } };
  });

  constructor(
    private readonly world: World,
    private readonly delivery: Delivery,
  ) {}

  /** In the place of one by the same name; since when it is there stays. */
  addSchedule(resource: Resource): void {
    const made = Schedule.of(resource);
    const known = this.#known(made);
    this.#replace(known, made);
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  describe({ parameters: { ClientToken: _token, ...parameters } }: ApiCall): Description {
    return { requestParameters: parameters };
  }

  resource({ parameters, region, caller }: ApiCall): string {
    return this.#arn(parameters, region, caller.accountId);
  }

  readonly #operations: Operations = {
    GetSchedule: ({ parameters }) => this.#find(parameters).describe(),
    CreateSchedule: ({ parameters, region, caller }) => {
      const made = new Schedule(this.#arn(parameters, region, caller.accountId), parameters);
      if (this.#known(made)) throw new AwsError('ConflictException', `Schedule ${made.name} already exists.`, 409);
      this.schedules.push(made);
      return { ScheduleArn: made.arn };
    },
    // What is not said is not kept.
    UpdateSchedule: ({ parameters }) => {
      const known = this.#find(parameters);
      this.#replace(known, new Schedule(known.arn, parameters));
      return { ScheduleArn: known.arn };
    },
    DeleteSchedule: ({ parameters }) => {
      this.schedules.splice(this.schedules.indexOf(this.#find(parameters)), 1);
      return {};
    },
  };

  /** Fires every enabled schedule once, now. */
  fire(): void {
    for (const schedule of this.schedules) this.#fire(schedule);
  }

  /** Lets time run: `timeScale` 60 makes a minute of one second. */
  start(timeScale = 1): void {
    this.pause();
    for (const { arn, everyMs } of this.schedules) {
      const fire = (): void => {
        for (const schedule of this.schedules.filter((each) => each.arn === arn)) this.#fire(schedule);
      };
      this.#timers.push(setInterval(fire, everyMs / timeScale));
    }
  }

  pause(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  #known({ name, groupName }: Pick<Schedule, 'name' | 'groupName'>): Schedule | undefined {
    return this.schedules.find((each) => each.name === name && each.groupName === groupName);
  }

  #find({ Name, GroupName }: Json): Schedule {
    const found = this.#known({ name: String(Name), groupName: text(GroupName) ?? 'default' });
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `Schedule ${Name} does not exist.`, 404);
  }

  #replace(known: Schedule | undefined, by: Schedule): void {
    if (!known) {
      this.schedules.push(by);
      return;
    }
    by.createdAt = known.createdAt;
    this.schedules[this.schedules.indexOf(known)] = by;
  }

  #arn({ Name, GroupName }: Json, region: string, accountId: string): string {
    return `arn:${this.world.partition}:scheduler:${region}:${accountId}:schedule/${GroupName ?? 'default'}/${Name}`;
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
