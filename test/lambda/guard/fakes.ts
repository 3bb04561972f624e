import type { LogEntry } from '../../../lambda/common/log';
import type { ChannelName } from '../../../lambda/guard/channels';
import type { Repairs } from '../../../lambda/guard/delivery/repairs';
import type { GuardDependencies, Tools } from '../../../lambda/guard/guard';
import { createHandler } from '../../../lambda/guard/handler';
import type { ContainmentPolicy, ContainmentRequest } from '../../../lib/contract/containment';
import type { Heartbeat } from '../../../lib/contract/heartbeat';
import type { Incident } from '../../../lib/contract/incident';
import type { InvestigationRequest } from '../../../lib/contract/investigation-request';
import type { MetricName } from '../../../lib/contract/metrics';
import type { GuardPolicy } from '../../../lib/contract/policy';
import { GUARD_ROLE_ARN } from '../../fixtures/identities';
import { TRAIL_ARN } from '../../fixtures/records';
import { GUARD_PARTS } from '../../fixtures/techniques';
import { VirtualClock } from './clock';
import { FakeBaselines } from './fake-baselines';
import { FakeOwnParts } from './fake-own-parts';
import { FakeStore } from './fake-store';
import { awsError, FakeTrails } from './fake-trails';
import { policy } from './policy';

export const START = Date.parse('2026-03-02T10:00:00.000Z');
/** The guard was deployed a day ago. */
export const DEPLOYED = new Date(START - 24 * 3_600_000);
export const SCHEDULE = 'arn:aws:scheduler:eu-central-1:111122223333:schedule/default/sweep';
/** Of the guard. */
export const VERSION = '0.2.0+1a2b3c4d5e6f';
/** After that, a sweep takes up what an event left. */
export const SETTLED = 150_000;

/** A guard in a world of fakes, with a clock that stands still unless somebody waits. */
export class World {
  readonly clock = new VirtualClock(START);
  readonly calls: string[] = [];
  readonly trails = new FakeTrails(this.clock, (name) => this.calls.push(name));
  readonly store = new FakeStore((name) => this.took(name));
  readonly baselines = new FakeBaselines(async (name) => {
    await this.took(name);
    if (this.store.broken) {
      throw awsError('InternalServerError', 'the table is broken');
    }
  });
  /** Where repairs are switched on. */
  repairs: Repairs | undefined;
  /** Where the guard knows what it consists of. */
  ownParts: FakeOwnParts | undefined;
  /** The function's environment variables. */
  environment: Readonly<Record<string, string | undefined>> = {};
  /** Where there is a hub (see `policy.hub`): what it was sent. */
  heartbeats: Heartbeat[] | undefined;
  heartbeatsBroken = false;
  /** Whether incidents are investigated. */
  investigates = false;
  readonly asked: Omit<InvestigationRequest, 'answerTo'>[] = [];
  investigatorBroken = false;
  /** Where containment is switched on. */
  containmentPolicy: ContainmentPolicy | undefined;
  readonly contained: Omit<ContainmentRequest, 'answerTo'>[] = [];
  containmentBroken = false;
  /** What each channel was told; one that is broken takes nothing. */
  readonly told: [ChannelName, Incident][] = [];
  channelNames: readonly ChannelName[] = [];
  readonly brokenChannels = new Set<ChannelName>();
  channelsFailure: Error | undefined;
  readonly messages: Incident[] = [];
  readonly logged: LogEntry[] = [];
  readonly counted: Partial<Record<MetricName, number>> = {};
  latency: () => number = () => 0;
  topicBroken = false;
  /** Messages that can never be published. */
  refuses: (incident: Incident) => boolean = () => false;
  guardSince: Date | Error | undefined = DEPLOYED;
  toolsFailure: Error | undefined;
  private requests = 0;
  private readonly handler: (input: unknown, context: { readonly awsRequestId: string }) => Promise<unknown>;

  constructor(changes: Partial<GuardPolicy> = {}) {
    this.trails.latency = () => this.latency();
    const log = (entry: LogEntry) => this.logged.push(entry);
    const dependencies: GuardDependencies = {
      policy: policy(changes),
      ownRoleArn: GUARD_ROLE_ARN,
      trails: this.trails,
      log: { info: log, warn: log, error: log },
      now: this.clock.now,
      sleep: this.clock.sleep,
      loadTools: () => this.loadTools(),
    };
    this.handler = createHandler(dependencies);
  }

  /** One attempt of an invocation, without letting time pass. */
  attempt(input: unknown, awsRequestId = `request-${++this.requests}`): Promise<unknown> {
    return this.handler(input, { awsRequestId });
  }

