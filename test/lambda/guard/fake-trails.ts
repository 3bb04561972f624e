import type { TrailArn } from '../../../lambda/common/scope';
import type { CreateCall, RepairCall } from '../../../lambda/guard/configuration/repair-calls';
import type { ListedTrail } from '../../../lambda/guard/listed-trail';
import type { TrailStatus, Trails } from '../../../lambda/guard/trails';
import type { TrailConfiguration } from '../../../lib/contract/trail-configuration';
import { assumedRole, GUARD_ROLE_ARN, IDENTITIES, type Json } from '../../fixtures/identities';
import { again, envelope, stopLogging } from '../../fixtures/records';
import { attacked } from './attacked';
import { awsError } from './aws-error';
import type { VirtualClock } from './clock';
import { FakeConfigurations } from './fake-configurations';

export { awsError } from './aws-error';

interface State {
  readonly since: number;
  readonly status: TrailStatus;
}

/** CloudTrail where it matters: status and event history lag, calls fail, starting twice changes nothing. */
export class FakeTrails implements Trails {
  readonly calls: string[] = [];
  readonly startFailures: Error[] = [];
  readonly statusFailures: Error[] = [];
  /** Thrown by the next calls of that name, first to last. */
  readonly failures: Record<string, Error[]> = {
    StartLogging: this.startFailures,
    GetTrailStatus: this.statusFailures,
  };
  historyFailure: Error | undefined;
  statusLag = 0;
  historyLag = 0;
  /** How long each call takes. */
  latency: () => number = () => 0;
  readonly configurations = new FakeConfigurations({
    call: (name) => this.call(name),
    arns: () => this.states.keys(),
    created: (arn) => this.add(arn, { isLogging: false }),
  });
  private readonly states = new Map<string, State[]>();
  private readonly records: { readonly at: number; readonly record: Json }[] = [];

  constructor(
    private readonly clock: VirtualClock,
    private readonly log: (call: string) => void = () => undefined,
  ) {}

  add(arn: string, status: TrailStatus): void {
    this.states.set(arn, [{ since: 0, status }]);
  }

  remove(arn: string): void {
    this.states.delete(arn);
    this.configurations.forget(arn);
  }

  /** The trail as it is, without any lag. */
  real(arn: string): TrailStatus {
    const status = this.states.get(arn)?.at(-1)?.status;
    if (status === undefined) {
      throw awsError('TrailNotFoundException', `Unknown trail: ${arn}`);
    }
    return status;
  }

  /** Somebody stops the trail. Returns the event that tells of it. */
  stopBy(arn: string, userIdentity: Json = IDENTITIES.IAMUser): Json {
    const { startedAt, isLogging, stoppedAt } = this.real(arn);
    this.become(arn, {
      isLogging: false,
      ...(startedAt ? { startedAt } : {}),
      stoppedAt: isLogging || !stoppedAt ? this.clock.now() : stoppedAt,
    });
    return envelope(this.record('StopLogging', arn, userIdentity));
  }

  startBy(arn: string, userIdentity: Json = IDENTITIES.AssumedRole): void {
    const { isLogging, stoppedAt } = this.real(arn);
    if (!isLogging) {
      this.become(arn, { isLogging: true, startedAt: this.clock.now(), ...(stoppedAt ? { stoppedAt } : {}) });
    }
    this.record('StartLogging', arn, userIdentity);
  }

  /** Somebody deletes the trail. */
  deleteBy(arn: string, userIdentity: Json = IDENTITIES.IAMUser): Json {
    this.remove(arn);
    return envelope(this.record('DeleteTrail', arn, userIdentity));
  }

  /** Somebody makes a recorded call that changes the trail's configuration. */
  changeBy(arn: string, call: Json, fields: Json = {}): Json {
    this.configurations.set(arn, attacked(this.configurations.get(arn), call));
    return envelope(this.keep(again(call, { eventTime: this.second(), ...fields })));
  }

  /** Event history has it from now on. */
  keep(record: Json): Json {
    this.records.push({ at: this.clock.now().getTime(), record });
    return record;
  }

  /** Since when the trail cannot deliver, as its status tells. */
  deliver(arn: string, ...deliveryErrors: string[]): void {
    const { deliveryErrors: _, ...status } = this.real(arn);
    this.become(arn, deliveryErrors.length > 0 ? { ...status, deliveryErrors } : status);
  }

  /** The trail's configuration as it is. */
  configurationOf(arn: string): TrailConfiguration {
    return this.configurations.get(arn);
  }

  list = (): Promise<ListedTrail[]> => this.configurations.list();
  find = (trail: TrailArn) => this.configurations.find(trail);
  configuration = (trail: ListedTrail) => this.configurations.configuration(trail);
  selectors = (trail: TrailArn) => this.configurations.selectors(trail);
  change = (trail: TrailArn, call: RepairCall) => this.configurations.change(trail, call);
  create = (trail: TrailArn, call: CreateCall) => this.configurations.create(trail, call);

  async start({ arn }: TrailArn): Promise<void> {
    await this.call('StartLogging');
    this.startBy(arn, assumedRole(GUARD_ROLE_ARN, 'guard'));
  }

  async status({ arn }: TrailArn): Promise<TrailStatus> {
    await this.call('GetTrailStatus');
    const current = this.real(arn);
    const seenAt = this.clock.now().getTime() - this.statusLag;
    return this.states.get(arn)?.findLast(({ since }) => since <= seenAt)?.status ?? current;
  }

  async history(eventName: string, from: Date, to: Date): Promise<unknown[]> {
    await this.call('LookupEvents');
    if (this.historyFailure) {
      throw this.historyFailure;
    }
    const shownAt = this.clock.now().getTime() - this.historyLag;
    return (
      this.records
        .filter(({ at, record }) => record.eventName === eventName && at <= shownAt)
        // By the time that the record tells, which counts in whole seconds.
        .filter(({ record }) => Date.parse(String(record.eventTime)) >= from.getTime())
        .filter(({ record }) => Date.parse(String(record.eventTime)) <= to.getTime())
        .map(({ record }) => record)
        .reverse()
    );
  }

  private async call(name: string): Promise<void> {
    this.calls.push(name);
    this.log(name);
    await this.clock.sleep(this.latency());
    const failure = this.failures[name]?.shift();
    if (failure) {
      throw failure;
    }
  }

  private become(arn: string, status: TrailStatus): void {
    this.states.get(arn)?.push({ since: this.clock.now().getTime(), status });
  }

  private record(eventName: string, arn: string, userIdentity: Json): Json {
    return this.keep(
      stopLogging({ eventName, eventTime: this.second(), userIdentity, requestParameters: { name: arn } }),
    );
  }

  /** Records count in whole seconds. */
  private second(): string {
    return `${this.clock.now().toISOString().slice(0, 19)}Z`;
  }
}
