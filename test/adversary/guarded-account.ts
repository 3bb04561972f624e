import type { Tools } from '../../lambda/guard/guard';
import { createHandler } from '../../lambda/guard/handler';
import type { ListedTrail } from '../../lambda/guard/listed-trail';
import type { Inspection, InspectionScope } from '../../lambda/guard/own-parts/own-parts';
import type { Trails } from '../../lambda/guard/trails';
import type { Incident } from '../../lib/contract/incident';
import type { OwnParts } from '../../lib/contract/own-parts';
import { assumedRole, type Json } from '../fixtures/identities';
import { envelope, TRAIL_ARN } from '../fixtures/records';
import { awsError } from '../lambda/guard/aws-error';
import { VirtualClock } from '../lambda/guard/clock';
import { FakeBaselines } from '../lambda/guard/fake-baselines';
import { FakeStore } from '../lambda/guard/fake-store';
import { FakeTrails } from '../lambda/guard/fake-trails';
import { DEPLOYED, SCHEDULE, START } from '../lambda/guard/fakes';
import { policy } from '../lambda/guard/policy';
import { Account } from './account/account';
import { isDeceived, isScheduled, remembers, roleOf, runs } from './account/harm';
import { inRegion } from './account/parts';
import { mayCall } from './account/roles';
import { deliver } from './bus';
import { CENSUS_SECONDS, HEARTBEAT_SECONDS, HUB_BUS_ARN, Hub } from './hub';
import { answerSdk, OWN_PARTS } from './sdk';

export const SWEEP_SECONDS = 300;

/** An account with one trail, a guard, and everything around the guard that calls it. Outside of it, a hub. */
export class GuardedAccount {
  readonly clock = new VirtualClock(START);
  readonly hub = new Hub(this.clock);
  readonly account: Account;
  readonly trails = new FakeTrails(this.clock, (name) => this.require('cloudtrail', name));
  /** CloudTrail as somebody else pretends it to be. */
  private readonly decoy = new FakeTrails(this.clock);
  readonly store = new FakeStore(async () => this.requireTable());
  readonly baselines = new FakeBaselines(async () => this.requireTable());
  readonly messages: Incident[] = [];
  readonly writes: string[] = [];
  private readonly running = new Set<Promise<unknown>>();
  private nextSweep = START;
  private nextCensus = START + CENSUS_SECONDS * 1000;
  private requests = 0;
  private environment = '';
  private readonly inspections = new Map<string, { readonly changes: number; readonly inspection: Inspection }>();
  private handler: ReturnType<typeof createHandler> | undefined;

  constructor(
    readonly template: OwnParts,
    private readonly changed: (tools: Tools) => Tools = (tools) => tools,
  ) {
    this.account = new Account(template, this.clock, (record) => this.recorded(record));
    this.trails.add(TRAIL_ARN, { isLogging: true, startedAt: new Date(DEPLOYED.getTime() - 1000) });
    this.decoy.add(TRAIL_ARN, { isLogging: true, startedAt: new Date(DEPLOYED.getTime() - 1000) });
    answerSdk((service, operation, input) => this.ownCall(service, operation, input), this.clock.sleep);
  }

  /** What the function's environment is at present. */
  private get variables(): Readonly<Record<string, string>> {
    const { Environment } = this.account.parts.functions.get(this.functionName)?.configuration ?? {};
    return (Environment as { Variables: Record<string, string> } | undefined)?.Variables ?? {};
  }

  get functionName(): string {
    return this.template.functions[0]?.name ?? '';
  }

  /** Lets time pass, with the sweeps and censuses that fall into it. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.clock.now().getTime() + milliseconds;
    for (let next = this.nextTick(); next <= until; next = this.nextTick()) {
      await this.clock.pass(Math.max(0, next - this.clock.now().getTime()));
      if (next === this.nextSweep) {
        this.nextSweep += SWEEP_SECONDS * 1000;
        if (isScheduled(this.template, this.account.parts)) {
          this.invoke({ trigger: 'sweep', schedule: SCHEDULE });
        }
      }
      if (next === this.nextCensus) {
        this.nextCensus += CENSUS_SECONDS * 1000;
        this.hub.census();
      }
    }
    await this.clock.pass(until - this.clock.now().getTime());
  }

  private nextTick(): number {
    return Math.min(this.nextSweep, this.nextCensus);
  }

  /** Until nothing is under way any more. */
  async settle(): Promise<void> {
    while (this.running.size > 0) {
      await this.clock.run(Promise.all(this.running));
    }
  }

  /** An event comes to the default bus, so much later. */
  arrive(event: Json, delay: number): void {
    this.track(
      this.clock.sleep(delay).then(() =>
        deliver(event, this.account, {
          functionArn: inRegion('lambda', `function:${this.functionName}`),
          hubBusArn: HUB_BUS_ARN,
          invoke: (input) => this.invoke(input),
          forward: (input) => this.hub.witness(input),
        }),
      ),
    );
  }

  /** Lambda runs the function, at most three times for one input. */
  invoke(input: Json): void {
    this.track(this.attempts(input));
  }

  get isLogging(): boolean {
    try {
      return this.trails.real(TRAIL_ARN).isLogging;
    } catch {
      return false;
    }
  }

  /** Whether sweeps come and may do everything. */
  get canSweep(): boolean {
    const { parts } = this.account;
    return isScheduled(this.template, parts) && runs(this.template, parts) && !isDeceived(this.template, parts);
  }

  /** Whether the guard is able to do its work by sweeps alone. */
  get isAlive(): boolean {
    const role = this.account.parts.roles.get(roleOf(this.account.parts, this.functionName));
    return this.canSweep && remembers(this.template, this.account.parts) && NEEDED.every((one) => mayCall(role, one));
  }