  /** An invocation as Lambda makes it: the same request up to three times. */
  async invoke(input: unknown): Promise<'done' | 'given up'> {
    const request = `request-${++this.requests}`;
    for (const wait of [60_000, 120_000, 0]) {
      try {
        await this.attempt(input, request);
        return 'done';
      } catch {
        await this.clock.sleep(wait);
      }
    }
    return 'given up';
  }

  /** One attempt, to its end; what it threw, if anything. */
  async handle(input: unknown, request?: string): Promise<Error | undefined> {
    return this.clock.run(
      this.attempt(input, request).then(
        () => undefined,
        (error: Error) => error,
      ),
    );
  }

  sweep(): Promise<Error | undefined> {
    return this.handle({ trigger: 'sweep', schedule: SCHEDULE });
  }

  /** A guard that knows its own parts, and has looked at them. Each call on them is in `calls`, as `own.inspect all`. */
  async knowingItself(): Promise<this> {
    this.ownParts = new FakeOwnParts((name) => this.took(`own.${name}`), DEPLOYED);
    return this.guarded();
  }

  /** A trail that logs since long and that the guard has seen. */
  async guarded(arn: string = TRAIL_ARN): Promise<this> {
    this.trails.add(arn, { isLogging: true, startedAt: new Date(DEPLOYED.getTime() - 1000) });
    await this.sweep();
    this.calls.length = 0;
    this.trails.calls.length = 0;
    this.logged.length = 0;
    return this;
  }

  get outcomes(): string[] {
    return this.messages.map(({ outcome, revision }) => (revision === 1 ? outcome : `${outcome} (${revision})`));
  }

  get isLogging(): boolean {
    return this.trails.real(TRAIL_ARN).isLogging;
  }

  private async tell(name: ChannelName, incident: Incident): Promise<void> {
    await this.took(`channel ${name}`);
    if (this.brokenChannels.has(name)) {
      throw awsError('InvalidAccessException', `${name} is switched off`);
    }
    this.told.push([name, incident]);
  }

  private async ask(request: Omit<InvestigationRequest, 'answerTo'>): Promise<void> {
    await this.took('ask investigator');
    if (this.investigatorBroken) {
      throw awsError('TooManyRequestsException', 'Rate exceeded');
    }
    this.asked.push(request);
  }

  private async requestContainment(request: Omit<ContainmentRequest, 'answerTo'>): Promise<void> {
    await this.took('request containment');
    if (this.containmentBroken) {
      throw awsError('TooManyRequestsException', 'Rate exceeded');
    }
    this.contained.push(request);
  }

  private async beat(heartbeat: Heartbeat): Promise<void> {
    await this.took('heartbeat');
    if (this.heartbeatsBroken) {
      throw awsError('AccessDeniedException', 'not authorized to perform: events:PutEvents');
    }
    this.heartbeats?.push(heartbeat);
  }

  private async took(name: string): Promise<void> {
    this.calls.push(name);
    await this.clock.sleep(this.latency());
  }

  private async loadTools(): Promise<Tools> {
    await this.took('loadTools');
    if (this.toolsFailure) {
      throw this.toolsFailure;
    }
    this.calls.push('toolsLoaded');
    return {
      store: this.store,
      baselines: this.baselines,
      tableName: () => GUARD_PARTS.table,
      ...(this.repairs ? { repairs: this.repairs } : {}),
      publish: async (incident) => {
        await this.took('publish');
        if (this.topicBroken || this.refuses(incident)) {
          throw awsError('InternalErrorException', 'the topic is broken');
        }
        this.messages.push(incident);
      },
      channels: () => {
        if (this.channelsFailure) {
          throw this.channelsFailure;
        }
        return this.channelNames.map((name) => ({ name, send: (incident) => this.tell(name, incident) }));
      },
      ...(this.investigates ? { investigator: { ask: (request) => this.ask(request) } } : {}),
      ...(this.containmentPolicy
        ? { containment: { policy: this.containmentPolicy, request: (request) => this.requestContainment(request) } }
        : {}),
      count: (metric, value = 1) => {
        this.counted[metric] = (this.counted[metric] ?? 0) + value;
      },
      ...(this.ownParts ? { ownParts: this.ownParts } : {}),
      environment: this.environment,
      version: VERSION,
      ...(this.heartbeats ? { sendHeartbeat: (heartbeat) => this.beat(heartbeat) } : {}),
      scheduleCreatedAt: async () => {
        await this.took('GetSchedule');
        if (this.guardSince instanceof Error) {
          throw this.guardSince;
        }
        return this.guardSince;
      },
    };
  }
}
