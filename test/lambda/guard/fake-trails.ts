import { parseTrailArn, type TrailArn } from '../../../lambda/guard/scope';
import type { TrailStatus, Trails } from '../../../lambda/guard/trails';
import { assumedRole, GUARD_ROLE_ARN, IDENTITIES, type Json } from '../../fixtures/identities';
import { envelope, stopLogging } from '../../fixtures/records';
import type { VirtualClock } from './clock';

export const awsError = (name: string, message = 'from the fake'): Error => Object.assign(new Error(message), { name });

interface State {
  readonly since: number;
  readonly status: TrailStatus;
}

/** CloudTrail where it matters: status and event history lag, calls fail, starting twice changes nothing. */
export class FakeTrails implements Trails {
  readonly calls: string[] = [];
  readonly startFailures: Error[] = [];
  readonly statusFailures: Error[] = [];
  historyFailure: Error | undefined;
  statusLag = 0;
  historyLag = 0;
  /** How long each call takes. */
  latency: () => number = () => 0;
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
    this.change(arn, {
      isLogging: false,
      ...(startedAt ? { startedAt } : {}),
      stoppedAt: isLogging || !stoppedAt ? this.clock.now() : stoppedAt,
    });
    return envelope(this.record('StopLogging', arn, userIdentity));
  }

  startBy(arn: string, userIdentity: Json = IDENTITIES.AssumedRole): void {
    const { isLogging, stoppedAt } = this.real(arn);
    if (!isLogging) {
      this.change(arn, { isLogging: true, startedAt: this.clock.now(), ...(stoppedAt ? { stoppedAt } : {}) });
    }
    this.record('StartLogging', arn, userIdentity);
  }

  async start({ arn }: TrailArn): Promise<void> {
    await this.call('StartLogging', this.startFailures);
    this.startBy(arn, assumedRole(GUARD_ROLE_ARN, 'guard'));
  }

  async status({ arn }: TrailArn): Promise<TrailStatus> {
    await this.call('GetTrailStatus', this.statusFailures);
    const current = this.real(arn);
    const seenAt = this.clock.now().getTime() - this.statusLag;
    return this.states.get(arn)?.findLast(({ since }) => since <= seenAt)?.status ?? current;
  }

  async list(region: string): Promise<TrailArn[]> {
    await this.call('DescribeTrails');
    return [...this.states.keys()]
      .flatMap((arn) => parseTrailArn(arn) ?? [])
      .filter((trail) => trail.region === region);
  }

  async history(eventName: string, from: Date, to: Date): Promise<unknown[]> {
    await this.call('LookupEvents', this.historyFailure ? [this.historyFailure] : []);
    const shownAt = this.clock.now().getTime() - this.historyLag;
    return this.records
      .filter(({ at, record }) => record.eventName === eventName && at <= shownAt)
      .filter(({ at }) => at >= from.getTime() - 1000 && at <= to.getTime())
      .map(({ record }) => record)
      .reverse();
  }

  private async call(name: string, failures: Error[] = []): Promise<void> {
    this.calls.push(name);
    this.log(name);
    await this.clock.sleep(this.latency());
    const failure = failures.shift();
    if (failure) {
      throw failure;
    }
  }

  private change(arn: string, status: TrailStatus): void {
    this.states.get(arn)?.push({ since: this.clock.now().getTime(), status });
  }

  /** Records count in whole seconds. */
  private record(eventName: string, arn: string, userIdentity: Json): Json {
    const at = this.clock.now().getTime();
    const eventTime = `${new Date(at).toISOString().slice(0, 19)}Z`;
    const record = stopLogging({ eventName, eventTime, userIdentity, requestParameters: { name: arn } });
    this.records.push({ at, record });
    return record;
  }
}
