import { parseTrailArn, type TrailArn } from '../../../lambda/common/scope';
import { createHandler } from '../../../lambda/guard/handler';
import type { TrailStatus, Trails } from '../../../lambda/guard/trails';
import type { Incident } from '../../../lib/contract/incident';
import type { MetricName } from '../../../lib/contract/metrics';
import type { GuardPolicy } from '../../../lib/contract/policy';
import { ACCOUNT, REGION } from '../../fixtures/identities';
import { FakeBaselines } from '../guard/fake-baselines';
import { FakeConfigurations } from '../guard/fake-configurations';
import { policy } from '../guard/policy';
import { MemoryStore } from './memory-store';
import { GUARD_ROLE, recordOf } from './records';

export const TRAIL = parseTrailArn(`arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit`) as TrailArn;
export const DEPLOYED_AT = new Date('2026-01-01T00:00:00.000Z');

export const POLICY: GuardPolicy = policy();

/**
 * One account in memory: a clock that only moves when it is told to, trails, event history, the table and the topic, and
 * a guard on them. Whatever a test wants to fail it replaces.
 */
export class World {
  readonly trails = new Map<string, TrailStatus>();
  readonly history: Record<string, unknown>[] = [];
  readonly messages: Incident[] = [];
  readonly metrics: MetricName[] = [];
  /** Names of the calls that the guard made, in order. */
  readonly calls: string[] = [];
  readonly store = new MemoryStore((name) => this.call(name));
  readonly baselines = new FakeBaselines(async (name) => this.call(name));
  readonly configurations = new FakeConfigurations({
    call: async (name) => this.call(name),
    arns: () => this.trails.keys(),
    created: (arn) => this.trails.set(arn, { isLogging: false }),
  });
  /** Thrown by the next calls of that name, first to last. */
  readonly faults = new Map<string, Error[]>();
  readonly handler: (input: unknown, requestId?: string) => Promise<unknown>;
  #now = DEPLOYED_AT.getTime();
  #requests = 0;

  constructor(
    readonly rules: GuardPolicy = POLICY,
    overrides: Partial<Parameters<typeof createHandler>[0]> = {},
  ) {
    const handler = createHandler({
      policy: rules,
      ownRoleArn: GUARD_ROLE,
      trails: this.cloudTrail(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      now: () => this.now,
      sleep: async (milliseconds) => this.pass(milliseconds / 1000),
      loadTools: async () => ({
        store: this.store,
        baselines: this.baselines,
        tableName: () => 'trail-guard',
        publish: async (incident) => {
          this.call('Publish');
          this.messages.push(incident);
        },
        count: (metric) => this.metrics.push(metric),
        version: '0.0.0+simulation',
        scheduleCreatedAt: async () => {
          this.call('GetSchedule');
          return DEPLOYED_AT;
        },
      }),
      ...overrides,
    });
    this.handler = (input, awsRequestId = `request-${this.#requests++}`) => handler(input, { awsRequestId });
  }

  get now(): Date {
    return new Date(this.#now);
  }

  pass(seconds: number): void {
    this.#now += seconds * 1000;
  }

  addTrail(
    trail = TRAIL,
    status: TrailStatus = { isLogging: true, startedAt: new Date('2025-06-01T00:00:00Z') },
  ): void {
    this.trails.set(trail.arn, status);
  }

  /** Somebody stops the trail. Returns the event as EventBridge would deliver it. */
  stop(trail = TRAIL, changes: Record<string, unknown> = {}): unknown {
    const record = recordOf('StopLogging', trail.arn, this.now, changes);
    this.trails.set(trail.arn, { ...this.trails.get(trail.arn), isLogging: false, stoppedAt: this.now });
    this.history.push(record);
    return eventOf(record);
  }

  status(trail = TRAIL): TrailStatus {
    return this.trails.get(trail.arn) as TrailStatus;
  }

  sweep(): Promise<unknown> {
    return this.handler({
      trigger: 'sweep',
      schedule: 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/guard',
    });
  }

  fail(call: string, ...errors: string[]): void {
    this.faults.set(
      call,
      errors.map((name) => Object.assign(new Error('planned'), { name })),
    );
  }

  private call(name: string): void {
    this.calls.push(name);
    const error = this.faults.get(name)?.shift();
    if (error) {
      throw error;
    }
  }

  /** CloudTrail; `changes` replace some of its calls. */
  cloudTrail(changes: Partial<Trails> = {}): Trails {
    const existing = (trail: TrailArn): TrailStatus => {
      const status = this.trails.get(trail.arn);
      if (status === undefined) {
        throw Object.assign(new Error('Unknown trail'), { name: 'TrailNotFoundException' });
      }
      return status;
    };
    return {
      start: async (trail) => {
        this.call('StartLogging');
        const status = existing(trail);
        if (!status.isLogging) {
          // Time passes while a call is made.
          this.pass(0.01);
          this.trails.set(trail.arn, { ...status, isLogging: true, startedAt: this.now });
        }
      },
      status: async (trail) => {
        this.call('GetTrailStatus');
        return existing(trail);
      },
      list: () => this.configurations.list(),
      find: (trail) => this.configurations.find(trail),
      configuration: (trail) => this.configurations.configuration(trail),
      selectors: (trail) => this.configurations.selectors(trail),
      change: (trail, call) => this.configurations.change(trail, call),
      create: (trail, call) => this.configurations.create(trail, call),
      history: async (eventName, from, to) => {
        this.call('LookupEvents');
        return this.history.filter(({ eventName: name, eventTime }) => {
          const at = new Date(String(eventTime));
          return name === eventName && at >= from && at <= to;
        });
      },
      ...changes,
    };
  }
}

export function eventOf(record: Record<string, unknown>): unknown {
  return { source: 'aws.cloudtrail', 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, detail: record };
}