  /** What the guard changed, of its trail and of itself. */
  get changes(): string[] {
    return [...this.writes, ...this.trails.calls.filter((name) => /^(Start|Update|Put|Create|Add|Remove)/.test(name))];
  }

  private async attempts(input: Json): Promise<void> {
    const awsRequestId = `request-${++this.requests}`;
    for (const wait of [60_000, 120_000, 0]) {
      if (!runs(this.template, this.account.parts)) {
        return;
      }
      try {
        await this.handlerNow()(input, { awsRequestId });
        return;
      } catch {
        await this.clock.sleep(wait);
      }
    }
  }

  /** A function whose configuration was changed starts anew. */
  private handlerNow(): ReturnType<typeof createHandler> {
    const environment = JSON.stringify(this.account.parts.functions.get(this.functionName)?.configuration);
    if (!this.handler || environment !== this.environment) {
      this.environment = environment;
      this.handler = this.createHandler();
    }
    return this.handler;
  }

  private createHandler(): ReturnType<typeof createHandler> {
    const log = () => undefined;
    const tools: Promise<Tools> = Promise.resolve(this.changed(this.createTools()));
    return createHandler({
      policy: policy({
        // So that two sweeps are two comparisons.
        comparisonSeconds: SWEEP_SECONDS,
        hub: { eventBusArn: HUB_BUS_ARN, heartbeatSeconds: HEARTBEAT_SECONDS },
      }),
      ownRoleArn: this.template.functions[0]?.roleArn ?? '',
      trails: this.seenTrails(),
      log: { info: log, warn: log, error: log },
      now: this.clock.now,
      sleep: this.clock.sleep,
      loadTools: () => tools,
    });
  }

  private createTools(): Tools {
    return {
      store: this.store,
      baselines: this.baselines,
      tableName: () => this.template.table.name,
      publish: async (incident) => {
        this.require('sns', 'Publish');
        this.messages.push(incident);
      },
      channels: () => [
        {
          name: 'hub',
          send: async (incident) => {
            this.require('events', 'PutEvents');
            this.hub.tell(incident);
          },
        },
      ],
      count: () => undefined,
      scheduleCreatedAt: async () => DEPLOYED,
      version: '0.0.0+adversary',
      environment: this.variables,
      ownParts: { ...OWN_PARTS, inspect: (parts, scope) => this.inspect(parts, scope) },
      sendHeartbeat: async (heartbeat) => {
        this.require('events', 'PutEvents');
        this.hub.hear(heartbeat);
      },
    };
  }

  /** Where nothing was changed since, it is as it was: most sweeps find it so. */
  private async inspect(parts: OwnParts, scope: InspectionScope): Promise<Inspection> {
    const { changes } = this.account;
    const known = this.inspections.get(scope);
    if (known?.changes === changes) {
      return structuredClone(known.inspection);
    }
    const inspection = await OWN_PARTS.inspect(parts, scope);
    if (this.account.changes === changes) {
      this.inspections.set(scope, { changes, inspection });
    }
    return structuredClone(inspection);
  }

  /** CloudTrail, or who pretends to be it. */
  private seenTrails(): Trails {
    const now = () => (isDeceived(this.template, this.account.parts) ? this.decoy : this.trails);
    return {
      list: () => now().list(),
      find: (trail) => now().find(trail),
      configuration: (trail: ListedTrail) => now().configuration(trail),
      selectors: (trail) => now().selectors(trail),
      change: (trail, call) => now().change(trail, call),
      create: (trail, call) => now().create(trail, call),
      start: (trail) => now().start(trail),
      status: (trail) => now().status(trail),
      history: (name, from, to) => now().history(name, from, to),
    };
  }

  private async ownCall(service: string, operation: string, input: Json): Promise<unknown> {
    await this.clock.sleep(20);
    if (service === 'dynamodb') {
      this.requireTable();
    }
    if (!/^(Describe|Get|List)/.test(operation)) {
      this.writes.push(`${service}:${operation}`);
    }
    const role = roleOf(this.account.parts, this.functionName);
    const who = assumedRole(this.template.functions[0]?.roleArn ?? '', this.functionName);
    return this.account.callAs(role, service, operation, input, who);
  }

  /** CloudTrail tells of a call only while a trail logs. */
  private recorded(record: Json): void {
    if (this.isLogging) {
      this.onRecord(record);
    }
  }

  readonly arrivesSoon = (record: Json): void => this.arrive(eventOf(record), 1_000);

  /** How the record of a call arrives: soon, unless somebody says otherwise. */
  onRecord: (record: Json) => void = this.arrivesSoon;

  private require(service: string, operation: string): void {
    const role = this.account.parts.roles.get(roleOf(this.account.parts, this.functionName));
    if (!mayCall(role, `${service}:${operation}`)) {
      throw awsError('AccessDeniedException', `not authorized to perform: ${service}:${operation}`);
    }
  }

  private requireTable(): void {
    this.require('dynamodb', 'PutItem');
    if (!remembers(this.template, this.account.parts)) {
      throw awsError('ResourceNotFoundException', 'the table is gone or denies');
    }
  }

  private track(work: Promise<unknown>): void {
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }
}

/** Without which a sweep does not end well. */
const NEEDED = ['cloudtrail:DescribeTrails', 'cloudtrail:StartLogging', 'dynamodb:PutItem', 'events:PutEvents'];

export function eventOf(record: Json): Json {
  return envelope(record, { source: `aws.${String(record.eventSource).split('.')[0]}` });
}
